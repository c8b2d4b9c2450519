"""What the outbox promises about messages whose fate is in doubt."""

from enum import StrEnum


class Promise(StrEnum):
    """How often a message is said where Slack's answer was lost."""

    EXACTLY_ONCE = "exactly once"
    AT_LEAST_ONCE = "at least once"
    AT_MOST_ONCE = "at most once"
