"""Modals and Home: Slack takes each of them, whatever stands in it, and nothing in it becomes formatting."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import time, timedelta
from zoneinfo import available_timezones

import pytest

from bot.messages.forms import link as forms
from bot.messages.forms import partner as modals
from bot.messages.forms import see_all as all_rows
from bot.messages.forms.partner import limit_form
from bot.messages.forms.see_all import AlertRow, RowsPage, all_view, start_of
from bot.messages.forms.settings import ZONE, settings_form
from bot.messages.home.filters import LABELS, MINE, Choice, choice_of, kept_wrong
from bot.messages.home.rows import PartnerRow, row_action
from bot.messages.home.view import MOST_PLACES, ROWS, Home, closed_home, home_view
from bot.messages.kit.blocks import note
from bot.messages.kit.views import LONGEST_TEXT, MOST_BLOCKS, View, about_of, loading, said, with_words
from jobs.digests.schedule import DigestPlan
from jobs.model.channel import AuditScope, ChannelSettings
from jobs.model.exchange import Contribution, DealBalance
from jobs.model.findings import Finding, Severity
from jobs.model.incident import IncidentStatus
from jobs.model.link import Expectation
from jobs.model.link_status import LinkState
from jobs.model.page import Outcome
from jobs.model.queries import ChannelCounts
from tests.bot.messages.test_naughty_strings import OUR_TOKENS, OURS, TOKEN, naughty
from tests.tools.nouns import CHANNEL, TARGET, incident, link, partner
from tests.tools.slack_words import mrkdwn_in, read_view, sound_view
from tests.tools.times import NOON

PLAN = DigestPlan(0, time(9, 0), "Europe/Berlin")


def views_with(bad: str) -> list[Callable[[], View]]:
    """Every view that shows foreign text, with `bad` wherever there is some."""
    url = f"https://bad.example/{bad}"
    finding = Finding("missing", Severity.LOST, bad, bad, bad)
    tags = frozenset({bad})
    bent = link(
        12, LinkState.LOST, finding, page_url=url, target=bad or TARGET, expected=Expectation(bad), owner=bad, tags=tags
    )
    crowded = partner(page_url=url, outbound=138, over_limit=True)
    counts = ChannelCounts({LinkState.LOST: 1}, 1, 0, 1)
    home = Home(Choice(CHANNEL), {CHANNEL: bad}, (bent,), total=1, counts=counts, may_manage=True)
    row = PartnerRow(crowded, (bad, bad), Outcome.TIMEOUT, open_alert=True, snoozed=True)
    about = incident(12, cause=bad, holder=bad)
    both = [AlertRow("L-12", about, bent), AlertRow("P-3", about, crowded)]
    typed = Choice(CHANNEL, "partners", domain=kept_wrong(bad), fields=3)
    return [
        lambda: forms.add_form(CHANNEL, (), lines=(url, bad), target=bad, note=bad),
        lambda: forms.add_form("", (bad, "ours.example"), likely_channel=CHANNEL),
        lambda: forms.edit_form(bent, hide_costs=False),
        lambda: all_view(RowsPage(about, both, 0, 612, may_manage=True), NOON),
        lambda: modals.ask_stop(bent.ref, link=12, channel=CHANNEL),
        lambda: home_view(home, NOON),
        lambda: home_view(replace(home, choice=typed, links=(), partners=(row,)), NOON),
        lambda: home_view(replace(home, choice=typed, links=(), total=0, no_domain="it is none"), NOON),
        lambda: home_view(replace(home, choice=typed, links=(), total=0), NOON),
        lambda: limit_form(crowded),
        lambda: with_words(forms.add_form(CHANNEL, ()), forms.PREVIEW, bad) or loading("As before"),
    ]


@pytest.mark.parametrize("bad", OURS, ids=range(len(OURS)))
def test_slack_takes_every_view(bad: str) -> None:
    for made in views_with(bad):
        sound_view(made())


def test_no_mention_link_or_formatting_comes_from_foreign_text() -> None:
    for bad in naughty():
        for made in views_with(bad):
            for words in mrkdwn_in(made()):
                foreign = OUR_TOKENS.sub("", words).replace("*L-12*", "").replace("*P-3*", "")
                assert not TOKEN.search(foreign), (bad, words)
                assert not re.search(r"[*_~`]\S.*[*_~`]", foreign), (bad, words)


def test_settings_offer_every_zone_of_the_world() -> None:
    form = settings_form(
        *(CHANNEL, PLAN, available_timezones(), ChannelSettings(), None),
        escalation=None,
        audited=AuditScope.OFF,
        digest=True,
        has_logo=False,
    )
    view = sound_view(form)
    [zone] = [block["element"] for block in view["blocks"] if block.get("block_id") == ZONE]
    offered = [option["value"] for group in zone["option_groups"] for option in group["options"]]
    assert Counter(offered) == Counter(available_timezones())
    assert zone["initial_option"]["value"] == PLAN.zone


def test_a_form_shows_what_holds() -> None:
    known = link(
        expected=Expectation("garden tools", frozenset({"ugc"})),
        owner="U0BEN",
        tags=frozenset({"a"}),
        every=timedelta(hours=5),
    )
    fields = {
        block["block_id"]: block["element"]
        for block in forms.edit_form(known, hide_costs=False)["blocks"]
        if block["type"] == "input"
    }
    assert fields[forms.ANCHOR]["initial_value"] == "garden tools"
    assert [one["value"] for one in fields[forms.AGREED]["initial_options"]] == ["ugc"]
    assert fields[forms.OWNER]["initial_user"] == "U0BEN"
    assert fields[forms.TAGS]["initial_value"] == "a"
    assert fields[forms.EVERY]["initial_option"]["value"] == "5h"


def test_the_only_site_of_ours_is_chosen_already_and_one_of_several_is_not() -> None:
    def chosen(*sites: str) -> bool:
        [site] = [
            block["element"]
            for block in forms.add_form(CHANNEL, sites)["blocks"]
            if block.get("block_id") == forms.SITE
        ]
        return "initial_option" in site

    assert chosen("ours.example")
    assert not chosen("ours.example", "shop.example")
    assert forms.SITE not in {block.get("block_id") for block in forms.add_form(CHANNEL, ())["blocks"]}


def test_the_largest_views_are_not_too_large() -> None:
    long = link(12, page_url="https://b.example/" + "ä" * 900, target="https://o.example/" + "%C3%A4" * 400)
    about = incident(*range(5000))
    rows_of_alert = [AlertRow(f"L-{number}", about, replace(long, id=number)) for number in range(all_rows.ROWS)]
    view = sound_view(all_view(RowsPage(about, rows_of_alert, 60, 5000, may_manage=True), NOON))
    assert "Rows 61-90 of 5000" in read_view(view)
    assert len(view["private_metadata"]) <= 3000
    sound_view(forms.add_form("", [f"s{number}.example" for number in range(300)], lines=["x" * LONGEST_TEXT]))
    rows = [replace(long, id=number) for number in range(ROWS)]
    counts = ChannelCounts(dict.fromkeys(LinkState, 12345), 99, 3, 17)
    places = {f"C{number}": "x" * 80 for number in range(300)}
    home = Home(Choice("C1", "all", 7), places, rows, total=20_000, counts=counts, may_manage=True)
    view = sound_view(home_view(home, NOON))
    assert f"{300 - MOST_PLACES} more channels" in read_view(view)
    assert len(view["blocks"]) <= MOST_BLOCKS
    long_partner = partner(page_url="https://b.example/" + "ä" * 900, outbound=138)
    row = PartnerRow(long_partner, ["x" * 253] * 5000, Outcome.NEEDS_JS, open_alert=True, snoozed=True)
    rows_of_partners = [replace(row, partner=replace(long_partner, id=number)) for number in range(ROWS)]
    choice = Choice("C1", "partners", 10**9, "ä" * 253, 10**9)
    view = sound_view(home_view(replace(home, choice=choice, links=(), partners=rows_of_partners), NOON))
    assert len(view["blocks"]) <= MOST_BLOCKS


def test_newcomers_see_three_steps_and_a_button() -> None:
    view = sound_view(home_view(Home(Choice(), may_manage=True), NOON))
    assert [step in read_view(view) for step in ("1. Invite me", "2. Add a link", "3. What happens next")] == [True] * 3
    assert "home.add" in str(view)
    assert "home.add" not in str(sound_view(home_view(Home(Choice()), NOON)))
    sound_view(closed_home("You may not."))


def test_those_who_may_only_look_are_offered_only_that() -> None:
    counts = ChannelCounts({LinkState.LIVE: 1}, 0, 0, 0)
    home = Home(Choice(CHANNEL), {CHANNEL: "links"}, (link(),), (PartnerRow(partner()),), total=1, counts=counts)
    rows = replace(home, partners=())
    assert "edit:3" in str(sound_view(home_view(replace(home, may_manage=True), NOON)))
    assert "edit:3" not in str(sound_view(home_view(home, NOON)))
    looking, managing = (str(sound_view(home_view(replace(rows, may_manage=may), NOON))) for may in (False, True))
    assert "show:12" in looking
    assert "edit:12" not in looking
    assert "home.settings" not in looking
    assert "edit:12" in managing
    assert "home.settings" in managing


@pytest.mark.parametrize(
    ("written", "choice", "why"),
    [
        (str(Choice("C1", "lost", 3)), Choice("C1", "lost", 3), "what was written"),
        (str(Choice("C1", "over", 3, "bücher “x”", 7)), Choice("C1", "over", 3, "bücher “x”", 7), "all of it"),
        ('["C1", "lost", 3]', Choice("C1", "lost", 3), "what an older version wrote"),
        ('["C1", ["lost"], 3, null, null]', Choice("C1", "", 3, "None", 0), "nothing that we wrote"),
        ("", Choice(), "a Home that was never opened"),
        ("[1]", Choice(), "too short"),
        ("{", Choice(), "no JSON"),
        ('["C1", "gone", "x"]', Choice("C1"), "a filter and a page that we do not know"),
        ('["C1", "lost", -4]', Choice("C1", "lost", 1), "pages begin at one"),
    ],
)
def test_a_choice_travels_in_the_view(written: str, choice: Choice, why: str) -> None:
    assert choice_of(written) == choice, why


BALANCE = DealBalance(Contribution(3, 2, 0.0125), Contribution(1, 1, 0.008))
COUNTED = partner(outbound=138, over_limit=True)
EVERYTHING = ChannelCounts({LinkState.LIVE: 2}, 1, 0, 0)
ONLY_PARTNERS = ChannelCounts({}, 1, 1, 0)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (PartnerRow(COUNTED, ("new.example",)), "138 followed links out, limit 100 · share per link 0.62 %"),
        (PartnerRow(COUNTED, ("new.example",)), "1 new: new.example"),
        (PartnerRow(COUNTED, [f"n{number}.example" for number in range(6)]), "n3.example and 2 more"),
        (PartnerRow(COUNTED), "No new domains"),
        (PartnerRow(COUNTED, outcome=Outcome.TIMEOUT), "the page did not answer in time"),
        (PartnerRow(COUNTED, snoozed=True), "snoozed"),
        (PartnerRow(partner()), "not counted yet, limit 100"),
        (
            PartnerRow(partner(), balance=BALANCE),
            "We get 2 of 3 links, 1.25 % in all; we give 1 of 1 link, 0.80 % in all",
        ),
        (PartnerRow(partner(outbound=0)), "0 followed links out, limit 100 ·"),
    ],
)
def test_a_partner_page_is_counted_against_its_limit(row: PartnerRow, says: str) -> None:
    home = Home(Choice(CHANNEL, "partners"), {CHANNEL: "links"}, (), (row,), total=1, counts=EVERYTHING)
    assert says in read_view(sound_view(home_view(home, NOON)))


@pytest.mark.parametrize(
    ("row", "offered"),
    [
        (PartnerRow(COUNTED), ["show", "check", "edit", "stop"]),
        (PartnerRow(COUNTED, open_alert=True), ["show", "check", "edit", "snooze", "stop"]),
        (PartnerRow(COUNTED, open_alert=True, snoozed=True), ["show", "check", "edit", "unsnooze", "stop"]),
    ],
)
def test_a_partner_page_is_snoozed_where_there_is_an_alert_to_be_quiet_about(
    row: PartnerRow, offered: list[str]
) -> None:
    home = Home(Choice(CHANNEL), {CHANNEL: "links"}, (), (row,), total=1, counts=EVERYTHING, may_manage=True)
    [block] = [block for block in home_view(home, NOON)["blocks"] if block.get("block_id") == "home.partner.3"]
    assert [option["value"] for option in block["accessory"]["options"]] == [f"{deed}:3" for deed in offered]


@pytest.mark.parametrize(
    ("start", "total", "begins", "why"),
    [
        (0, 0, 0, "nothing is one empty page"),
        (60, 612, 60, "what was asked for"),
        (600, 612, 600, "the last page"),
        (600, 600, 570, "the last page is gone meanwhile"),
        (600, 29, 0, "all but the first are"),
        (-30, 612, 0, "no page is before the first"),
        (100, 612, 90, "pages do not overlap"),
    ],
)
def test_a_page_of_an_alert_is_one_that_exists(start: int, total: int, begins: int, why: str) -> None:
    assert start_of(start, total) == begins, why


def test_what_became_of_each_is_told() -> None:
    about = incident(1, 2, 3, recovered=frozenset({2}))
    closed = replace(about, status=IncidentStatus.RECOVERED)
    rows = [
        AlertRow("L-1", about, link(1, LinkState.LOST)),
        AlertRow("L-2", about, link(2, LinkState.RECOVERED)),
        AlertRow("L-3", about),
        AlertRow("P-3", closed, partner(outbound=90)),
    ]
    words = read_view(sound_view(all_view(RowsPage(about, rows, 0, 4, may_manage=True), NOON)))
    assert words.count("lost") == 1
    assert [said in words for said in ("recovered", "no longer tracked", "90 followed links out")] == [True] * 3
    assert "Next" not in words
    assert "Snooze all" in words


@pytest.mark.parametrize(
    ("status", "may", "offered"),
    [(IncidentStatus.OPEN, True, True), (IncidentStatus.OPEN, False, False), (IncidentStatus.STOPPED, True, False)],
)
def test_something_is_offered_where_it_can_be_done(status: IncidentStatus, *, may: bool, offered: bool) -> None:
    about = replace(incident(1, 2), status=status)
    view = sound_view(all_view(RowsPage(about, [AlertRow("L-1", about, link(1))], 0, 1, may_manage=may), NOON))
    assert ("see_all.hold" in str(view)) is offered


@pytest.mark.parametrize(
    ("choice", "counts", "no_domain", "says", "clears"),
    [
        (Choice(CHANNEL), EVERYTHING, "", "No link is tracked here yet.", False),
        (Choice(CHANNEL), ONLY_PARTNERS, "", "No partner page is tracked here yet.", False),
        (Choice(CHANNEL, "lost"), EVERYTHING, "", "No link  fits this filter:  Lost .", True),
        (Choice(CHANNEL, "lost", domain="a.example"), EVERYTHING, "", "No link  in  a.example  fits", True),
        (Choice(CHANNEL, "all", domain="a.example"), EVERYTHING, "", "No link in  a.example .", True),
        (Choice(CHANNEL, "over"), EVERYTHING, "", "No partner page  fits this filter:  Over their limit .", True),
        (Choice(CHANNEL, domain="foo"), EVERYTHING, "it needs a dot", "“ foo ” is no domain: it needs a dot.", True),
    ],
)
def test_an_empty_list_says_why_and_offers_the_way_back(
    choice: Choice, counts: ChannelCounts, no_domain: str, says: str, *, clears: bool
) -> None:
    home = Home(choice, {CHANNEL: "links"}, counts=counts, no_domain=no_domain)
    view = sound_view(home_view(home, NOON))
    assert " ".join(says.split()) in " ".join(read_view(view).split())
    assert ("home.clear.1" in str(view)) is clears


def test_a_cleared_choice_names_its_fields_anew_and_keeps_the_place() -> None:
    choice = Choice(CHANNEL, "lost", 4, "a.example", 2)
    assert choice.cleared() == Choice(CHANNEL, fields=3)
    assert choice.sought("b.example") == Choice(CHANNEL, "lost", 1, "b.example", 3)
    assert choice.narrowed("live") == Choice(CHANNEL, "live", 1, "a.example", 2)
    assert choice.moved(MINE) == Choice(MINE, "lost", 1, "a.example", 2)
    assert not choice.cleared().is_narrowed


def test_every_filter_is_offered_once() -> None:
    home = Home(Choice(CHANNEL, "over"), {CHANNEL: "links"}, counts=EVERYTHING)
    [_, chooser] = [
        one for block in home_view(home, NOON)["blocks"] if block["type"] == "actions" for one in block["elements"]
    ][:2]
    offered = [option["value"] for group in chooser["option_groups"] for option in group["options"]]
    assert Counter(offered) == Counter(LABELS.keys())
    assert chooser["initial_option"]["value"] == "over"


@pytest.mark.parametrize(("value", "deed"), [("show:12", ("show", 12)), ("show", None), ("show:x", None), ("", None)])
def test_an_entry_of_a_rows_menu_names_deed_and_link(value: str, deed: object) -> None:
    assert row_action(value) == deed


def test_ids_come_back_from_a_view_and_nothing_else_does() -> None:
    assert about_of(modals.ask_stop("L-1", link=1)) == {"named": "L-1", "link": 1}
    assert about_of({"private_metadata": "[]"}) == {}
    assert about_of({"private_metadata": "{"}) == {}
    assert about_of({}) == {}


def test_answers_lose_their_buttons_in_a_modal() -> None:
    answered = note("Done.", then=[{"type": "actions", "elements": []}])
    assert [block["type"] for block in sound_view(said("Done", answered))["blocks"]] == ["rich_text"]


def test_a_preview_that_says_the_same_is_not_sent_again() -> None:
    view = forms.add_form(CHANNEL, ())
    once = with_words(view, forms.PREVIEW, "2 links understood.")
    assert once
    assert "2 links understood." in read_view(sound_view(once))
    assert with_words(once, forms.PREVIEW, "2 links understood.") is None
