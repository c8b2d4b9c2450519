"""What should come of a life, read from words, and what of it did not.

The first words say the verdict: `present` (told nothing, the page read), `unknown` (told nothing, the page not read),
`unknown, or present`, `absent` (told as lost), `replaced` (told as another page), `weakened: KIND` (told as such).
"""

import re
from collections.abc import Iterator
from datetime import timedelta

from jobs.model.link_status import LinkState
from jobs.model.page import Outcome
from jobs.model.reading import Match
from tests.tools.lives import Life

_WELL = frozenset({LinkState.LIVE, LinkState.RECOVERED})
_UNTOLD = _WELL | {LinkState.SUSPECT}
_EITHER = re.compile(r"unknown, or present|present[^:.]*\bor unknown|unknown: a frameset")
_UNKNOWN = re.compile(r"unknown\b")
_PRESENT = re.compile(r"present|readable|variant|no [a-z_]+:")
_ABSENT = re.compile(r"absent|NOT the same page")
_REPLACED = re.compile(r"replaced\b")
_WEAKENED = re.compile(r"weakened: ([a-z_]+)")
_FREE_OF = re.compile(r"\b(?:no|not) \"?([a-z_]+)\"?(?=[,:])")
_OUTCOMES = {"soft_404": Outcome.SOFT_404, "(gone)": Outcome.GONE}
_AFTER_EDIT = timedelta(days=5)
"""DokuWiki keeps a page out of indexes for so long after an edit."""


def faults(said: str, life: Life) -> list[str]:
    """What of a life is not as it should be; raises AssertionError where the words say no verdict that is known."""
    return [*_of_verdict(said, life), *_of_details(said, life)]


def _of_verdict(said: str, life: Life) -> Iterator[str]:
    if "first day" in said:
        yield from (f"{kind} was told after {at}" for kind, at in life.told.items() if at < _AFTER_EDIT)
    elif _EITHER.match(said):
        yield from _told(life, set())
        if life.state not in _UNTOLD:
            yield f"is {life.state}"
    elif _UNKNOWN.match(said):
        yield from _told(life, set())
        if life.state not in _UNTOLD or not (life.outcome and life.outcome.is_unknown):
            yield f"is {life.state}, the page {life.outcome}"
    elif _PRESENT.match(said):
        yield from _told(life, set())
        if life.state not in _WELL or life.outcome is not Outcome.OK:
            yield f"is {life.state}, the page {life.outcome}"
    else:
        yield from _of_bad(said, life)


def _of_bad(said: str, life: Life) -> Iterator[str]:
    weakened = _WEAKENED.match(said)
    if weakened:
        yield from _told(life, {"weakened"})
        if weakened[1] not in life.kinds:
            yield f"{weakened[1]} was not found"
    elif _ABSENT.match(said):
        yield from _told(life, {"lost"})
    elif _REPLACED.match(said):
        yield from _told(life, {"replaced"})
    else:
        raise AssertionError(f"no verdict is known in: {said}")


def _told(life: Life, kinds: set[str]) -> Iterator[str]:
    if life.told.keys() != kinds:
        told = ", ".join(f"{kind} after {at}" for kind, at in life.told.items())
        yield f"told {told or 'nothing'}, with {', '.join(sorted(life.kinds)) or 'no findings'}"


def _of_details(said: str, life: Life) -> Iterator[str]:
    yield from (f"{kind} was found" for kind in _FREE_OF.findall(said) if kind in life.kinds)
    if "via_redirect" in said and "Not via_redirect" not in said and life.match is not Match.REDIRECTOR:
        yield f"the link was seen as {life.match}"
    outcomes = (outcome for word, outcome in _OUTCOMES.items() if word in said)
    yield from (f"the page is {life.outcome}" for outcome in outcomes if life.outcome is not outcome)
