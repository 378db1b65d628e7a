"""What Rasa calls: one action per file, named after it."""
