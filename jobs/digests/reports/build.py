"""The report of a month, built from what became of its links (pure)."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import dropwhile

from jobs.alerts.proved import proved
from jobs.digests.reports.course import Course, Courses, Move, is_there
from jobs.digests.reports.report import Balance, Costs, Happening, LinkClass, Report, ReportLink, Spend, Standing, Step
from jobs.exchanges.reciprocity import SiteBalance
from jobs.exchanges.timing import is_over
from jobs.model.channel import ChannelSettings
from jobs.model.digest import WeekPoint
from jobs.model.kept_relevance import Agreement, Opinion
from jobs.model.link import Link
from jobs.model.link_status import LinkState
from jobs.model.proving_check import ProvingCheck
from jobs.model.reading import NOT_FOLLOWED
from jobs.model.ref import link_ref
from jobs.units.money import per_month, sums
from jobs.units.months import Month
from jobs.verdicts.guarantee import claim_until

Proofs = tuple[ProvingCheck, ...]
_CLASSES = {
    LinkState.LIVE: LinkClass.LIVE,
    LinkState.WEAKENED: LinkClass.WEAKENED,
    LinkState.LOST: LinkClass.LOST,
    LinkState.REPLACED: LinkClass.REPLACED,
    LinkState.PENDING: LinkClass.PENDING,
    LinkState.NEW: LinkClass.UNKNOWN,
}
_FORGOTTEN = "The checks that proved it are no longer kept."
_SAME_CHECK = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What a report is built from."""

    courses: Courses
    chosen: ChannelSettings
    links: Mapping[int, ReportLink] = field(default_factory=dict)
    """Those that are tracked when it is made."""
    proofs: Mapping[int, Sequence[Proofs]] = field(default_factory=dict)
    """What is kept of how links were proved lost, or their pages others."""
    series: tuple[WeekPoint, ...] = ()
    opinions: Sequence[Opinion] = ()
    """What people think of how the pages of tracked links fit."""
    sides: tuple[SiteBalance, ...] = ()
    """What is given and got with each partner."""
    given: Mapping[int, Course] = field(default_factory=dict)
    """What became of the links that we give; they are not in `courses`, nor in `series`."""


def build_report(channel: str, month: Month, zone: str, facts: ReportFacts, now: datetime) -> Report:
    """The channel's month, as far as it has come at `now`."""
    standings = tuple(_standings(facts.courses.by_link, facts.links))
    happenings = tuple(_happenings(facts))
    counts = Counter(each.known for each in standings)
    return Report(
        channel=channel,
        month=month,
        zone=zone,
        since=facts.courses.start,
        until=facts.courses.end,
        made_at=now,
        client=facts.chosen.client,
        balance=_balance(facts.courses.by_link.values()),
        happenings=happenings,
        standings=standings,
        costs=None if facts.chosen.hide_costs else _costs(standings, happenings),
        # Weeks before anything was tracked would tell of a rise that was none.
        series=tuple(dropwhile(lambda week: not week.watched, facts.series)),
        classes={each: counts[each] for each in LinkClass},
        claims=_claims((link for link_id, link in facts.links.items() if link_id not in facts.given), now),
        agreement=_agreement(facts),
        both_ways=tuple(site for site in facts.sides if site.is_reciprocal or site.is_unreturned),
        given=tuple(_standings(facts.given, facts.links)),
    )


def _agreement(facts: ReportFacts) -> Agreement:
    start, end = facts.courses.start, facts.courses.end
    return Agreement.among(each for each in facts.opinions if start <= each.at < end)


def _claims(links: Iterable[ReportLink], now: datetime) -> tuple[ReportLink, ...]:
    open_now = [(link.claim_until, link.ref, link) for link in links if link.claim_until]
    return tuple(link for until, _, link in sorted(open_now, key=lambda each: each[:2]) if not is_over(until, now))


def report_link(link: Link) -> ReportLink:
    """What a report says of a link."""
    best = link.sighting.best if link.sighting else None
    return ReportLink(
        ref=link.ref,
        page_url=link.page_url,
        target=link.target,
        anchor=best.text if best else "",
        rel=tuple(sorted(NOT_FOLLOWED.intersection(best.rel))) if best else (),
        seen_at=link.standing.last_present_at,
        cost=link.terms.cost,
        lived=link.standing.lived,
        guaranteed_until=link.terms.guaranteed_until,
        claim_until=claim_until(link),
        remedy=link.guarantee.remedy,
        relevance=link.relevance,
    )


def wants_proof(courses: Courses, proofs: Mapping[int, Sequence[Proofs]]) -> list[int]:
    """The links of whose losses in the month no proof is at hand."""
    return [
        link_id
        for link_id, course in courses.by_link.items()
        if any(_is_loss(move) and not _checks_of(move, proofs.get(link_id, ())) for move in course.moves)
    ]


def _standings(courses: Mapping[int, Course], links: Mapping[int, ReportLink]) -> Iterator[Standing]:
    for link_id, course in sorted(courses.items()):
        if course.stood is not None:
            unread = course.unread_since is not None
            known = LinkClass.UNKNOWN if unread else _CLASSES[course.stood]
            since = course.unread_since if unread else course.since
            words = "" if course.stood is LinkState.LIVE else course.words
            yield Standing(_named(link_id, course, links), known, since, course.stood, course.placed_at, words)


def _happenings(facts: ReportFacts) -> list[Happening]:
    found = [
        Happening(_named(link_id, course, facts.links), move.at, move.step, move.before, move.words, proof)
        for link_id, course in facts.courses.by_link.items()
        for move in course.moves
        if move.step is not None
        for proof in [_proof(move, facts.proofs.get(link_id, ()))]
    ]
    return sorted(found, key=lambda each: each.at)


def _named(link_id: int, course: Course, links: Mapping[int, ReportLink]) -> ReportLink:
    return links.get(link_id) or ReportLink(str(link_ref(link_id)), course.page_url)


def _is_loss(move: Move) -> bool:
    return move.step in {Step.LOST, Step.REPLACED} and not move.by_hand


def _proof(move: Move, kept: Sequence[Proofs]) -> str:
    if not _is_loss(move):
        return ""
    checks = _checks_of(move, kept)
    words = proved([checks]) if checks else ""
    return f"{words[:1].upper()}{words[1:]}." if words else _FORGOTTEN


def _checks_of(move: Move, kept: Sequence[Proofs]) -> Proofs:
    """The checks of which the last is the one that moved the link."""
    return next((each for each in kept if each and abs(each[-1].at - move.at) < _SAME_CHECK), ())


def _balance(courses: Iterable[Course]) -> Balance:
    counts: Counter[str] = Counter()
    for course in courses:
        counts["start"] += is_there(course.at_start)
        counts["end"] += is_there(course.stood)
        for move in course.moves:
            # What had left its page before is no new loss: it is named among the losses, and not counted here.
            if move.step and is_there(move.before) is not is_there(move.after):
                counts[move.step.value] += 1
    return Balance(**counts)


def _costs(standings: Sequence[Standing], happenings: Sequence[Happening]) -> Costs | None:
    classes = {each: _spend(one.link for one in standings if one.known is each) for each in LinkClass}
    placed = {one.link.ref: one.link for one in happenings if one.step is Step.PLACED and one.link.target}
    all_of = [one.link for one in standings]
    per = per_month((link.cost, link.lived) for link in all_of if link.cost)
    costs = Costs(_spend(placed.values()), classes, _spend(all_of), per)
    return costs if costs.total.known or costs.placed.known else None


def _spend(links: Iterable[ReportLink]) -> Spend:
    every = list(links)
    known = [link.cost for link in every if link.cost]
    return Spend(len(every), len(known), sums(known))
