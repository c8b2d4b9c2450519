"""Before an absence counts, the other regions are asked: where they see the link, nobody can tell."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from jobs.model.link import Link
from jobs.model.page import Outcome
from jobs.model.queries import LinkQuery
from jobs.model.ref import link_ref
from jobs.model.region import LookFrom
from jobs.model.tracked_page import DuePage
from jobs.pages.reading import Read, Reading
from jobs.store.protocol import Store
from jobs.verdicts.evaluate import question_about

LookHere = Callable[[str], Awaitable[tuple[Outcome, frozenset[int]]]]
"""What is seen of an address from here: how reading it ended, and which links are there."""
AskElsewhere = Callable[[str], Awaitable[Sequence[LookFrom]]]
"""Have each other region that has a worker look at an address now."""


async def nowhere(_url: str) -> Sequence[LookFrom]:
    """Where there are no regions, nobody is asked."""
    return ()


async def with_others(ask: AskElsewhere, due: DuePage, reading: Reading) -> Reading:
    """The reading; unknown for its region where an absence is not seen from each of the others."""
    placed = [link for link in due.links if not link.standing.is_unplaced]
    missing = frozenset(link.id for link in placed) - present_in(placed, reading)
    if not missing or reading.outcome.is_unknown:
        return reading
    doubt = next(filter(None, (doubt_of(look, missing) for look in await ask(due.page.url))), "")
    return replace(reading, outcome=Outcome.GEO, reason=doubt, examined=None) if doubt else reading


def present_in(links: Sequence[Link], reading: Reading) -> frozenset[int]:
    """Which of the links a reading found; of a page that is as it was, all."""
    if reading.examined is None:
        return frozenset(link.id for link in links) if reading.outcome is Outcome.OK else frozenset()
    answers = reading.examined.answers
    asked = {link.id: answers.get(question_about(link).key) for link in links}
    return frozenset(number for number, answer in asked.items() if answer and answer.sighting.present)


def doubt_of(look: LookFrom, missing: frozenset[int]) -> str:
    """Why what one region saw leaves it open whether these links are gone; empty where it saw the same."""
    if look.outcome is None:
        return f"{look.region} was asked too, and has not answered yet"
    there = sorted(look.present & missing)
    if there:
        return f"{link_ref(there[0])} is there as seen from {look.region}, and not from here"
    return ""


async def look_from_here(read: Read, store: Store, url: str) -> tuple[Outcome, frozenset[int]]:
    """What this region sees of a page: how reading it ended, and which of its links are there."""
    links = await store.links(LinkQuery(page_url=url))
    reading = await read(url, None, [question_about(link) for link in links])
    return reading.outcome, present_in(links, reading)
