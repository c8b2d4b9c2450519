from dataclasses import replace
from datetime import UTC, datetime

import pytest

from jobs.alerts.decisions import accept_partner
from jobs.model.notice import NoticeKind
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


@pytest.mark.parametrize(
    ("limit", "heard", "count", "grew", "reason"),
    [
        (100, 120, 149, False, "less than a quarter more"),
        (100, 120, 150, True, "a quarter more"),
        (10, 12, 21, False, "a quarter more, but only nine links"),
        (10, 12, 22, True, "ten more, and a quarter"),
    ],
)
def test_a_page_far_beyond_its_last_alert_is_heard_in_the_channel(
    limit: int, heard: int, count: int, reason: str, *, grew: bool
) -> None:
    known = replace(OVER, max_outbound=limit, outbound=heard, heard_outbound=heard)
    opened = partner_changes(evaluate_partner(replace(known, over_limit=False), facts(heard), 0.1), [], NOW)
    look = evaluate_partner(known, facts(count), 0.1)
    told = partner_changes(look, opened.incidents.values(), NOW)
    (reply,) = (notice for notice in told.notices if notice.kind is NoticeKind.REPLY)
    assert reply.broadcast is grew, reason
    assert look.partner.heard_outbound == (count if grew else heard)
    named = f"P-3, {URL}: {count} followed external links; the limit is {limit}. There were {heard} when this was"
    assert reply.text.startswith(named) is grew


def test_small_steps_are_held_against_what_was_heard_and_not_against_each_other() -> None:
    partner = evaluate_partner(KNOWN, facts(101), 0.1).partner
    heard: list[int] = []
    for count in range(102, 200):
        look = evaluate_partner(partner, facts(count), 0.1)
        partner = look.partner
        heard += [count] if look.grew_from is not None else []
    assert heard == [127, 159, 199]


def test_a_page_that_grows_far_beyond_what_somebody_accepted_is_told_in_a_new_message() -> None:
    accepted = accept_partner(replace(OVER, heard_outbound=101), ("b.example",), [], "U0ADA", NOW)
    assert accepted is not None
    (partner,) = accepted.partners
    assert evaluate_partner(partner, facts(149), 0.1).grew_from is None, "not far from what was accepted"
    told = partner_changes(evaluate_partner(partner, facts(150), 0.1), [], NOW)
    assert [notice.kind for notice in told.notices] == [NoticeKind.CARD]


def test_what_grows_while_it_is_snoozed_is_heard_after_that() -> None:
    quiet = evaluate_partner(OVER, facts(300), 0.1, is_snoozed=True)
    assert (quiet.grew_from, quiet.partner.heard_outbound) == (None, 120)
    opened = partner_changes(evaluate_partner(KNOWN, facts(300), 0.1), [], NOW)
    awake = partner_changes(evaluate_partner(quiet.partner, facts(300), 0.1), opened.incidents.values(), NOW)
    assert [notice.broadcast for notice in awake.notices if notice.kind is NoticeKind.REPLY] == [True]


def test_a_lower_limit_raises_no_alert_without_saying_that_the_page_did_not_change() -> None:
    told = partner_changes(evaluate_partner(replace(KNOWN, max_outbound=50), facts(60), 0.1), [], NOW)
    (incident,) = told.incidents.values()
    assert incident.findings[0].edited
    assert incident.log[0].text.endswith("Nothing changed on the page: what was agreed was edited.")
    later = evaluate_partner(replace(KNOWN, max_outbound=50, over_limit=True), facts(60), 0.1)
    assert partner_changes(later, [incident], NOW).notices == [], "and it is no news at the next check"
    grown = partner_changes(evaluate_partner(KNOWN, facts(101), 0.1), [], NOW)
    assert not next(each.findings[0].edited for each in grown.incidents.values())
