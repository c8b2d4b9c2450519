"""What whoever runs the bot sees of it from outside of Slack."""
