"""What could not be answered: kept for the clinic, grouped by likeness, turned into drafts of answers."""
