"""The menu of a link's row: the deeds that fit its state, five at most."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.messages.alerts.thread import reply
from bot.messages.answers.link_menu import LinkAction, link_action_of, link_actions, link_row
from bot.messages.answers.listing import Listed, links_listed
from bot.messages.answers.shown import link_shown
from bot.messages.kit.views import answered
from jobs.model.incident import IncidentStatus, LogLine
from jobs.model.link import Accepted, Expectation
from jobs.model.link_status import LinkState
from jobs.model.notice import Notice, NoticeKind
from tests.tools.nouns import CHANNEL, MISSING, NOFOLLOW, incident, link, page
from tests.tools.slack_words import buttons_of, read, read_view, sound, sound_view
from tests.tools.times import NOON

QUIET = [LinkAction.SHOW, LinkAction.CHECK, LinkAction.EDIT, LinkAction.SNOOZE, LinkAction.STOP]
TROUBLED = [LinkAction.SHOW, LinkAction.ACKNOWLEDGE, LinkAction.SNOOZE, LinkAction.ACCEPT, LinkAction.MAIL]


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (LinkState.NEW, QUIET),
        (LinkState.PENDING, QUIET),
        (LinkState.LIVE, QUIET),
        (LinkState.RECOVERED, QUIET),
        (LinkState.SUSPECT, TROUBLED),
        (LinkState.WEAKENED, TROUBLED),
        (LinkState.LOST, TROUBLED),
    ],
)
def test_the_menu_offers_what_fits_the_state(state: LinkState, expected: list[LinkAction]) -> None:
    chosen = [link_action_of(value) for _, value in link_actions(link(12, state), NOON, may_manage=True)]
    assert chosen == [(deed, 12) for deed in expected]


@pytest.mark.parametrize(("state", "kind"), [(LinkState.LOST, "missing"), (LinkState.LIVE, "nofollow")])
def test_what_is_accepted_can_be_taken_back(state: LinkState, kind: str) -> None:
    agreed = Expectation(accepted=(Accepted(kind, "", "U0ADA", NOON),))
    chosen = list(dict(link_actions(link(12, state, expected=agreed), NOON, may_manage=True)).values())
    assert "unaccept:12" in chosen
    assert "accept:12" not in chosen


def test_a_snooze_can_be_ended_and_who_may_only_look_is_offered_looks() -> None:
    lost = link(12, LinkState.LOST, MISSING)
    quiet = replace(lost, standing=replace(lost.standing, snoozed_until=NOON + timedelta(days=1)))
    assert "unsnooze:12" in dict(link_actions(quiet, NOON, may_manage=True)).values()
    assert list(dict(link_actions(lost, NOON, may_manage=False))) == ["Show", "Check now"]


def test_a_row_says_why_whose_it_is_when_it_was_checked_and_its_anchor() -> None:
    weak = link(12, LinkState.WEAKENED, NOFOLLOW, owner="U0BEN")
    row = link_row(replace(weak, standing=replace(weak.standing, looked_at=NOON)), NOON)
    head, fields = row["text"]["text"], [each["text"] for each in row["fields"]]
    assert "weakened · Link is nofollow · <@U0BEN> · checked <!date^" in head
    assert fields == ["blog.example/post", "“garden tools” → ours.example/shop"]
    bare = link_row(link(12, LinkState.NEW, sighting=None), NOON)
    assert "checked <" not in bare["text"]["text"]
    assert bare["fields"][1]["text"] == "→ ours.example/shop"


def test_what_an_anchor_says_is_never_read_for_formatting() -> None:
    bad = link_row(link(12, sighting=None, expected=Expectation(anchor="*<!here>* <@U0BEN>")), NOON)
    field = bad["fields"][1]
    assert (field["type"], field["text"]) == ("plain_text", "“*<!here>* <@U0BEN>” → ours.example/shop")


@pytest.mark.parametrize("value", ["", "show", "show:", "show:x", "fly:12", ":12"])
def test_an_entry_of_another_version_is_none(value: str) -> None:
    assert link_action_of(value) is None


def test_a_full_list_fits_one_message_and_each_row_has_its_menu() -> None:
    links = [link(number, LinkState.LOST, MISSING, page_url=f"https://x.example/{'y' * 3000}") for number in range(20)]
    message = sound(links_listed(links, Listed("list lost", "lost links", "x.example", 60, 2), NOON))
    menus = [block["accessory"] for block in message.blocks if block.get("accessory")]
    assert len(menus) == 20
    assert {menu["type"] for menu in menus} == {"overflow"}
    assert list(buttons_of(message)) == ["Earlier", "More", "Share to channel"]


def test_a_row_says_the_state_and_both_addresses() -> None:
    words = str(link_row(link(12, LinkState.WEAKENED, NOFOLLOW), NOON))
    for expected in ("🟠 *L-12* weakened", "blog.example/post", "→ ours.example/shop"):
        assert expected in words


def test_what_is_shown_in_a_modal_can_be_acted_on_but_not_shared() -> None:
    shown = link_shown(link(12, LinkState.LOST, MISSING), page(), [incident(12)], [], NOON)
    view = sound_view(answered("L-12", shown, CHANNEL))
    elements = [element for block in view["blocks"] if block["type"] == "actions" for element in block["elements"]]
    assert {"incident.hold", "incident.snooze", "incident.assign", "incident.more"} <= {
        element["action_id"] for element in elements
    }
    assert "Share to channel" not in read_view(view)


@pytest.mark.parametrize(
    ("status", "by", "offered"),
    [
        (IncidentStatus.OPEN, "", True),
        (IncidentStatus.OPEN, "U0ADA", False),
        (IncidentStatus.RECOVERED, "", False),
    ],
    ids=["what the bot saw", "what a person did", "what is over"],
)
def test_a_line_of_the_thread_can_be_acted_on(status: IncidentStatus, by: str, *, offered: bool) -> None:
    about = incident(12, status=status, log=(LogLine(NOON, "The link is lost.", by),))
    notice = Notice(f"{about.id}/reply/0", CHANNEL, NoticeKind.REPLY, NOON, about.id)
    message = sound(reply(about, notice))
    assert ("Act on it" in buttons_of(message)) is offered
    assert "The link is lost." in read(message)
