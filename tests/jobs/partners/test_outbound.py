from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from jobs.alerts.decisions import accept_partner
from jobs.alerts.events import NOTED
from jobs.alerts.incidents import AlertChanges
from jobs.model.document import RobotsTag
from jobs.model.findings import Finding, Severity
from jobs.model.notice import NoticeKind
from jobs.model.partner import Partner, equity_share
from jobs.model.reading import PageFacts
from jobs.model.series import SeriesPoint
from jobs.partners.incidents import partner_changes
from jobs.partners.outbound import PartnerPast, evaluate_partner, new_domains
from jobs.rules import alerts, outbound_jump, outbound_over_limit, page_nofollow

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
    assert (outbound_over_limit.KIND in look.fresh) is passed, why
    assert (partner.over_limit and not look.partner.over_limit) is fell_back, why


def test_new_domains_are_named_against_the_first_look() -> None:
    first = evaluate_partner(NEW, facts(2, "a.example", "b.example"), 0.1)
    again = facts(3, "a.example", "b.example", "casino.example")
    assert new_domains(first.partner, again) == ["casino.example"]


def test_the_share_of_a_link_is_shown_for_an_empty_page_too() -> None:
    assert equity_share(0) == equity_share(1) == pytest.approx(0.85)
    assert equity_share(100) == pytest.approx(0.0085)


@pytest.mark.parametrize(("count", "says"), [(1, "1 followed external link."), (2, "2 followed external links.")])
def test_a_page_that_emptied_is_told_in_words(count: int, says: str) -> None:
    opened = partner_changes(evaluate_partner(KNOWN, facts(101), 0.1), [], alerts, NOW)
    told = partner_changes(evaluate_partner(OVER, facts(count), 0.1), [*opened.incidents.values()], alerts, NOW)
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
    opened = partner_changes(evaluate_partner(replace(known, over_limit=False), facts(heard), 0.1), [], alerts, NOW)
    look = evaluate_partner(known, facts(count), 0.1)
    told = partner_changes(look, opened.incidents.values(), alerts, NOW)
    (reply,) = (notice for notice in told.notices if notice.kind is NoticeKind.REPLY)
    assert reply.broadcast is grew, reason
    assert look.partner.heard_outbound == (count if grew else heard)
    counted = f"The page has {count} followed external links; the limit is {limit}."
    named = f"P-3, {URL}: {counted} There were {heard} links when this was"
    assert reply.text.startswith(named) is grew


def test_what_is_open_still_when_its_snooze_is_over_is_said_again_once() -> None:
    opened = partner_changes(evaluate_partner(KNOWN, facts(120), 0.1), [], alerts, NOW)
    (incident,) = opened.incidents.values()
    snoozed = replace(incident, snoozed_until=NOW + timedelta(days=3))
    look = evaluate_partner(OVER, facts(120), 0.1)
    assert not partner_changes(look, [snoozed], alerts, NOW + timedelta(days=2)).notices
    over = partner_changes(look, [snoozed], alerts, NOW + timedelta(days=3))
    said = [(notice.text, notice.broadcast) for notice in over.notices if notice.kind is NoticeKind.REPLY]
    assert said == [(f"P-3 on {URL}: the snooze is over, and this is still open.", True)]
    assert not partner_changes(look, over.incidents.values(), alerts, NOW + timedelta(days=4)).notices


def test_what_is_over_when_its_snooze_is_over_is_told_as_that_alone() -> None:
    opened = partner_changes(evaluate_partner(KNOWN, facts(120), 0.1), [], alerts, NOW)
    snoozed = [replace(each, snoozed_until=NOW) for each in opened.incidents.values()]
    told = partner_changes(evaluate_partner(OVER, facts(1), 0.1), snoozed, alerts, NOW)
    assert [each.text for each in told.notices if each.kind is NoticeKind.REPLY] == [told.events[0].text]


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
    told = partner_changes(evaluate_partner(partner, facts(150), 0.1), [], alerts, NOW)
    assert [notice.kind for notice in told.notices] == [NoticeKind.CARD]


def test_what_grows_while_it_is_snoozed_is_heard_after_that() -> None:
    quiet = evaluate_partner(OVER, facts(300), 0.1, is_snoozed=True)
    assert (quiet.grew_from, quiet.partner.heard_outbound) == (None, 120)
    opened = partner_changes(evaluate_partner(KNOWN, facts(300), 0.1), [], alerts, NOW)
    awake = partner_changes(evaluate_partner(quiet.partner, facts(300), 0.1), opened.incidents.values(), alerts, NOW)
    assert [notice.broadcast for notice in awake.notices if notice.kind is NoticeKind.REPLY] == [True]


def test_a_lower_limit_raises_no_alert_without_saying_that_the_page_did_not_change() -> None:
    told = partner_changes(evaluate_partner(replace(KNOWN, max_outbound=50), facts(60), 0.1), [], alerts, NOW)
    (incident,) = told.incidents.values()
    assert incident.findings[0].edited
    assert incident.log[0].text.endswith("Nothing changed on the page: what was agreed was edited.")
    later = evaluate_partner(replace(KNOWN, max_outbound=50, over_limit=True), facts(60), 0.1)
    assert partner_changes(later, [incident], alerts, NOW).notices == [], "and it is no news at the next check"
    grown = partner_changes(evaluate_partner(KNOWN, facts(101), 0.1), [], alerts, NOW)
    assert not next(each.findings[0].edited for each in grown.incidents.values())


# What the rules find beside the number of links

MANY = tuple(f"new{number:02}.example" for number in range(20))


def test_many_new_sites_are_told_though_the_page_is_below_its_limit_and_once() -> None:
    look = evaluate_partner(KNOWN, facts(30, "a.example", *MANY[:10]), 0.1)
    told = partner_changes(look, [], alerts, NOW)
    (incident,) = told.incidents.values()
    assert [(each.kind, each.severity) for each in incident.findings] == [(outbound_jump.KIND, Severity.NOTE)]
    assert [event.kind for event in told.events] == [outbound_jump.KIND]
    again = evaluate_partner(look.partner, facts(30, "a.example", *MANY[:10]), 0.1)
    assert partner_changes(again, [incident], alerts, NOW) == AlertChanges()
    assert partner_changes(again, [], alerts, NOW) == AlertChanges(), "nor after somebody closed the alert"


@pytest.mark.parametrize(
    ("number", "holds", "why"),
    [(10, True, "as before"), (9, False, "at the margin"), (2, False, "few")],
)
def test_many_new_sites_are_over_when_they_are_fewer_by_the_margin(number: int, *, holds: bool, why: str) -> None:
    first = evaluate_partner(KNOWN, facts(30, "a.example", *MANY[:10]), 0.1)
    opened = partner_changes(first, [], alerts, NOW)
    look = evaluate_partner(first.partner, facts(30, "a.example", *MANY[:number]), 0.1)
    told = partner_changes(look, opened.incidents.values(), alerts, NOW)
    assert ([event.kind for event in told.events] == []) is holds, why


def test_one_site_less_than_many_is_silence() -> None:
    known = replace(KNOWN, baseline=frozenset(f"old{number}.example" for number in range(80)))
    first = evaluate_partner(known, facts(99, *MANY), 0.1)
    opened = partner_changes(first, [], alerts, NOW)
    look = evaluate_partner(first.partner, facts(98, *MANY[:19]), 0.1)
    told = partner_changes(look, opened.incidents.values(), alerts, NOW)
    assert not told.events
    assert [notice.broadcast for notice in told.notices if notice.kind is NoticeKind.REPLY] == [False]


def test_a_page_that_fills_up_after_many_new_sites_is_heard_in_the_same_message() -> None:
    first = evaluate_partner(KNOWN, facts(95, "a.example", *MANY), 0.1)
    opened = partner_changes(first, [], alerts, NOW)
    look = evaluate_partner(first.partner, facts(101, "a.example", *MANY), 0.1)
    told = partner_changes(look, opened.incidents.values(), alerts, NOW)
    (incident,) = told.incidents.values()
    assert [each.kind for each in incident.findings] == [outbound_over_limit.KIND, outbound_jump.KIND]
    (reply,) = (notice for notice in told.notices if notice.kind is NoticeKind.REPLY)
    assert reply.broadcast
    assert reply.text == f"P-3, {URL}, this too: The page has 101 followed external links; the limit is 100."
    emptied = partner_changes(
        evaluate_partner(look.partner, facts(50, "a.example", *MANY), 0.1), [incident], alerts, NOW
    )
    (left,) = emptied.incidents.values()
    assert (left.status.is_open, [each.kind for each in left.findings]) == (True, [outbound_jump.KIND])
    assert [event.kind for event in emptied.events] == ["below_limit"]


def test_another_limit_is_told_while_the_page_is_over_it() -> None:
    opened = partner_changes(evaluate_partner(KNOWN, facts(140), 0.1), [], alerts, NOW)
    look = evaluate_partner(replace(OVER, outbound=140, heard_outbound=140, max_outbound=120), facts(140), 0.1)
    (incident,) = partner_changes(look, opened.incidents.values(), alerts, NOW).incidents.values()
    assert [each.text for each in incident.findings] == ["The page has 140 followed external links; the limit is 120."]


def test_an_alert_that_tells_of_nothing_ends_with_the_next_check() -> None:
    (incident,) = partner_changes(evaluate_partner(KNOWN, facts(140), 0.1), [], alerts, NOW).incidents.values()
    told = partner_changes(evaluate_partner(OVER, facts(2), 0.1), [replace(incident, findings=())], alerts, NOW)
    assert [each.status.is_open for each in told.incidents.values()] == [False]


def test_what_is_silent_is_noted_and_not_told() -> None:
    def speaks(finding: Finding) -> bool:
        return alerts(finding, frozenset({outbound_jump.KIND}))

    told = partner_changes(evaluate_partner(KNOWN, facts(30, "a.example", *MANY), 0.1), [], speaks, NOW)
    assert (told.incidents, told.notices, [event.kind for event in told.events]) == ({}, [], [NOTED])


def test_the_company_that_a_page_keeps_is_noted_once() -> None:
    doubtful = replace(facts(30, "a.example"), neighbours=("best-casino.example (gambling)",), offers=("buy links",))
    look = evaluate_partner(KNOWN, doubtful, 0.1)
    told = partner_changes(look, [], alerts, NOW)
    assert [event.kind for event in told.events] == [NOTED]
    assert "best-casino.example" in told.events[0].text
    assert "buy links" in told.events[0].text
    assert partner_changes(evaluate_partner(look.partner, doubtful, 0.1), [], alerts, NOW) == AlertChanges()


def test_how_bad_a_kind_is_the_configuration_says() -> None:
    doubtful = replace(facts(30, "a.example"), offers=("buy links",))
    look = evaluate_partner(KNOWN, doubtful, 0.1, {"sells_links": Severity.WEAKENED})
    (incident,) = partner_changes(look, [], alerts, NOW).incidents.values()
    assert [(each.kind, each.severity) for each in incident.findings] == [("sells_links", Severity.WEAKENED)]


def test_a_page_that_an_older_version_told_of_is_not_told_again() -> None:
    assert evaluate_partner(OVER, facts(121), 0.1).fresh == frozenset()


def test_new_domains_of_doubtful_trades_are_named_first_with_their_trade() -> None:
    domains = [f"new{number:02}.example" for number in range(28)] + ["quickloans.example", "www-casino-royal.example"]
    seen = replace(
        facts(33, "a.example", *domains), neighbours=("blog.shop.example (pharma)", "money.new03.example (loans)")
    )
    found = evaluate_partner(KNOWN, seen, 0.1).partner.findings
    [jump] = [finding for finding in found if finding.kind == outbound_jump.KIND]
    assert jump.text.startswith(
        "The page links to 30 sites that it did not link to before: new03.example (loans), quickloans.example (loans), "
        "www-casino-royal.example (gambling), new00.example, "
    )
    assert jump.text.endswith(" and 20 more.")
    assert all(domain in jump.now for domain in domains), "the proof names them all"


@pytest.mark.parametrize(
    ("seen", "links", "found", "why"),
    [
        (facts(40), frozenset(), False, "links are followed"),
        (replace(facts(0), external=40), frozenset(), True, "each is nofollow, where they were followed before"),
        (replace(facts(0), external=40), frozenset({12}), False, "the alert about our own link there says it"),
        (replace(facts(0), external=4), frozenset(), False, "a few say nothing"),
        (facts(0), frozenset(), False, "there are none any more"),
        (replace(facts(40), robots=(RobotsTag("meta robots", "nofollow"),)), frozenset(), True, "the page says so"),
    ],
)
def test_a_page_whose_links_are_all_nofollow(seen: PageFacts, links: frozenset[int], *, found: bool, why: str) -> None:
    before = replace(KNOWN, baseline_followed=60)
    check = evaluate_partner(before, seen, 0.1, past=PartnerPast(nofollow_on(1, 2), links))
    assert (page_nofollow.KIND in check.fresh) is found, why
    again = evaluate_partner(check.partner, seen, 0.1, past=PartnerPast(nofollow_on(1, 2, 3), links))
    assert page_nofollow.KIND not in again.fresh, "it is told once"


def nofollow_on(*days: int) -> list[SeriesPoint]:
    return [SeriesPoint(date(2026, 5, day), 40, 40, nofollow=True) for day in days]


SAYS_NOFOLLOW = replace(facts(40), robots=(RobotsTag("meta robots", "nofollow"),))


@pytest.mark.parametrize(
    ("generator", "points", "found", "why"),
    [
        ("", nofollow_on(1), False, "one look alone may be mistaken"),
        ("", [*nofollow_on(1), SeriesPoint(date(2026, 5, 2), 40, 40), *nofollow_on(3)], False, "it began anew"),
        ("", nofollow_on(1, 2), True, "two days"),
        ("DokuWiki", nofollow_on(1, 2, 3), False, "it says so after each edit, for five days"),
        ("DokuWiki", nofollow_on(1, 4, 7), True, "and this one for longer"),
    ],
)
def test_a_nofollow_page_is_told_when_another_day_sees_it_too(
    generator: str, points: list[SeriesPoint], *, found: bool, why: str
) -> None:
    check = evaluate_partner(KNOWN, replace(SAYS_NOFOLLOW, generator=generator), 0.1, past=PartnerPast(points))
    assert (page_nofollow.KIND in check.fresh) is found, why


def test_of_a_page_that_an_older_version_first_read_its_sites_say_how_many_links_were_followed() -> None:
    older = replace(KNOWN, baseline=frozenset(f"s{number}.example" for number in range(5)), baseline_followed=None)
    seen = replace(facts(0), external=40)
    assert page_nofollow.KIND in evaluate_partner(older, seen, 0.1, past=PartnerPast(nofollow_on(1, 2))).fresh


def test_a_nofollow_page_is_no_better_since_a_link_on_it_is_tracked() -> None:
    told = evaluate_partner(KNOWN, SAYS_NOFOLLOW, 0.1, past=PartnerPast(nofollow_on(1, 2)))
    (incident,) = partner_changes(told, [], alerts, NOW).incidents.values()
    tracked = PartnerPast(nofollow_on(1, 2, 3), frozenset({12}))
    assert partner_changes(
        evaluate_partner(told.partner, SAYS_NOFOLLOW, 0.1, past=tracked), [incident], alerts, NOW
    ) == (AlertChanges())
