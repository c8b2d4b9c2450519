"""What a look leaves behind: the page, its host and its links as they are written (pure)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from jobs.alerts import Judged
from jobs.due import after_answer, after_unknown, postponed
from jobs.model.link import HostState, Link, WatchedPage
from jobs.model.page import Outcome
from jobs.probe import Control
from jobs.read import Reading
from jobs.resemblance import pack
from jobs.rules import rules_version


@dataclass(frozen=True, slots=True)
class Ended:
    """How a look at a page ended, its links considered: a challenge with status 200 is no good reading."""

    outcome: Outcome
    reason: str
    retry_after: datetime | None = None


def how_it_ended(reading: Reading, judged: Iterable[Judged]) -> Ended:
    """The reading's own outcome, or what the missing of a link on it showed it to be."""
    if reading.outcome is not Outcome.OK:
        return Ended(reading.outcome, reading.reason, reading.failure.retry_after if reading.failure else None)
    seen = (each.observation for each in judged if each.observation is not None)
    worse = next((each for each in seen if each.outcome is not Outcome.OK), None)
    return Ended(worse.outcome, worse.reason) if worse else Ended(Outcome.OK, "")


def host_after(host: HostState, ended: Ended, control: Control | None, now: datetime, chance: float) -> HostState:
    """An unknown makes the host wait; an answer ends the waiting, and the first shows whether its home page answers."""
    if ended.outcome.is_unknown:
        return after_unknown(host, ended.reason, ended.retry_after, now, chance)
    answered = after_answer(host)
    if control is not None and ended.outcome is Outcome.OK and host.root_answers is None:
        return replace(answered, root_answers=control.root.outcome is Outcome.OK)
    return answered


def links_after(judged: Iterable[Judged], blocked_until: datetime | None) -> list[Link]:
    """Each link once, in its latest form; where the host could not be read, planned looks wait for it."""
    links = {each.after.id: each.after for each in judged}
    if blocked_until is None:
        return list(links.values())
    return [replace(link, standing=postponed(link.standing, blocked_until)) for link in links.values()]


def page_after(
    page: WatchedPage, reading: Reading, judged: Iterable[Judged], at: datetime, now: datetime
) -> WatchedPage:
    """The page with what this look says, due again `at`; an unread one leaves the last good facts as they were."""
    judged = list(judged)
    ended = how_it_ended(reading, judged)
    looked = replace(
        page,
        turn_at=None,
        last_outcome=ended.outcome,
        last_reason=ended.reason,
        last_status=reading.facts.status or None,
        last_checked_at=now,
        next_check_at=at,
    )
    if ended.outcome is not Outcome.OK:
        return looked
    facts = replace(reading.facts, shingles=())
    read = replace(looked, facts=facts, body_hash=reading.body_hash, validators=reading.validators)
    if reading.document is None:
        return read
    read = replace(read, last_read_at=now, rules_version=rules_version())
    is_itself = any(each.observation is not None and each.observation.present for each in judged)
    return replace(read, good_sketch=pack(reading.facts.shingles)) if is_itself else read
