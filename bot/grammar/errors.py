"""What is raised where a word cannot be understood, and what is said of a line that was left out for it."""

from msgspec import Struct


class CommandError(Exception):  # it is not an error of ours
    """A word that cannot be understood, and why."""

    def __init__(self, word: str, why: str, example: str = "", meant: str = "") -> None:
        super().__init__(word, why)
        self.meant = meant
        self.word = word
        self.why = why
        self.example = example
        self.line = 0
        """Of several lines that which is wrong, from 1, as it was typed; 0: there is one, or it is none of them."""


class UnknownNameError(CommandError):
    """A word that begins like a channel's or a person's name, and that Slack did not take for one."""

    @property
    def is_channel(self) -> bool:
        """Whether it was meant for a channel."""
        return self.word.startswith("#")


class NoTargetError(CommandError):
    """A page that says nothing of where it should link to, where nothing else says it either."""


class LeftOut(Struct, frozen=True):
    """A line of several that names no link."""

    number: int
    """From 1, as it was typed."""
    typed: str
    word: str
    """That which cannot be understood; empty where it is the whole line."""
    why: str
