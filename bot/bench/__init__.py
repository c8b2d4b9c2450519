"""Speed of the Slack face; `python -m jobs bench` finds the parts in here by the package's name."""
