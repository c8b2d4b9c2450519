"""Alerts whose channel takes no messages go to other recipients."""
