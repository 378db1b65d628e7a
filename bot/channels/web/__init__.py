"""The channel of the clinic's website: HTTP with signed sessions."""
