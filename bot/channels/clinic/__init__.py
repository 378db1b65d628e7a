"""What the clinic's own systems tell us."""
