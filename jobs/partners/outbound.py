"""A partner page at each check: how many links go out, which domains are new, and what company they are (pure)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import takewhile

from msgspec import Struct

from jobs.model.findings import About, Finding, Severity
from jobs.model.link import Expectation
from jobs.model.partner import Partner
from jobs.model.reading import PageFacts, Sighting
from jobs.model.series import SeriesPoint
from jobs.model.site_ways import PageWay
from jobs.partners.moved_down import moved_down
from jobs.partners.owner import owner_seen
from jobs.partners.ways import out_of_reach_as
from jobs.rules import findings, link_moved_down, outbound_jump, outbound_over_limit, page_nofollow, with_severities

FAR_BEYOND = 0.25
"""So much more than the channel last heard of is worth a sound: our rule of thumb, as for a jump of new domains."""
FEWEST_MORE = 10
_CONFIRMED_AFTER = timedelta(days=1)
_PASSING_FOR = timedelta(days=6)
"""As for links (`Policy.confirm_passing`)."""
CROWDED = frozenset({outbound_over_limit.KIND, outbound_jump.KIND})
"""The kinds that count the links of a page."""


@dataclass(frozen=True, slots=True)
class PartnerPast:
    """How a partner page was until now, this check included."""

    points: Sequence[SeriesPoint] = ()
    links: frozenset[int] = frozenset()
    """The links of the partner's channel on the page."""
    way: PageWay | None = None
    """How it is reached from the home page of its site, where anybody looked."""
    read_at: datetime | None = None
    """When it was read before; None: never, or nobody knows."""


NO_PAST = PartnerPast()


class PartnerCheck(Struct, frozen=True):
    """What one check made of a partner page."""

    partner: Partner
    """As it is after the check; its `findings` are what was found."""
    fresh: frozenset[str] = frozenset()
    """The kinds of finding that were not there at the check before."""
    grew_from: int | None = None
    """How many links it had when the channel last heard of it, where they are far more by now; else None."""
    links: frozenset[int] = frozenset()
    """The links of the partner's channel on the page."""
    is_rebased: bool = False
    """Whether a person made what was there its baseline since it was read before."""


def evaluate_partner(
    partner: Partner,
    facts: PageFacts,
    hysteresis: float,
    severities: Mapping[str, Severity] | None = None,
    *,
    past: PartnerPast = NO_PAST,
    is_snoozed: bool = False,
) -> PartnerCheck:
    """Judge the page by the rules about partner pages; what counts links is over only when they are fewer by a margin.

    So one link more or less is silence. `past` is how the page was until now, with where our links stood.
    `severities` are those that the configuration gives to kinds. `is_snoozed`: nobody wants to hear of it now, so
    that what it has now is not heard.
    """
    if partner.outbound is None:
        partner = partner.with_baseline(
            facts.external_domains, facts.followed_external, facts.read_at or partner.added_at
        )
    held = _held(partner)
    partner, other_owner = owner_seen(partner, facts)
    seen = (
        *([other_owner] if other_owner else []),
        *_found(partner, facts, hysteresis),
        *_of_past(partner, facts, past),
    )
    found = with_severities(seen, severities or {})
    kinds = frozenset(finding.kind for finding in found)
    fresh, count = kinds - held, facts.followed_external
    heard = partner.outbound if partner.heard_outbound is None else partner.heard_outbound  # of an older version
    is_far = heard is not None and count >= max(heard + FEWEST_MORE, heard * (1 + FAR_BEYOND))
    grew = bool(held & kinds & CROWDED) and is_far and not is_snoozed
    is_news = grew or (bool(fresh & CROWDED) and not is_snoozed)
    after = replace(
        partner,
        outbound=count,
        over_limit=outbound_over_limit.KIND in kinds,
        heard_outbound=count if is_news else heard if kinds & CROWDED else None,
        findings=tuple(_edited(each, partner) if each.kind in fresh else each for each in found),
    )
    by_person = partner.baseline_at if partner.baseline_by else None
    is_rebased = by_person is not None and past.read_at is not None and by_person > past.read_at
    return PartnerCheck(after, fresh, heard if grew else None, past.links, is_rebased)


def _found(partner: Partner, facts: PageFacts, hysteresis: float) -> tuple[Finding, ...]:
    """What the rules find, the count of links first. Which language is wanted there, each link's own target says."""
    agreed = Expectation(max_outbound=partner.max_outbound, known_domains=partner.baseline)
    found = {each.kind: each for each in findings(agreed, Sighting(None), facts, frozenset({About.PARTNER}))}
    found = {each.kind: each for each in _nearly(partner, facts, 1 - hysteresis)} | found
    return tuple(sorted(found.values(), key=lambda each: each.kind != outbound_over_limit.KIND))


def _of_past(partner: Partner, facts: PageFacts, past: PartnerPast) -> Iterator[Finding]:
    """What only the days before tell. Where our links are nofollow with all others, their own alert says so.

    What was told is so until the page is otherwise, whichever of our links are tracked on it since.
    """
    held = _held(partner)
    since = partner.baseline_at.date() if partner.baseline_at else None
    if moved := moved_down(past.points, past.links, since, is_told=link_moved_down.KIND in held):
        yield moved
    if gone := out_of_reach_as(past.way):
        yield gone
    is_told = page_nofollow.KIND in held
    if is_told or not past.links:
        by_page = page_nofollow.check(Expectation(), Sighting(None), facts)
        told = by_page or page_nofollow.of_every_link(facts, partner.baseline_followed or len(partner.baseline))
        if told and (is_told or _lasts(told, past.points)):
            yield told


def _lasts(nofollow: Finding, points: Sequence[SeriesPoint]) -> bool:
    """Whether the page was so on another day too; where its software takes that back by itself, for longer."""
    days = [point.day for point in takewhile(lambda each: not each.share, reversed(points))]
    lasts = _PASSING_FOR if nofollow.passing else _CONFIRMED_AFTER
    return bool(days) and days[0] - days[-1] >= lasts


def _nearly(partner: Partner, facts: PageFacts, share: float) -> Iterator[Finding]:
    """What was found before and is, with the links down to this share of what makes it a finding, not over yet."""
    held, count, new = _held(partner), facts.followed_external, new_domains(partner, facts)
    if outbound_over_limit.KIND in held and count > partner.max_outbound * share:
        yield outbound_over_limit.said(count, partner.max_outbound)
    if outbound_jump.KIND in held and len(new) > outbound_jump.fewest_new(len(partner.baseline)) * share:
        yield outbound_jump.said(new, len(partner.baseline), facts)


def _held(partner: Partner) -> frozenset[str]:
    """The kinds found at the check before; what an older version kept is only whether the page was over its limit."""
    kept = {finding.kind for finding in partner.findings} - {outbound_over_limit.KIND}
    return frozenset(kept | ({outbound_over_limit.KIND} if partner.over_limit else set()))


def _edited(finding: Finding, before: Partner) -> Finding:
    """The finding, as of an edit where the page had more links than this limit already: somebody changed the limit."""
    had_more = before.outbound is not None and before.outbound > before.max_outbound
    return replace(finding, edited=finding.kind == outbound_over_limit.KIND and had_more)


def new_domains(partner: Partner, facts: PageFacts | None) -> list[str]:
    """Followed external domains that were not there at the baseline, sorted; none before the first check."""
    if facts is None or partner.outbound is None:
        return []
    return sorted(frozenset(facts.external_domains) - partner.baseline)
