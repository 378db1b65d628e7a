"""The curated answers: entries, session plans and statements; finding, answering, provenance."""
