"""What people say of links that no check shows (pure): whether their page is indexed, and whether it fits ours."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from jobs.model.event import Event
from jobs.model.index_fact import IndexFact, IndexStatus, index_status, with_facts
from jobs.model.kept_relevance import Opinion
from jobs.model.link import Link
from jobs.model.write import Write

INDEXED = "indexed"
OPINION = "opinion"
"""Kinds of event; their text continues a sentence that begins with the person."""
_SAID = {
    True: "said that its page fits ours.",
    False: "said that its page does not fit ours.",
    None: "took back what was said of how its page fits ours.",
}


def mark_index(links: Sequence[Link], by: str, now: datetime, *, indexed: bool) -> Write | None:
    """A person says whether a search engine has the links' pages; None where they said the same today."""
    status = IndexStatus.INDEXED if indexed else IndexStatus.NOT_INDEXED
    fact = IndexFact(status, now.astimezone(UTC).date(), by=by)
    told = [link for link in links if index_status([each for each in link.index_facts if each.by == by]) != fact]
    marked = [replace(link, index_facts=with_facts(_less(link, fact), [fact])) for link in told]
    text = f"said that its page is {status.words}."
    return _written(marked, INDEXED, text, by, now)


def _less(link: Link, fact: IndexFact) -> list[IndexFact]:
    """What is known without what the same person said on the same day: they have thought better of it."""
    return [each for each in link.index_facts if (each.teller, each.on) != (fact.teller, fact.on)]


def say_whether_it_fits(links: Sequence[Link], by: str, now: datetime, *, fits: bool | None) -> Write | None:
    """A person says whether the links' pages fit ours; None: nothing is said any more.

    Whoever says what is said already changes nothing: then there is nothing to write.
    """
    told = [link for link in links if link.fits is not fits]
    changed = [replace(link, opinion=_opinion(link, by, now, fits=fits)) for link in told]
    return _written(changed, OPINION, _SAID[fits], by, now)


def _opinion(link: Link, by: str, now: datetime, *, fits: bool | None) -> Opinion | None:
    said = link.relevance.closeness if link.relevance else None
    return None if fits is None else Opinion(fits, by, now, said)


def _written(changed: Sequence[Link], kind: str, text: str, by: str, now: datetime) -> Write | None:
    events = [Event(now, link.channel, link.ref, kind, text, by) for link in changed]
    return Write(links=changed, events=events) if changed else None
