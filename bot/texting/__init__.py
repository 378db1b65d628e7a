"""Texts to and from patients: numbers, inbox, outbox, opt-outs. Knows neither HTTP nor Rasa."""
