"""Modals and Home: Slack takes each of them, whatever stands in it, and nothing in it becomes formatting."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import time, timedelta
from zoneinfo import available_timezones

import pytest

from bot.messages import forms, modals
from bot.messages.blocks import note
from bot.messages.home import MOST_PLACES, ROWS, Choice, Home, choice_of, closed_home, home_view, row_deed
from bot.messages.views import LONGEST_TEXT, MOST_BLOCKS, View, about_of, loading, said, with_words
from jobs.digest_turns import DigestPlan
from jobs.model.findings import Finding, Severity
from jobs.model.link import Expectation
from jobs.model.standing import LinkState
from jobs.store.protocol import Tally
from tests.bot.messages.test_naughty_strings import OUR_TOKENS, OURS, TOKEN, naughty
from tests.tools.nouns import CHANNEL, TARGET, link
from tests.tools.slack_words import mrkdwn_in, read_view, sound_view
from tests.tools.times import NOON

PLAN = DigestPlan(0, time(9, 0), "Europe/Berlin")
OUR_LINK = re.compile(r"<https?://[^<>| ]+\|open the page>")


def views_with(bad: str) -> list[Callable[[], View]]:
    """Every view that shows foreign text, with `bad` wherever there is some."""
    url = f"https://bad.example/{bad}"
    finding = Finding("missing", Severity.LOST, bad, bad, bad)
    tags = frozenset({bad})
    bent = link(
        12, LinkState.LOST, finding, page_url=url, target=bad or TARGET, expected=Expectation(bad), owner=bad, tags=tags
    )
    home = Home(Choice(CHANNEL), {CHANNEL: bad}, (bent,), 1, Tally({LinkState.LOST: 1}, 1, 0, 1), may_manage=True)
    return [
        lambda: forms.add_form(CHANNEL, (), lines=(url, bad), target=bad, note=bad),
        lambda: forms.add_form("", (bad, "ours.example"), likely_channel=CHANNEL),
        lambda: forms.edit_form(bent),
        lambda: modals.all_links([bent], NOON),
        lambda: modals.ask_stop(bent.ref, link=12, channel=CHANNEL),
        lambda: home_view(home, NOON),
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
                foreign = OUR_LINK.sub("", OUR_TOKENS.sub("", words)).replace("*L-12*", "")
                assert not TOKEN.search(foreign), (bad, words)
                assert not re.search(r"[*_~`]\S.*[*_~`]", foreign), (bad, words)


def test_settings_offer_every_zone_of_the_world() -> None:
    view = sound_view(forms.settings_form(CHANNEL, PLAN, available_timezones(), digest=True, hide_costs=False))
    [zone] = [block["element"] for block in view["blocks"] if block.get("block_id") == forms.ZONE]
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
        block["block_id"]: block["element"] for block in forms.edit_form(known)["blocks"] if block["type"] == "input"
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
    view = sound_view(modals.all_links([replace(long, id=number) for number in range(5000)], NOON))
    assert "and 4850 more" in read_view(view)
    sound_view(forms.add_form("", [f"s{number}.example" for number in range(300)], lines=["x" * LONGEST_TEXT]))
    rows = [replace(long, id=number) for number in range(ROWS)]
    tally = Tally(dict.fromkeys(LinkState, 12345), 99, 3, 17)
    places = {f"C{number}": "x" * 80 for number in range(300)}
    home = Home(Choice("C1", "all", 7), places, rows, 20_000, tally, may_manage=True)
    view = sound_view(home_view(home, NOON))
    assert f"{300 - MOST_PLACES} more channels" in read_view(view)
    assert len(view["blocks"]) <= MOST_BLOCKS


def test_newcomers_see_three_steps_and_a_button() -> None:
    view = sound_view(home_view(Home(Choice(), may_manage=True), NOON))
    assert [step in read_view(view) for step in ("1. Invite me", "2. Add a link", "3. What happens next")] == [True] * 3
    assert "home.add" in str(view)
    assert "home.add" not in str(sound_view(home_view(Home(Choice()), NOON)))
    sound_view(closed_home("You may not."))


def test_those_who_may_only_look_are_offered_only_that() -> None:
    home = Home(Choice(CHANNEL), {CHANNEL: "links"}, (link(),), 1, Tally({LinkState.LIVE: 1}, 0, 0, 0))
    looking, managing = (str(sound_view(home_view(replace(home, may_manage=may), NOON))) for may in (False, True))
    assert "show:12" in looking
    assert "edit:12" not in looking
    assert "home.settings" not in looking
    assert "edit:12" in managing
    assert "home.settings" in managing


@pytest.mark.parametrize(
    ("written", "choice", "why"),
    [
        (str(Choice("C1", "lost", 3)), Choice("C1", "lost", 3), "what was written"),
        ("", Choice(), "a Home that was never opened"),
        ("[1]", Choice(), "too short"),
        ("{", Choice(), "no JSON"),
        ('["C1", "gone", "x"]', Choice("C1"), "a filter and a page that we do not know"),
        ('["C1", "lost", -4]', Choice("C1", "lost", 1), "pages begin at one"),
    ],
)
def test_a_choice_travels_in_the_view(written: str, choice: Choice, why: str) -> None:
    assert choice_of(written) == choice, why


@pytest.mark.parametrize(("value", "deed"), [("show:12", ("show", 12)), ("show", None), ("show:x", None), ("", None)])
def test_an_entry_of_a_rows_menu_names_deed_and_link(value: str, deed: object) -> None:
    assert row_deed(value) == deed


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
