"""`python -m jobs check PAGE TARGET`: one look at one link."""

import argparse
import asyncio
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from jobs.cli.common import parser, settings_for, web_address, with_config, write_json, write_lines
from jobs.config import Config
from jobs.model.findings import About, Finding, Severity
from jobs.model.link import Expectation
from jobs.model.page import Outcome
from jobs.model.reading import Seen, Sighting
from jobs.model.tracked_page import TrackedPage
from jobs.pages.evidence import in_its_words
from jobs.pages.extract import LinkQuestion
from jobs.pages.reading import Read, Reading
from jobs.pages.what_it_is import for_visitors, seen_as, what_it_is
from jobs.rules import findings, with_severities

_SAYS = "Check once whether a page links to a target, and say what is wrong with the link."
_EXAMPLE = "python -m jobs check https://example.com/links https://ours.example/guide"
_TARGET_SECONDS = 10.0
_DOMAIN = re.compile(r"[^\s/:?#@]+\.[^\s/:?#@]+")


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


def main(arguments: Sequence[str]) -> int:
    """Run the command: 0 present without a lost or weakened finding, 1 absent or with one, 3 unknown."""
    options = parser("check", _SAYS, _EXAMPLE)
    options.add_argument("page", help="the address of the page that should carry the link")
    options.add_argument("target", help="our address that it should lead to, or a bare domain")
    options.add_argument("--anchor", default="", metavar="TEXT", help="the agreed words of the link")
    options.add_argument("--rel", default="", metavar="TOKENS", help="agreed rel tokens, such as nofollow,sponsored")
    options.add_argument("--with-target", action="store_true", help="check the target's own page too")
    given = options.parse_args(arguments)
    try:
        wanted = Wanted(
            web_address(given.page),
            given.target if _DOMAIN.fullmatch(given.target) else web_address(given.target),
            Expectation(anchor=given.anchor, rel=frozenset(re.split(r"[\s,]+", given.rel.lower())) - {""}),
        )
    except ValueError as error:
        options.error(str(error))
    return with_config(given, lambda config: _run(given, wanted, config))


def _run(given: argparse.Namespace, wanted: Wanted, config: Config) -> int:
    look = asyncio.run(_look(wanted, config, with_target=given.with_target))
    look = replace(look, findings=with_severities(look.findings, config.alerts.severity))
    if given.json:
        write_json(as_json(look))
    else:
        write_lines(list(_lines(look)))
    return look.exit_code


async def _look(wanted: Wanted, config: Config, *, with_target: bool) -> CheckResult:
    from jobs.checks.allowance import DailyAllowance
    from jobs.checks.follow_candidates import AbsenceSettler
    from jobs.checks.second_look import SecondLook
    from jobs.pages.reader import open_reader
    from jobs.units.clock import SystemClock

    clock = SystemClock()
    async with open_reader(config, clock) as reader:
        allowance = DailyAllowance(clock)
        settler = AbsenceSettler(reader.follow, reader.read, clock, allowance)
        again = SecondLook(reader.read, allowance)

        async def read(url: str, known: TrackedPage | None = None, asked: Collection[LinkQuestion] = ()) -> Reading:
            return await settler.settle(await again.read(url, known, asked))

        return await check_once(read, wanted, with_target=with_target)


async def check_once(read: Read, wanted: Wanted, *, with_target: bool) -> CheckResult:
    """Read the page, and if asked the target beside it, where that is a page of its own."""
    if not with_target or _DOMAIN.fullmatch(wanted.target):
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
    return asdict(seen) if seen else None


def _lines(look: CheckResult) -> Iterator[str]:
    facts, best = look.reading.facts, look.sighting.best
    yield f"The link is {look.link}. {facts.url}: {look.outcome}" + (f" ({look.reason})" * bool(look.reason))
    yield from settings_for(look.outcome)
    if facts.final_url != facts.url:
        yield f"  ended at  {facts.final_url}"
    if best is not None:
        yield f"  link      {best.href}"
        followed = "followed" if best.followed else f"rel={' '.join(best.rel)}"
        yield f"  place     {best.place}{', hidden' * best.hidden}, {followed}"
        yield f"  words     {in_its_words(best)}"
    for finding in look.findings:
        yield f"  {finding.severity.ljust(9)} {finding.kind}: {finding.text}"
        if finding.agreed or finding.was or finding.now:
            wanted = finding.agreed or finding.was
            yield f"            expected: {wanted or '(nothing)'}; now: {finding.now or '(nothing)'}"
    if not look.findings and look.link == "present":
        yield "  nothing is wrong with it"
