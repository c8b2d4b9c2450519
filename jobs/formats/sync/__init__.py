"""Sheets on the web that a channel's links follow: where they are had, what has to be done, and doing it."""
