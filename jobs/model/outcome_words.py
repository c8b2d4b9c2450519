"""How reading a page ended, in words: the same in Slack, in the terminal and for machines that show it to people."""

from collections.abc import Mapping
from enum import Enum, auto

from msgspec import Struct

from jobs.model.page import Outcome


class Reason(Enum):
    """What is said of the reason of an outcome, where there is one."""

    BESIDE = auto()
    """Both: the words say something that the reason does not."""
    INSTEAD = auto()
    """The reason alone: it says the same, and more."""
    LEFT_OUT = auto()
    """The words alone: the reason is made of the same."""


class OutcomeWords(Struct, frozen=True):
    """How an outcome is told."""

    words: str
    """What follows "the page"."""
    reason: Reason = Reason.INSTEAD


OUTCOME: Mapping[Outcome, OutcomeWords] = {
    Outcome.OK: OutcomeWords("was read"),
    Outcome.GONE: OutcomeWords("is gone", Reason.BESIDE),
    Outcome.SOFT_404: OutcomeWords("seems to be gone", Reason.BESIDE),
    Outcome.PARKED: OutcomeWords("is no more: its domain is for sale", Reason.BESIDE),
    Outcome.DNS_ERROR: OutcomeWords("has a host name that does not exist"),
    Outcome.BLOCKED: OutcomeWords("blocks our reader", Reason.BESIDE),
    Outcome.SERVER_ERROR: OutcomeWords("had an error on its server", Reason.BESIDE),
    Outcome.TIMEOUT: OutcomeWords("did not answer in time"),
    Outcome.TLS_ERROR: OutcomeWords("has a faulty certificate or TLS"),
    Outcome.CONNECTION_ERROR: OutcomeWords("could not be reached"),
    Outcome.BAD_HTTP: OutcomeWords("gave no proper HTTP answer"),
    Outcome.TRUNCATED: OutcomeWords("broke off in the middle"),
    Outcome.REDIRECT_LOOP: OutcomeWords("redirects in a circle"),
    Outcome.NOT_HTML: OutcomeWords("is not an HTML page"),
    Outcome.TOO_LARGE: OutcomeWords("is too large to read"),
    Outcome.TOO_COMPLEX: OutcomeWords("is too tangled to read", Reason.LEFT_OUT),
    Outcome.UNKNOWN_ENCODING: OutcomeWords("is packed in a way that we cannot undo"),
    Outcome.NEEDS_JS: OutcomeWords("seems to need JavaScript to show its text (our guess)"),
    Outcome.BLANK: OutcomeWords("showed neither text nor links"),
    Outcome.ROBOTS_REFUSED: OutcomeWords("asks us in its robots.txt not to read it"),
    Outcome.REFUSED_ADDRESS: OutcomeWords("is at an address that we do not fetch", Reason.BESIDE),
    Outcome.GEO: OutcomeWords("is not the same from everywhere", Reason.BESIDE),
    Outcome.REPLACED: OutcomeWords("seems to be another one than before (a rule of thumb of ours)", Reason.BESIDE),
}


def told(outcome: Outcome, reason: str = "") -> str:
    """What follows "the page" in a line of its own, with the reason where it says more."""
    words = OUTCOME[outcome]
    if not reason or words.reason is Reason.LEFT_OUT:
        return words.words
    return f"could not be read: {reason}" if words.reason is Reason.INSTEAD else f"{words.words} ({reason})"


def in_words(name: str) -> str:
    """An outcome that is known by its name alone; of any other text the text."""
    return next((each.words for outcome, each in OUTCOME.items() if outcome == name), name)
