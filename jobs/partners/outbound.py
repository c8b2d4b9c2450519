"""A partner page at each check: how many links go out, and which domains are new (pure)."""

from dataclasses import dataclass, replace

from jobs.model.partner import Partner
from jobs.model.reading import PageFacts


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


def evaluate_partner(partner: Partner, facts: PageFacts, hysteresis: float) -> PartnerCheck:
    """Judge the outbound links; over and back are told apart by a margin, so that one link more or less is silence."""
    domains = frozenset(facts.external_domains)
    baseline = domains if partner.outbound is None else partner.baseline
    count = facts.followed_external
    over = count > partner.max_outbound or (partner.over_limit and count > partner.max_outbound * (1 - hysteresis))
    return PartnerCheck(
        replace(partner, baseline=baseline, outbound=count, over_limit=over),
        tuple(sorted(domains - baseline)),
        passed=over and not partner.over_limit,
        fell_back=partner.over_limit and not over,
    )


def new_domains(partner: Partner, facts: PageFacts | None) -> list[str]:
    """Followed external domains that were not there at the baseline, sorted; none before the first check."""
    if facts is None or partner.outbound is None:
        return []
    return sorted(frozenset(facts.external_domains) - partner.baseline)


def equity_share(followed_links: int) -> float:
    """Our heuristic for what one link passes on: 0.85 / C, after the PageRank paper by Brin and Page (1998)."""
    return 0.85 / max(followed_links, 1)
