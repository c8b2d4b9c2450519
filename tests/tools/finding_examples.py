"""A message for each kind of finding, as docs/findings.md shows it: what the bot said of pages and deals of ours."""

import re
from collections.abc import Iterable, Mapping
from datetime import timedelta

from bot.messages.kit import wording
from jobs.exchanges.sides import partners_of
from jobs.exchanges.wording import breach, ending
from jobs.model.exchange import Exchange, ExchangeState, LegState
from jobs.model.findings import Finding
from jobs.model.incident import Incident, IncidentKind
from jobs.rules import title
from jobs.units.english import joined
from tests.jobs.exchanges.tools import DAY, NOW, OURS, THEIRS, deal, leg

Lines = tuple[str, ...]

_PORT = re.compile(r"(?<=\.example):\d+")
_HEAD = re.compile(r"^(\S+ Our page has a problem: \S+|\S+ .+? \([LP]-\d+\)) ")
_THUMB = r"\(A rule of thumb of ours\.\)"
_AFTER = r"Open the page|And |It has|Many new links|\d+ new since"
"""What follows a finding in a message."""
_LASTS = timedelta(days=3)


def examples_in(document: str) -> dict[str, Lines]:
    """Those that a document like docs/findings.md shows."""
    parts = re.split(r"^### `(\w+)`:", document, flags=re.MULTILINE)[1:]
    shown = {
        kind: re.findall(r"^> (.+?) *$", part, re.MULTILINE) for kind, part in zip(*[iter(parts)] * 2, strict=True)
    }
    return {kind: tuple(lines) for kind, lines in shown.items() if lines}


def alerted(messages: Iterable[str], host: str, finding: Finding) -> Lines:
    """The heading and the finding out of the alert about a host, of what a person reads of each message.

    Raises StopIteration where none is about it, and AssertionError where it says something else.
    """
    words, head = next((told, at[1]) for each in messages if (at := _HEAD.match(told := _told(each))) and host in at[1])
    named, said = f"{title(finding.kind)}. ", _PORT.sub("", finding.text)
    differs = rf"(?: ((?:Was|Expected|Agreed): .+?))?(?: ({_THUMB}))?(?= (?:{_AFTER}))"
    found = re.search(rf"({re.escape(named)})?{re.escape(said)}{differs}", words)
    assert found, f"{said!r} is not in {words!r}"
    assert found[1] or title(finding.kind) in head, f"{named!r} is not in {words!r}"
    return tuple(filter(None, (f"**{head}**", _bold_title(finding) if found[1] else said, found[2], found[3])))


def in_the_digest(finding: Finding) -> Lines:
    """How the digest says it."""
    return (f"In the digest: {_bold_title(finding)}",)


def of_deals() -> Mapping[str, Lines]:
    """Those of kinds that no page shows: a deal that each side broke, and one that ends."""
    theirs = leg(THEIRS, LegState.BROKEN, is_declared=True, doubt_since=NOW - _LASTS)
    ours = leg(OURS, LegState.BROKEN, is_declared=True, doubt_since=NOW - _LASTS + DAY)
    lasting = {"counting_since": NOW - _LASTS, "broken_since": NOW - _LASTS}
    broken = (
        deal(theirs, leg(OURS), state=ExchangeState.BREACH_THEIRS, first=THEIRS, **lasting),
        deal(leg(THEIRS), ours, state=ExchangeState.BREACH_OURS, first=OURS, **lasting),
        deal(theirs, ours, state=ExchangeState.BOTH_BROKEN, first=THEIRS, **lasting),
    )
    ends = deal(until=(NOW + 7 * DAY).date())
    told = [(breach(each, NOW), each, IncidentKind.BREACH) for each in broken]
    told.append((ending(ends, NOW), ends, IncidentKind.EXPIRING))
    return {finding.kind: _of_deal(finding, each, kind) for finding, each, kind in told}


def _of_deal(finding: Finding, of: Exchange, kind: IncidentKind) -> Lines:
    incident = Incident(
        f"{of.ref}-{kind}", of.channel, kind, of.ref, members=(), opened_at=NOW, cause=of.ref, findings=(finding,)
    )
    head = f"{wording.headline(incident)}: {joined(partners_of(of))} ({of.ref})"
    return f"**{head}**", finding.text if title(finding.kind) in head else _bold_title(finding)


def _bold_title(finding: Finding) -> str:
    return f"**{title(finding.kind)}.** {_PORT.sub('', finding.text)}"


def _told(words: str) -> str:
    return _PORT.sub("", " ".join(words.split()))
