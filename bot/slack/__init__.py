"""The connection to Slack, its errors, and channels as it describes them."""
