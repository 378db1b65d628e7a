"""Carriers: companies, or stand-ins for them, that bring texts in and send texts out."""
