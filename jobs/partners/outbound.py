"""A partner page at each check: how many links go out, and which domains are new (pure)."""

from dataclasses import dataclass, replace

from jobs.model.partner import Partner
from jobs.model.reading import PageFacts

FAR_BEYOND = 0.25
"""So much more than the channel last heard of is worth a sound: our rule of thumb, as for a jump of new domains."""
FEWEST_MORE = 10


@dataclass(frozen=True, slots=True)
class PartnerCheck:
    """What one check made of a partner page."""

    partner: Partner
    new_domains: tuple[str, ...]
    """Followed external domains that were not there at the baseline, sorted."""
    passed: bool = False
    """It went over its limit just now."""
    fell_back: bool = False
    """It came back below its limit by the margin."""
    grew_from: int | None = None
    """How many links it had when the channel last heard of it, where they are far more by now; else None."""
    was_over: bool = False
    """It had more links than this limit already at the check before: somebody changed the limit."""


def evaluate_partner(
    partner: Partner, facts: PageFacts, hysteresis: float, *, is_snoozed: bool = False
) -> PartnerCheck:
    """Judge the outbound links; over and back are told apart by a margin, so that one link more or less is silence.

    `is_snoozed`: nobody wants to hear of it now, so that what it has now is not heard.
    """
    domains = frozenset(facts.external_domains)
    baseline = domains if partner.outbound is None else partner.baseline
    count = facts.followed_external
    over = count > partner.max_outbound or (partner.over_limit and count > partner.max_outbound * (1 - hysteresis))
    passed = over and not partner.over_limit
    heard = partner.outbound if partner.heard_outbound is None else partner.heard_outbound  # of an older version
    is_far = heard is not None and count >= max(heard + FEWEST_MORE, heard * (1 + FAR_BEYOND))
    grew = partner.over_limit and over and is_far and not is_snoozed
    return PartnerCheck(
        replace(
            partner,
            baseline=baseline,
            outbound=count,
            over_limit=over,
            heard_outbound=count if passed or grew else heard if over else None,
        ),
        tuple(sorted(domains - baseline)),
        passed=passed,
        fell_back=partner.over_limit and not over,
        grew_from=heard if grew else None,
        was_over=passed and partner.outbound is not None and partner.outbound > partner.max_outbound,
    )


def new_domains(partner: Partner, facts: PageFacts | None) -> list[str]:
    """Followed external domains that were not there at the baseline, sorted; none before the first check."""
    if facts is None or partner.outbound is None:
        return []
    return sorted(frozenset(facts.external_domains) - partner.baseline)


def equity_share(followed_links: int) -> float:
    """Our heuristic for what one link passes on: 0.85 / C, after the PageRank paper by Brin and Page (1998)."""
    return 0.85 / max(followed_links, 1)
