"""A message for each kind of finding, as docs/findings.md shows it: what the bot said of pages and deals of ours."""

import re
from collections.abc import Iterable, Mapping
from datetime import timedelta

from bot.messages.kit import wording
from jobs.exchanges.wording import breach, ending
from jobs.model.exchange import Exchange, ExchangeState, LegState
from jobs.model.findings import Finding
from jobs.model.incident import Incident, IncidentKind
from jobs.rules import title
from tests.jobs.exchanges.tools import DAY, NOW, OURS, THEIRS, deal, leg

Lines = tuple[str, ...]

_PORT = re.compile(r"(?<=\.example):\d+")
_AFTER = "Proved:|It was here|Before|Where it stands|Now|It has|Many new links|Why this"
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
    words = next(told for each in messages if f"Page {host}" in (told := _told(each)))
    said = f"{title(finding.kind)}. {_PORT.sub('', finding.text)}"
    found = re.search(rf"{re.escape(said)}(?: ((?:Was|Expected|Agreed): .+?))?(?= (?:{_AFTER}))", words)
    assert found, f"{said!r} is not in {words!r}"
    head = words.partition(" Page ")[0]
    return tuple(filter(None, (f"**{head}**", _bold_title(finding), found[1])))


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
    return f"**{wording.headline(incident)}: {of.ref}**", _bold_title(finding)


def _bold_title(finding: Finding) -> str:
    return f"**{title(finding.kind)}.** {_PORT.sub('', finding.text)}"


def _told(words: str) -> str:
    return _PORT.sub("", " ".join(words.split()))
