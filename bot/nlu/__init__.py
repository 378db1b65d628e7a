"""Rasa graph components: thin adapters around the language, safety and knowledge rooms."""
