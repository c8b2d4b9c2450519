"""The rules: one kind of finding is one file of this folder, found by looking into it.

A rule module has `RULE`, which says how bad its finding is and what it means, and
`check(expected, sighting, page) -> Finding | None`, which is pure; what no page shows, such as the breach of a deal,
has no check. Names that begin with an underscore are no rules but what several of them share.
"""

import hashlib
import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from jobs.model.findings import About, Finding, LetterSubject, Rule, Severity
from jobs.model.link import Expectation
from jobs.model.page import Outcome
from jobs.model.reading import PageFacts, Sighting
from jobs.model.terms import Covered
from jobs.model.verdict import Scope

Check = Callable[[Expectation, Sighting, PageFacts], Finding | None]

OF_A_LINK = frozenset({About.LINK, About.PAGE, About.PARTNER})
"""What is judged of a link by the page that it stands on: itself, the page, and the company it keeps there."""

_JUDGES_READING = (
    "rules",
    "web",
    "pages",
)
"""What decides which findings a page gives, beside the page itself."""


@dataclass(frozen=True, slots=True)
class NamedRule:
    """A rule under its name."""

    kind: str
    rule: Rule
    check: Check | None
    """None where no page shows it."""


@cache
def rules() -> tuple[NamedRule, ...]:
    """All rules, sorted by what they are about and then by name."""
    names = [found.name for found in pkgutil.iter_modules(__path__) if not found.name.startswith("_")]
    modules = [(name, importlib.import_module(f"{__name__}.{name}")) for name in names]
    order = list(About)
    known = [NamedRule(name, module.RULE, getattr(module, "check", None)) for name, module in modules]
    return tuple(sorted(known, key=lambda named: (order.index(named.rule.about), named.kind)))


def kinds() -> tuple[str, ...]:
    """The kinds of finding, in the order of `rules`."""
    return tuple(named.kind for named in rules())


def rule(kind: str) -> Rule:
    """The rule that makes findings of this kind; KeyError where there is none."""
    return _by_kind()[kind].rule


def said(kind: str, words: str) -> Finding:
    """A finding that no page shows, in the words of whoever knows of it; KeyError where there is no such rule."""
    return Finding(kind, rule(kind).severity, words)


def title(kind: str) -> str:
    """A few words for a kind of finding; those of a kind that is no longer known are made from its name."""
    known = _by_kind().get(kind)
    return known.rule.title if known else kind.replace("_", " ")


def scope_of(kind: str) -> Scope:
    """Which looks can see, and so also clear, findings of this kind; of one that is no longer known, the page's own."""
    known = _by_kind().get(kind)
    return Scope.TARGET if known and known.rule.about is About.TARGET else Scope.SOURCE


def covered_as(kind: str) -> Covered | None:
    """What findings of this kind are called in a guarantee; None also for those that are no longer known."""
    known = _by_kind().get(kind)
    return known.rule.covered_as if known else None


def is_loss(kind: str) -> bool:
    """Whether findings of this kind say that the link itself is not there; not those that are no longer known."""
    known = _by_kind().get(kind)
    return known is not None and known.rule.severity is Severity.LOST


def letter_of(kind: str) -> LetterSubject:
    """What a mail about a finding of this kind asks for."""
    known = _by_kind().get(kind)
    return known.rule.letter if known else LetterSubject.OTHER


def findings(
    expected: Expectation, sighting: Sighting, page: PageFacts, about: frozenset[About] = OF_A_LINK
) -> tuple[Finding, ...]:
    """What the rules `about` these things find.

    For `About.TARGET` `page` is the target's own facts, for `About.PARTNER` those of the partner page. A page that
    could not be read says nothing about itself or its links.
    """
    checks = _checks(_judged(about, page))
    return tuple(filter(None, (check(expected, sighting, page) for check in checks)))


def with_severities(found: Iterable[Finding], wanted: Mapping[str, Severity]) -> tuple[Finding, ...]:
    """The findings with the severities that the configuration gives to their kinds."""
    return tuple(replace(finding, severity=wanted.get(finding.kind, finding.severity)) for finding in found)


def alerts(finding: Finding, silent: frozenset[str] = frozenset()) -> bool:
    """Whether a finding is alerted at once; otherwise the digest lists it.

    Whatever takes from a link is told, and of the notes those whose rule says so. `silent` are kinds never told.
    """
    if finding.kind in silent:
        return False
    if finding.severity is not Severity.NOTE:
        return True
    known = _by_kind().get(finding.kind)
    return known is not None and known.rule.alerts and known.rule.severity is Severity.NOTE


@cache
def rules_version() -> str:
    """Names the state of all that turns a page into findings: a page judged by another version is judged again.

    Raises FileNotFoundError where a folder that decides has moved.
    """
    root = Path(__file__).parent.parent
    sources = sorted(source for name in _JUDGES_READING for source in _sources(root / name))
    digest = hashlib.blake2b(digest_size=8)
    for source in sources:
        digest.update(source.relative_to(root).as_posix().encode() + b"\0" + source.read_bytes())
    return digest.hexdigest()


@cache
def _by_kind() -> Mapping[str, NamedRule]:
    return {named.kind: named for named in rules()}


@cache
def _checks(judged: frozenset[About]) -> tuple[Check, ...]:
    """Those of the rules about these things."""
    return tuple(named.check for named in rules() if named.check and named.rule.about in judged)


def _judged(about: frozenset[About], page: PageFacts) -> frozenset[About]:
    if page.outcome is Outcome.OK:
        return about
    told_by_failure = {About.TARGET} if page.outcome.is_unknown else {About.TARGET, About.LINK}
    return about & told_by_failure


def _sources(folder: Path) -> Iterable[Path]:
    if not folder.is_dir():  # a folder that has moved would be passed over, and no page be judged again
        raise FileNotFoundError(f"{folder} decides which findings a page gives: name its new place")
    return folder.rglob("*.py")
