"""The digest: its numbers, what is worth a line, and what wants a person."""
