"""Measures the assistant on questions that it was not trained on."""
