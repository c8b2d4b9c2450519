"""App Home: its content, and when it is published."""
