"""Undo what one change of links did, where nobody has changed the same since (pure).

A link or alert is compared with how the change left it: what the change did not touch stays as it has become meanwhile,
and where something else was made of what it touched, the whole link or alert stays.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from msgspec import Struct

from jobs.alerts.notices import changed
from jobs.model.event import Event
from jobs.model.incident import Incident, IncidentStatus, LogLine
from jobs.model.link import Link
from jobs.model.operation import ChangedLinks
from jobs.model.write import Write

_OF_LINK = ("owner", "tags", "every", "terms", "guarantee", "prices", "index_facts")
_OF_EXPECTED = ("anchor", "rel", "render", "accepted")
_OF_STANDING = (
    *("snoozed_until", "state", "since", "open", "unproven", "marked_by", "marked_at", "last_present_at", "lived"),
    *("absences", "absent_since", "replaced_since", "presences", "unknown_since", "unknown_tries", "unreachable"),
)
_OF_INCIDENT = ("status", "closed_at", "recovered", "accepted", "snoozed_until")
_EDITED, _NEXT_LOOK, _PROOF = ("edited",), ("next_look_at",), ("proof",)
"""What follows from the rest and may have followed something else since: that is no reason to leave a link."""
_TEXT = "undid a change of its links."
T = TypeVar("T")


class Undone(Struct, frozen=True):
    """What is written to undo a part of a change, and the links that were changed otherwise since."""

    write: Write
    links: tuple[str, ...] = ()
    """References of those that are as they were."""
    kept: tuple[str, ...] = ()
    """References of those that stay as they are."""


def undoable(part: ChangedLinks, links: Sequence[Link], incidents: Sequence[Incident], write: Write) -> ChangedLinks:
    """The part of a change with what undoes a write, of these links and incidents as they were before it."""
    touched = {link.id for link in write.links} | {*write.remove_links}
    known = {incident.id for incident in incidents}
    written = {incident.id: incident for incident in write.incidents if incident.id in known}
    return replace(
        part,
        before=tuple(link for link in links if link.id in touched),
        after=tuple(write.links),
        incidents_before=tuple(incident for incident in incidents if incident.id in written),
        incidents_after=tuple(written.values()),
    )


def undo(
    part: ChangedLinks,
    links: Mapping[int, Link],
    incidents: Mapping[str, Incident],
    replaced: Collection[int],
    deed: LogLine,
) -> Undone:
    """Undo a part; `links` and `incidents` are those of it that are there, as they are now; `deed`: by whom, and when.

    Of removed links `replaced` are the ids of those whose page and target are tracked anew.
    """
    now, by = deed.at, deed.by
    left = {link.id: link for link in part.after}
    back: list[Link] = []
    gone: list[Link] = []
    kept: dict[int, str] = {}
    for before in part.before:
        now_is, after = links.get(before.id), left.get(before.id)
        if now_is is None and after is None and before.id not in replaced:
            gone.append(before)
        elif now_is and after and (mended := _link_back(now_is, after, before)) is not None:
            back.append(mended)
        else:
            kept[before.id] = before.ref
    reopened = _incidents_back(part, incidents, frozenset(kept), replace(deed, text=_TEXT))
    events = [Event(now, link.channel, link.ref, "edited", "a change of many was undone", by) for link in back]
    events += [Event(now, link.channel, link.ref, "restored", "its removal was undone", by) for link in gone]
    notices = [note for old, _ in reopened for note in changed(old, now, _TEXT, by=by)]
    write = Write(
        links=back,
        restore_links=gone,
        incidents=[new for _, new in reopened],
        events=events,
        notices=notices,
        undone=[part],
    )
    return Undone(write, tuple(link.ref for link in (*back, *gone)), tuple(kept.values()))


def _link_back(now_is: Link, after: Link, before: Link) -> Link | None:
    """The link with what the change made of it undone; None where that was changed again."""
    link = _back(now_is, after, before, _OF_LINK)
    expected = _back(now_is.expected, after.expected, before.expected, _OF_EXPECTED)
    standing = _back(now_is.standing, after.standing, before.standing, _OF_STANDING)
    if link is None or expected is None or standing is None:
        return None
    expected = _back(expected, after.expected, before.expected, _EDITED) or expected
    standing = _back(standing, after.standing, before.standing, _NEXT_LOOK) or standing
    link = _back(link, after, before, _PROOF) or link
    return replace(link, expected=expected, standing=standing)


def _incidents_back(
    part: ChangedLinks, incidents: Mapping[str, Incident], kept: frozenset[int], line: LogLine
) -> list[tuple[Incident, Incident]]:
    """Each as it is and as it was; one that waited only for links that are `kept` as they are stays too."""
    left = {incident.id: incident for incident in part.incidents_after}
    found: list[tuple[Incident, Incident]] = []
    for before in part.incidents_before:
        now_is, after = incidents.get(before.id), left.get(before.id)
        if now_is is None or after is None or (before.waiting and before.waiting <= kept):
            continue
        back = _back(now_is, after, before, _OF_INCIDENT)
        back = _still_settled(back, after, before.waiting & kept) if back else None
        if back and back != now_is:
            found.append((now_is, replace(back, log=(*now_is.log, line))))
    return found


def _still_settled(back: Incident, after: Incident, kept: frozenset[int]) -> Incident:
    """The incident without those of its `kept` links that the change had settled: nobody waits for them again."""
    settled = kept & after.recovered if after.status.is_open else kept
    accepted = settled if after.status is IncidentStatus.ACCEPTED else settled & after.accepted
    return replace(back, recovered=back.recovered | settled, accepted=back.accepted | accepted)


def _back(now_is: T, after: T, before: T, names: tuple[str, ...]) -> T | None:
    """What is there now with these fields as before, where the change touched them; None where they moved on since."""
    touched = [name for name in names if getattr(after, name) != getattr(before, name)]
    if any(getattr(now_is, name) != getattr(after, name) for name in touched):
        return None
    old: dict[str, Any] = {name: getattr(before, name) for name in touched}
    return replace(now_is, **old)  # type: ignore[type-var]  # dataclasses all
