"""The words of the link are not the agreed ones."""

from jobs.model.findings import About, Finding, LetterSubject, Rule, Severity
from jobs.model.link import Expectation
from jobs.model.reading import PageFacts, Sighting

RULE = Rule(
    about=About.LINK,
    severity=Severity.WEAKENED,
    alerts=True,
    title="Anchor text changed",
    means=(
        "The words of the link tell search engines what the target is about, and they are not the ones that were "
        "agreed or first seen."
    ),
    todo="Ask the site to restore the agreed words, or accept the new ones.",
    unless="Not where nobody knows what the words were, and not where there is no link to carry them.",
    letter=LetterSubject.ANCHOR,
)
_PLAIN = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u2032", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u201f\u2033", '"')
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")
)
"""Typographic apostrophes, quotation marks and dashes: keyboards and sites put them where people type plain ones."""


def check(expected: Expectation, sighting: Sighting, page: PageFacts) -> Finding | None:
    """Told where an anchor was agreed, a note against the one first seen.

    Case, white space and the shape of quotation marks and dashes do not count.
    """
    if sighting.best is None:
        return None
    before = expected.anchor or expected.seen_anchor
    now = sighting.best.text
    if not before or before == now or _folded(before) == _folded(now):
        return None
    severity = Severity.WEAKENED if expected.anchor else Severity.NOTE
    agreed = "agreed" if expected.anchor else "first seen"
    text = f"The anchor text is not the one {agreed}."
    if _folded(before) == _folded(expected.seen_anchor):
        return Finding("anchor_changed", severity, text, was=before, now=now)
    return Finding("anchor_changed", severity, text, now=now, agreed=before)


def _folded(text: str) -> str:
    return " ".join(text.translate(_PLAIN).casefold().split())
