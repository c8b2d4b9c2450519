"""What one look at one link gives, and how it is told to people and scripts."""

import asyncio
from dataclasses import asdict, dataclass, replace
from typing import Any

from jobs.model.findings import About, Finding, Severity
from jobs.model.link import Expectation
from jobs.model.page import Outcome
from jobs.model.reading import Seen, Sighting
from jobs.pages.asked import LinkQuestion
from jobs.pages.reading import Read, Reading
from jobs.pages.what_it_is import for_visitors, seen_as, what_it_is
from jobs.rules import findings

_TARGET_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for."""

    page: str
    target: str
    """An address, or a bare domain: any link to it counts."""
    expected: Expectation = Expectation()

    @property
    def asked(self) -> LinkQuestion:
        """What the page is asked."""
        return LinkQuestion(self.target, self.expected.anchor)


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What one look at one link gave."""

    reading: Reading
    outcome: Outcome
    reason: str
    sighting: Sighting
    findings: tuple[Finding, ...]
    target: Reading | None = None

    @property
    def link(self) -> str:
        """present, absent, or unknown: a name that does not exist proves nothing in a single check."""
        if self.sighting.present:
            return "present"
        if self.sighting.undecided:
            return "unknown"
        return "unknown" if self.outcome.tells_nothing_of(never_seen=True) else "absent"

    @property
    def exit_code(self) -> int:
        """0 present and well, 1 absent, lost or weakened, 3 unknown."""
        if self.link == "unknown":
            return 3
        is_bad = any(finding.severity is not Severity.NOTE for finding in self.findings)
        return 1 if is_bad or self.link == "absent" else 0


async def check_once(read: Read, wanted: Wanted, *, with_target: bool) -> CheckResult:
    """Read the page, and if asked the target beside it, where that is a page of its own."""
    if not with_target or "://" not in wanted.target:
        return judged(await read(wanted.page, asked=[wanted.asked]), wanted, None)
    page, target = await asyncio.gather(read(wanted.page, asked=[wanted.asked]), _read_target(read, wanted.target))
    return judged(page, wanted, target)


async def _read_target(read: Read, url: str) -> Reading | None:
    """The target, where it answers soon; whatever becomes of it, the answer about the link stands."""
    try:
        async with asyncio.timeout(_TARGET_SECONDS):
            reading = await read(url)
            return seen_as(reading, for_visitors(reading))
    except TimeoutError:
        return None


def judged(reading: Reading, wanted: Wanted, target: Reading | None) -> CheckResult:
    """What the readings say about the link (pure)."""
    answer = reading.examined.answers[wanted.asked.key] if reading.examined else None
    sighting = answer.sighting if answer else Sighting(None)
    shown = what_it_is(reading, answer)
    found: tuple[Finding, ...] = ()
    if not shown.outcome.meaning.may_be_typo:
        ours = replace(wanted.expected, lang=target.facts.lang if target else "")
        found = findings(ours, sighting, seen_as(reading, shown).facts)
    if target is not None and sighting.present and not target.outcome.meaning.nobody_answered:
        # One check proves nothing where nobody answered: it may well be us.
        found += findings(wanted.expected, sighting, target.facts, frozenset({About.TARGET}))
    return CheckResult(reading, shown.outcome, shown.reason or sighting.undecided, sighting, found, target)


_OWN = frozenset({"sight_mark"})
"""What only we compare."""
_OF_FINDING = ("kind", "severity", "text", "was", "now", "agreed")


def as_json(look: CheckResult) -> dict[str, Any]:
    """The check, under the names that scripts rely on."""
    return {
        "outcome": look.outcome,
        "reason": look.reason,
        "link": look.link,
        "findings": [{name: getattr(finding, name) for name in _OF_FINDING} for finding in look.findings],
        "evidence": _evidence(look),
        "target": {"outcome": look.target.outcome, "reason": look.target.reason} if look.target else None,
    }


def _evidence(look: CheckResult) -> dict[str, Any]:
    facts, sighting = look.reading.facts, look.sighting
    return {
        "url": facts.url,
        "final_url": facts.final_url,
        "status": facts.status or None,
        "redirects": [asdict(hop) for hop in facts.hops],
        "read_at": facts.read_at.isoformat() if facts.read_at else None,
        "link": _seen_as_json(sighting.best),
        "count": sighting.count,
        "nearest": _seen_as_json(sighting.nearest),
        "text_only": sighting.text_only,
        "js_only": sighting.js_only,
    }


def _seen_as_json(seen: Seen | None) -> dict[str, Any] | None:
    return {name: value for name, value in asdict(seen).items() if name not in _OWN} if seen else None
