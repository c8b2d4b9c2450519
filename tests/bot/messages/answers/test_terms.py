"""Cost and guarantee as people read them: in alerts, lists and the digest."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from bot.messages.alerts.card import card
from bot.messages.alerts.group import Group, group_card
from bot.messages.answers.listing import Listed, links_listed
from bot.messages.answers.shown import link_shown
from bot.messages.digest.message import digest_message
from jobs.model.case import Case
from jobs.model.digest import Digest, DigestCounts, DownCosts, LinkLine
from jobs.model.incident import IncidentKind, IncidentStatus
from jobs.model.link import Link
from jobs.model.link_status import LinkState
from jobs.model.terms import Money, PastPrice, Terms
from jobs.units.money import MONTH
from tests.tools.nouns import CHANNEL, MISSING, NOFOLLOW, PAGE, TARGET, incident, link, page
from tests.tools.slack_words import read, sound
from tests.tools.times import NOON

COST = Money(Decimal(120), "EUR")
LAST = NOON.date()
LATER = NOON + timedelta(days=400)


def lost(cost: Money | None, until: date | None, number: int = 12) -> Link:
    return link(number, LinkState.LOST, MISSING, terms=Terms(cost, until))


@pytest.mark.parametrize(
    ("terms", "now", "said", "why"),
    [
        (Terms(COST, LAST), NOON, "Cost 120 EUR, guaranteed until {day}: worth a mail.", "running"),
        (Terms(None, LAST), NOON, "Guaranteed until {day}: worth a mail.", "no cost known"),
        (Terms(COST, LAST), LATER, "Cost 120 EUR, was guaranteed until {day}: worth a mail.", "over since, still owed"),
        (Terms(COST, LAST - timedelta(days=1)), NOON, "Cost 120 EUR, its guarantee ended on {day}.", "over before"),
        (Terms(None, LAST - timedelta(days=1)), NOON, "Its guarantee ended on {day}.", "over before"),
        (Terms(COST), NOON, "Cost 120 EUR.", "never guaranteed"),
    ],
)
def test_an_alert_says_what_was_agreed_in_one_line(terms: Terms, now: datetime, said: str, why: str) -> None:
    message = sound(card(Case(incident(12), (lost(terms.cost, terms.guaranteed_until),)), now))
    until = terms.guaranteed_until
    day = f"{until.day} {until:%b} {until.year}" if until else ""
    assert said.format(day=day) in read(message).replace(" :", ":"), why


@pytest.mark.parametrize(
    ("until", "now", "told"),
    [
        (LAST, NOON, " Under guarantee."),
        (LAST, LATER, " Was under guarantee."),
        (LAST - timedelta(days=1), NOON, ""),
        (None, NOON, ""),
    ],
)
def test_the_notification_says_that_it_is_under_guarantee_and_never_the_cost(
    until: date | None, now: datetime, told: str
) -> None:
    message = card(Case(incident(12), (lost(COST, until),)), now)
    assert message.text == f"🔴 Link lost: L-12 on blog.example. Link is gone.{told}"


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"status": IncidentStatus.RECOVERED, "closed_at": NOON}, "nothing is owed any more"),
        ({"kind": IncidentKind.TARGET}, "our own page is not the partner's"),
    ],
)
def test_where_the_partner_owes_nothing_the_terms_are_not_told(changes: dict[str, object], why: str) -> None:
    about = replace(incident(12), **changes)  # type: ignore[arg-type]  # fields of the noun
    message = sound(card(Case(about, (lost(COST, LAST),)), NOON))
    assert "EUR" not in read(message), why
    assert "worth a mail" not in read(message), why
    assert "guarantee" not in message.text.lower(), why


def test_one_cause_with_several_links_tells_how_many_are_owed_and_what_they_cost() -> None:
    links = (lost(COST, LAST, 12), lost(Money(Decimal(99), "USD"), None, 13), lost(COST, LAST, 14))
    about = incident(12, 13, 14, recovered=frozenset({14}))
    words = read(sound(card(Case(about, links), NOON)))
    assert "Under guarantee when it happened: 1 of 2." in words
    assert "Cost of those that are down: 120 EUR, 99 USD." in words
    assert "lost, under guarantee" in words


def test_tables_mark_what_is_under_guarantee() -> None:
    listed = read(sound(links_listed([lost(COST, LAST)], Listed("list", "links", "", 1), NOON)))
    assert "lost, under guarantee" in listed
    assert "EUR" not in listed
    part = Case(incident(12), (lost(COST, LAST),))
    grouped = read(sound(group_card(Group(incident(12, kind=IncidentKind.GROUP), (part,)), NOON)))
    assert "lost, under guarantee" in grouped
    assert "EUR" not in grouped
    over = read(sound(links_listed([lost(COST, LAST)], Listed("list", "links", "", 1), LATER)))
    assert "lost, was under guarantee" in over


@pytest.mark.parametrize(
    ("shown", "now", "said"),
    [
        (link(terms=Terms(COST, LAST)), NOON, "cost 120 EUR, guaranteed until"),
        (link(terms=Terms(COST, LAST)), LATER, "cost 120 EUR, its guarantee ended on"),
        (lost(COST, LAST), LATER, "cost 120 EUR, was guaranteed until"),
        (link(12, LinkState.WEAKENED, NOFOLLOW, terms=Terms(None, LAST)), NOON, "weakened, under guarantee"),
    ],
)
def test_show_says_whether_the_guarantee_runs(shown: Link, now: datetime, said: str) -> None:
    assert said in read(sound(link_shown(shown, page(), [], [], now)))


def test_the_digest_tells_what_is_owed_and_what_it_cost() -> None:
    line = LinkLine("L-1", PAGE, TARGET, LinkState.LOST, NOON, guaranteed_until=LAST)
    costs = (
        DownCosts(LinkState.LOST, 3, 2, (COST, Money(Decimal("99.5"), "USD"))),
        DownCosts(LinkState.WEAKENED, 1, 1, (COST,)),
    )
    digest = Digest(CHANNEL, "2026-W47", NOON, NOON, DigestCounts(lost=3), guaranteed=(line, line), costs=costs)
    words = read(sound(digest_message(digest)))
    day = f"{LAST.day} {LAST:%b} {LAST.year}"
    assert "Lost or weakened under guarantee, worth a mail: 2" in words
    assert f"lost, guaranteed until {day}" in words
    assert "lost 120 EUR, 99.50 USD (2 of 3 links)" in words.replace("  ", " ")
    assert "weakened 120 EUR (1 link)" in words.replace("  ", " ")
    over = read(digest_message(replace(digest, at=LATER)))
    assert f"lost, was guaranteed until {day}" in over
    plain = read(sound(digest_message(replace(digest.without_costs(), guaranteed=()))))
    assert "EUR" not in plain
    assert "guarantee" not in plain


def test_what_a_month_cost_and_what_it_cost_before_are_shown_with_the_link() -> None:
    old = PastPrice(Money(Decimal(150), "EUR"), NOON)
    known = link(terms=Terms(COST), prices=(old,))
    stood = replace(known, standing=replace(known.standing, lived=12 * MONTH))
    words = read(sound(link_shown(stood, page(), [], [], NOON)))
    assert "10 EUR for each of the 12.0 months that it was seen to stand; 150 EUR until 23 Nov 2026" in words
    hidden = read(sound(link_shown(stood.without_cost(), page(), [], [], NOON)))
    assert "Price" not in hidden
    assert "EUR" not in hidden


def test_of_a_link_that_is_too_young_no_month_is_told() -> None:
    known = link(terms=Terms(COST))
    assert "Price" not in read(sound(link_shown(known, page(), [], [], NOON)))
