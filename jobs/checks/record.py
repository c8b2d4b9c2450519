"""What a check leaves behind: the page, its host and its links as they are written (pure)."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial

from msgspec import Struct

from jobs.checks.next_check import after_answer, after_unknown
from jobs.model.link import Link
from jobs.model.page import Outcome
from jobs.model.tracked_page import HostState, TrackedPage
from jobs.model.verdict import Evaluation, Probe
from jobs.pages.evidence import headers_that_matter
from jobs.pages.reading import Reading
from jobs.pages.similarity import pack
from jobs.pages.what_it_is import ControlReadings, for_visitors
from jobs.rules import rules_version
from jobs.verdicts.control_probe import shows_home_page
from jobs.web.urls import host as host_of


class Ended(Struct, frozen=True):
    """How a look at a page ended, its links considered: a challenge with status 200 is no good reading."""

    outcome: Outcome
    reason: str
    retry_after: datetime | None = None
    control_failed: bool = False
    """Whether an absence did not count because the site itself, or our own line, failed its control."""
    link_is_there: bool = False
    """Whether a link was seen on the page: then what its host answers is what is usual there."""

    @property
    def is_host_trouble(self) -> bool:
        """Whether the host is left in peace for a while."""
        return self.control_failed or self.outcome.meaning.is_host_trouble


def how_it_ended(reading: Reading, judged: Iterable[Evaluation]) -> Ended:
    """The reading's own outcome, or what the page was found to be, for a link that is not on it or by itself."""
    judged = list(judged)
    failed = any(_control_failed(each) for each in judged)
    if reading.outcome is not Outcome.OK and not any(_is_there(each) for each in judged):
        retry_after = reading.failure.retry_after if reading.failure else None
        return Ended(reading.outcome, reading.reason, retry_after, failed)
    seen = [each.observation for each in judged if each.observation is not None]
    if not seen:
        shown = for_visitors(reading)
        return Ended(shown.outcome, shown.reason, None, failed)
    worse = next((each for each in seen if each.outcome is not Outcome.OK), None)
    if worse is not None:
        return Ended(worse.outcome, worse.reason, None, failed)
    undecided = next((each.reason for each in seen if each.present is None), "")
    return Ended(Outcome.OK, undecided, None, failed, link_is_there=any(map(_is_there, judged)))


def _control_failed(each: Evaluation) -> bool:
    """Whether a confirming check was made in vain."""
    seen = each.observation
    in_vain = seen is not None and seen.present is False and seen.probe in {Probe.DOWN, Probe.ALL_SAME}
    before = each.before.standing
    return in_vain and (before.absences > 0 or before.replaced_since is not None)


def _is_there(each: Evaluation) -> bool:
    return each.observation is not None and bool(each.observation.present)


def _is_trusted(each: Evaluation) -> bool:
    return each.observation is None or each.observation.trusted


def _is_decided(each: Evaluation) -> bool:
    """Whether the check told; where it did not, the page has to be read again, be it unchanged."""
    return each.observation is None or each.observation.present is not None


def _was_there(each: Evaluation) -> bool:
    return not each.before.standing.is_unplaced


def is_missing(judged: Iterable[Evaluation], *, before: bool) -> bool:
    """Whether a link that was on the page before is not now; as it was `before` where nobody can tell."""
    seen = [each.observation.present for each in judged if each.observation and _was_there(each)]
    told = [present for present in seen if present is not None]
    return not all(told) if told else before


def led_to(page: TrackedPage, reading: Reading) -> str:
    """The other host that the page redirects to; empty where it stays on its own, with or without `www.`."""
    ends = host_of(reading.facts.final_url)
    return ends if ends.removeprefix("www.") != page.host.removeprefix("www.") else ""


class PageHosts(Struct, frozen=True):
    """The hosts of a page as they are before a check, or after it."""

    own: HostState
    led_to: HostState | None = None
    """That which the page redirects to, where it is another one."""
    waits_until: datetime | None = None
    """When the page is asked for again, where a host made it wait."""

    @property
    def all(self) -> tuple[HostState, ...]:
        """Both."""
        return (self.own, self.led_to) if self.led_to else (self.own,)


def hosts_after(
    before: PageHosts, ended: Ended, control: ControlReadings | None, now: datetime, chance: float
) -> PageHosts:
    """The host that failed waits; one that only led to it answered, and its other pages need not wait."""
    own, led_to = before.own, before.led_to
    if led_to is None or ended.control_failed:
        after = host_after(own, ended, control, now, chance)
        return PageHosts(after, led_to, after.not_before)
    if not ended.is_host_trouble:
        return PageHosts(host_after(own, ended, control, now, chance), after_answer(led_to))
    if led_to.not_before is not None and led_to.not_before > now:  # it waits already: pages that lead there are many
        return PageHosts(after_answer(own), led_to, led_to.not_before)
    failed = after_unknown(led_to, ended.reason, ended.retry_after, now, chance)
    return PageHosts(after_answer(own), failed, failed.not_before)


def host_after(
    host: HostState, ended: Ended, control: ControlReadings | None, now: datetime, chance: float
) -> HostState:
    """An unknown makes the host wait; an answer ends the waiting, and the first shows whether its home page answers."""
    if ended.is_host_trouble:
        reason = ended.reason or "its home page fails too, or all its pages are one and the same"
        return after_unknown(host, reason, ended.retry_after, now, chance)
    answered = after_answer(host)
    if control is None or ended.outcome is not Outcome.OK:
        return answered
    learnt = answered if host.root_answers else _with_home_page(answered, control)
    return _with_what_is_usual(learnt, control) if ended.link_is_there or not host.is_known else learnt


def _with_home_page(host: HostState, control: ControlReadings) -> HostState:
    """The host with what is learnt of its home page; that it has none only from two checks that say the same."""
    learnt, seen = shows_home_page(control), control.root.outcome
    if learnt:
        return replace(host, root_answers=True, root_outcome=None)
    if learnt is None or host.root_answers is not None:
        return host
    return replace(host, root_answers=False if seen is host.root_outcome else None, root_outcome=seen)


def _with_what_is_usual(host: HostState, control: ControlReadings) -> HostState:
    """The host with what its home page reads like, and how it answers for a path that cannot exist."""
    if control.root.outcome is Outcome.OK:
        host = replace(host, root_sketch=pack(control.root.shingles))
    missing = control.random.outcome
    return host if missing.meaning.passes else replace(host, missing_outcome=missing)


def links_after(judged: Iterable[Evaluation]) -> list[Link]:
    """Each link that this check changed once, in its latest form.

    A check of a page that many links lead to changes few of them mostly: writing them all would refuse every check of
    the pages they stand on that is under way.
    """
    before: dict[int, Link] = {}
    after: dict[int, Link] = {}
    for each in judged:
        before.setdefault(each.before.id, each.before)
        after[each.after.id] = each.after
    return [link for link in after.values() if link != before[link.id]]


def plans_for(url: str, judged: Iterable[Evaluation]) -> list[datetime | None]:
    """When the links want the page of this address looked at: as the one they stand on, or the one they lead to.

    Where a snooze ends while something is wrong, too: then that is said again.
    """
    plans: list[datetime | None] = []
    for link in {each.after.id: each.after for each in judged}.values():
        standing = link.standing
        plans.append(standing.next_look_at if link.page_url == url else standing.target_look_at)
        plans.append(standing.snoozed_until if standing.is_in_doubt else None)
    return plans


class Judged(Struct, frozen=True):
    """What a look at a page means for the links that hang on it, and so how it ended."""

    evaluations: tuple[Evaluation, ...]
    ended: Ended


def page_after(page: TrackedPage, reading: Reading, judged: Judged, at: datetime, now: datetime) -> TrackedPage:
    """The page with what this check says, due again `at`; an unread one leaves the last good facts as they were.

    So does a check in a storm: what was not judged must not pass for known, or the next one would call it unchanged.
    """
    evaluations, ended = judged.evaluations, judged.ended
    looked = partial(
        replace,
        page,
        turn_at=None,
        last_outcome=ended.outcome,
        last_reason=ended.reason,
        last_status=reading.facts.status or None,
        last_checked_at=now,
        next_check_at=at,
        link_missing=is_missing(evaluations, before=page.link_missing),
    )
    if ended.outcome is not Outcome.OK or not all(_is_trusted(each) and _is_decided(each) for each in evaluations):
        return looked()
    is_whole = reading.examined is not None and reading.examined.is_whole
    is_itself = reading.examined is not None and any(map(_is_there, evaluations))
    return looked(
        facts=replace(reading.facts, shingles=()) if reading.facts.shingles else reading.facts,
        body_hash=reading.body_hash,
        validators=reading.validators,
        headers=headers_that_matter(reading.headers),
        last_read_at=now if is_whole else page.last_read_at,
        rules_version=rules_version() if is_whole else page.rules_version,
        good_sketch=pack(reading.facts.shingles) if is_itself else page.good_sketch,
    )
