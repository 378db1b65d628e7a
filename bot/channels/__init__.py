"""Where messages come in and replies go out."""
