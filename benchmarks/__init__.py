"""Measures time, memory and size; nothing here is a test."""
