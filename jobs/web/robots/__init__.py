"""robots.txt: its rules (RFC 9309), and its files kept for a day."""
