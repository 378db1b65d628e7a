"""From a patient's text to a Document: words, clauses, findings, elapsed time, vectors."""
