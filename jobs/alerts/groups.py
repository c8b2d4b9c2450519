"""Groups and their parts in the store: an incident joins one, or changes within one, in a single write."""

from datetime import datetime

from jobs.alerts import grouping
from jobs.alerts.grouping import GroupState
from jobs.alerts.site_groups import causes_beside
from jobs.model.incident import Incident
from jobs.model.notice import Notice
from jobs.model.write import Write
from jobs.store.protocol import History, Store
from jobs.store.retry import retry_on_conflict


async def place(store: History, write: Write, now: datetime) -> Write:
    """The write with each new incident told in a message of its own, or in that of a group, as things are now."""
    channels = grouping.channels_alerted(write)
    asked = [grouping.told_lately(channel, now) for channel in channels]
    known = {other.id: other for each in asked for other in await store.told_lately(each)}
    beside = {(each.channel, cause) for each in write.incidents for cause in causes_beside(each)}
    for channel, cause in sorted(beside) if channels else ():
        known |= {other.id: other for other in await store.incidents(channel=channel, cause=cause)}
    return grouping.place(write, known.values(), now) if channels else write


async def join_late(store: Store, incident: Incident, card: Notice, now: datetime) -> bool:
    """Put an incident into a group whose card comes so late that it is told with others; whether it is in one now."""
    if not grouping.is_late(card, now):
        return bool(incident.group)

    async def decide() -> Write | None:
        fresh = await store.incident(incident.id)
        known = await store.told_lately(grouping.told_lately(card.channel, now))
        return grouping.joining_late(fresh, card, known, now) if fresh else None

    await retry_on_conflict(store, decide)
    joined = await store.incident(incident.id)
    return joined is not None and bool(joined.group)


async def part_changed(store: Store, part: Incident, now: datetime) -> None:
    """Have the message that shows a part brought up to date."""

    async def decide() -> Write | None:
        group = await store.incident(part.group)
        return grouping.part_changed(await group_state(store, group), now) if group else None

    await retry_on_conflict(store, decide)


async def parts_of(store: History, group: Incident) -> list[Incident]:
    """The incidents that a group's message shows, as they are now."""
    return [part for name in group.parts if (part := await store.incident(name))]


async def group_state(store: Store, group: Incident) -> GroupState:
    """A group with its parts and their links, as they are now."""
    parts = await parts_of(store, group)
    waiting = [
        member for part in parts if part.status.is_open for member in part.members if member not in part.recovered
    ]
    return GroupState(group, parts, [*(await store.links_by_id(waiting)).values()])
