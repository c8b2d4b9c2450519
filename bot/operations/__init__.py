"""What people do, written once: commands, clicks and forms only word it."""
