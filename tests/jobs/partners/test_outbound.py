from dataclasses import replace
from datetime import UTC, datetime

import pytest

from jobs.model.partner import Partner
from jobs.model.reading import PageFacts
from jobs.partners.incidents import partner_changes
from jobs.partners.outbound import equity_share, evaluate_partner

NOW = datetime(2026, 5, 1, tzinfo=UTC)
URL = "https://p.example/links"
NEW = Partner(3, "C1", URL, max_outbound=100, added_at=NOW)
KNOWN = replace(NEW, outbound=60, baseline=frozenset({"a.example"}))
OVER = replace(KNOWN, outbound=120, over_limit=True)


def facts(count: int, *domains: str) -> PageFacts:
    return PageFacts(URL, URL, 200, followed_external=count, external_domains=domains)


@pytest.mark.parametrize(
    ("partner", "count", "passed", "fell_back", "why"),
    [
        (KNOWN, 100, False, False, "at the limit is within it"),
        (KNOWN, 101, True, False, "one more is over"),
        (NEW, 150, True, False, "a page that is full from the start is told"),
        (OVER, 130, False, False, "what was told is not told again"),
        (OVER, 95, False, False, "a little below is still the same incident"),
        (OVER, 90, False, True, "ten per cent below has recovered"),
        (KNOWN, 95, False, False, "never over, nothing to end"),
    ],
)
def test_passing_the_limit(partner: Partner, count: int, *, passed: bool, fell_back: bool, why: str) -> None:
    look = evaluate_partner(partner, facts(count), hysteresis=0.1)
    assert (look.passed, look.fell_back) == (passed, fell_back), why


def test_new_domains_are_named_against_the_first_look() -> None:
    first = evaluate_partner(NEW, facts(2, "a.example", "b.example"), 0.1)
    assert first.new_domains == ()
    second = evaluate_partner(first.partner, facts(3, "a.example", "b.example", "casino.example"), 0.1)
    assert second.new_domains == ("casino.example",)


def test_the_share_of_a_link_is_shown_for_an_empty_page_too() -> None:
    assert equity_share(0) == equity_share(1) == pytest.approx(0.85)
    assert equity_share(100) == pytest.approx(0.0085)


@pytest.mark.parametrize(
    ("count", "domains", "says"),
    [
        (101, ("a.example", "b.example"), "1 external domain is new since the first check."),
        (101, ("b.example", "c.example"), "2 external domains are new since the first check."),
    ],
)
def test_new_domains_are_counted_in_words(count: int, domains: tuple[str, ...], says: str) -> None:
    told = partner_changes(evaluate_partner(KNOWN, facts(count, *domains), 0.1), [], NOW)
    assert [finding.text for each in told.incidents.values() for finding in each.findings][1] == says


@pytest.mark.parametrize(("count", "says"), [(1, "1 followed external link."), (2, "2 followed external links.")])
def test_a_page_that_emptied_is_told_in_words(count: int, says: str) -> None:
    opened = partner_changes(evaluate_partner(KNOWN, facts(101), 0.1), [], NOW)
    told = partner_changes(evaluate_partner(OVER, facts(count), 0.1), [*opened.incidents.values()], NOW)
    assert [event.text for event in told.events] == [f"P-3 is below its limit again: {says}"]
