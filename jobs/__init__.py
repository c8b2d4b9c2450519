"""The work of Linkwatch, without Slack: reading pages, judging them, deciding what is worth saying."""

VERSION = "1.0.0"
NAMED = f"Linkwatch {VERSION}"
"""What `--version` prints, `status` says and the log begins with."""
