"""The work of Linkwatch, without Slack: reading pages, judging them, deciding what is worth saying."""
