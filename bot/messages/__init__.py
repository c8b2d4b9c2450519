"""What Slack shows: values in, Block Kit out. Nothing here asks anybody anything."""
