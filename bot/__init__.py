"""The Slack face of Linkwatch: commands in, alerts out."""
