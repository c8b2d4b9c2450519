"""What files said that search engines know, kept with the links that are tracked already, and forgotten again."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from jobs.model.event import Event
from jobs.model.index_fact import IndexFact, with_facts
from jobs.model.link import Link
from jobs.model.write import Write
from jobs.store.protocol import Store
from jobs.store.retry import in_parts, retry_on_conflict
from jobs.units.dates import format_day


async def keep_facts(told: Mapping[int, Sequence[IndexFact]], by: str, store: Store, now: datetime) -> int:
    """Keep with links, by their ids, what search engines are said to know of them; of how many that was new."""

    def kept(link: Link) -> Link:
        return replace(link, index_facts=with_facts(link.index_facts, told[link.id]))

    def event(link: Link) -> Event:
        last = max(told[link.id], key=lambda fact: fact.on)
        text = f"{last.claim.words} on {format_day(last.on)}, according to {last.source}"
        return Event(now, link.channel, link.ref, "index_fact", text, by)

    done = 0
    for part in in_parts([*told]):
        written: list[Write] = []  # by each try, as somebody else may have written in between; the last one holds

        async def decide(part: Sequence[int] = part, written: list[Write] = written) -> Write | None:
            found = (await store.links_by_id(part)).values()
            fresh = [kept(link) for link in found if kept(link) != link]
            written.append(Write(links=fresh, events=[event(link) for link in fresh]))
            return written[-1] if fresh else None

        await retry_on_conflict(store, decide)
        done += len(written[-1].links)
    return done


async def forget_facts(numbers: Sequence[int], batch: str, store: Store) -> None:
    """Keep no longer with these links what an import said of them."""
    for part in in_parts(numbers):

        async def decide(part: Sequence[int] = part) -> Write:
            return Write(links=[_without(link, batch) for link in (await store.links_by_id(part)).values()])

        await retry_on_conflict(store, decide)


def told_by(link: Link, batch: str) -> bool:
    """Whether an import said anything of the link that is kept still."""
    return any(fact.batch == batch for fact in link.index_facts)


def _without(link: Link, batch: str) -> Link:
    return replace(link, index_facts=tuple(fact for fact in link.index_facts if fact.batch != batch))
