"""The channel of text messages: carriers, webhooks, and the workers between inbox and outbox."""
