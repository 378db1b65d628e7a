"""After a session: the clinic's sessions, the texts that we start, and what patients say of their pain."""
