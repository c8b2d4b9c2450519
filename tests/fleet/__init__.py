"""Bots and workers on one PostgreSQL, faults among them, and what people saw of it."""
