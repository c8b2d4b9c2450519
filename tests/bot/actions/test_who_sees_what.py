"""Every command, click and form that is registered, by people who may not, and by those who were taken out since.

What a channel tracks is held against all that they are then shown, in messages, windows and Home.
"""

import json
import re
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp

from bot.actions.incidents import HANDLERS
from bot.actions.shortcuts import ADD, TRACK
from bot.actions.views import IN_ALL, IN_HOME, SUBMITTED
from bot.grammar.verbs import VERBS
from bot.messages.alerts.letters import LetterLanguage
from bot.messages.answers.link_menu import ROW, LinkAction
from bot.messages.answers.progress import ShownCheck
from bot.messages.forms import link as forms
from bot.messages.kit import controls
from bot.messages.kit.views import FORM
from bot.sandbox import Message
from bot.sandbox.nouns import View
from tests.tools import nouns
from tests.tools.slack_bot import ADA, BEN, EVE, LINKS, TARGET, Bot, open_bot

CAT = "U0CAT"
SECRET = "https://secret-garden.example/post"
PARTNER = "https://secret-friends.example/links"
KNOWN = re.compile(r"secret-garden|secret-friends|secret words")
ALERT = nouns.incident(1, findings=(replace(nouns.MISSING, text="secret words"),))
ABOUT = {"channel": LINKS, "incident": ALERT.id, "link": 1, "partner": 1, "start": 0}
MORE = (controls.PROOF, controls.MAIL, controls.ACCEPT, controls.ASK_STOP, controls.EDIT)


@dataclass(frozen=True)
class Place:
    """Where something is pressed."""

    name: str
    ids: Mapping[str, tuple[str, ...]]
    """The `action_id`s that are pressed there, with the values that each is pressed with."""


INCIDENT = {
    **dict.fromkeys(HANDLERS, (ALERT.id,)),
    controls.SNOOZE: ("3d", controls.END_SNOOZE),
    controls.MORE: MORE,
    controls.MAIL_LANGUAGE: tuple(LetterLanguage),
}
ANSWERS = {
    ROW: tuple(f"{action}:1" for action in LinkAction),
    controls.SHARE: ("list", "show L-1"),
    f"{controls.TURN}.2": ("list", "partner list"),
    f"{controls.RUN}.1": ("list", "show L-1", "edit L-1", "check L-1", "remove L-1", "digest now"),
    controls.MEND: ("https://blog.example/ -> nothing",),
    controls.SHARE_DIGEST: ("digest",),
    controls.BULK: ("1\nremove live",),
    controls.BULK_UNDO: ("1",),
    controls.STOP_RUN: ("", ShownCheck("gone", LINKS, ADA, 5, 60).in_button),
    controls.STOP_DIGEST: ("1",),
}
TYPED = {f"{FORM}{name}": ("x",) for name in (forms.LINKS, forms.COST)}
ALL_OF_AN_ALERT = {
    **dict.fromkeys(IN_ALL, ("3d",)),
    **{f"{name}.1": ("0",) for name, on in IN_ALL.items() if not on},
}
HOME = dict.fromkeys(IN_HOME, (LINKS, "lost", "show:1", "edit:1", "stop:1", "check:1", "snooze:1"))
PLACES = [
    Place("message", {**INCIDENT, **ANSWERS}),
    Place("window", {**INCIDENT, **ANSWERS, **ALL_OF_AN_ALERT, **TYPED}),
    Place("home", HOME),
]
PRESSED = [(place.name, name, value) for place in PLACES for name, values in place.ids.items() for value in values]
"""Each button, in each place where one of its kind may stand."""
TYPED_LINES = [f"{verb.name}{rest}" for verb in VERBS for rest in ("", " L-1", " P-1", " all", f" {SECRET}")]
REFUSED = [(BEN, "may not"), (CAT, "taken out since"), (EVE, "of another workspace, taken out since")]


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any]]:
    """What the app was told to listen to, with the kind of each."""
    found: list[tuple[str, Any]] = []
    for kind in ("command", "action", "view", "message_shortcut", "global_shortcut", "event"):
        real: Callable[..., Any] = getattr(AsyncApp, kind)

        def remember(
            app: AsyncApp, constraint: Any, *more: Any, _kind: str = kind, _real: Any = real, **named: Any
        ) -> Any:
            found.append((_kind, constraint))
            return _real(app, constraint, *more, **named)

        monkeypatch.setattr(AsyncApp, kind, remember)
    return found


@pytest.fixture
async def bot(tmp_path: Path, registered: list[tuple[str, Any]]) -> AsyncIterator[Bot]:
    may = [ADA, CAT]
    async with open_bot(tmp_path, permissions={"view": [*may, EVE], "manage": may}) as running:
        users = running.slack.workspace.users
        users[CAT] = replace(users[BEN], id=CAT, name="cat")
        await running.type(f"add {SECRET} -> {TARGET}")
        await running.type(f"partner add {PARTNER} max 30")
        await running.card(ALERT)
        yield running


def press(bot: Bot, place: str, name: str, value: str, user: str) -> Any:
    """A button that stood in front of this person when they were still there."""
    button = {"type": "button", "action_id": name, "value": value, "text": {"type": "plain_text", "text": "Do it"}}
    block = {"type": "actions", "block_id": controls.block_of(ALERT), "elements": [button]}
    if place == "message":
        stood = Message(LINKS, bot.slack.workspace.next_ts(), "U0BOT", "An answer", [block], only_for=user)
        return bot.slack.click(bot.slack.workspace.add(stood), name, user=user)
    title = {"type": "plain_text", "text": "Window"}
    body = {"callback_id": forms.ADD, "title": title, "private_metadata": json.dumps(ABOUT)}
    return bot.slack.click(open_view(bot, user, {**body, "type": "home" if place == "home" else "modal"}, block), name)


def open_view(bot: Bot, user: str, body: dict[str, Any], *blocks: dict[str, Any]) -> View:
    known = f"V{bot.slack.workspace.next_ts()}"
    view = View(known, user, {**body, "blocks": list(blocks)}, "hash", known)
    if not view.is_home:
        bot.slack.workspace.modals.setdefault(user, []).append(view)
    return view


def shown_to(bot: Bot, user: str) -> str:
    """All that stands in front of this person by now, but for what they pressed."""
    answers = [(message.text, message.blocks) for message in bot.slack.ephemerals(user)]
    direct = [(message.text, message.blocks) for message in bot.slack.messages(bot.slack.workspace.direct(user).id)]
    windows = [view.body for view in bot.slack.workspace.modals.get(user, [])]
    home = bot.slack.home(user)
    return json.dumps([answers, direct, windows, home.body if home else None], default=str)


@pytest.mark.parametrize(("user", "why"), REFUSED)
async def test_nothing_of_a_channel_is_shown_to_those_who_may_not_see_it(bot: Bot, user: str, why: str) -> None:
    before = await state_of(bot)
    for place, name, value in PRESSED:
        sent = await press(bot, place, name, value, user)
        assert sent.acked, (place, name)
        bot.slack.workspace.modals.pop(user, None) if place == "home" else None
        await quiet(bot)
        assert KNOWN.search(shown_to(bot, user)) is None, (why, place, name, value)
    assert await state_of(bot) == before


@pytest.mark.parametrize(("user", "why"), REFUSED)
async def test_no_command_tells_those_who_may_not_see_it(bot: Bot, user: str, why: str) -> None:
    before = await state_of(bot)
    for line in TYPED_LINES:
        await bot.slack.command(user, LINKS, f"/links {line}")
        await quiet(bot)
        found = shown_to(bot, user).replace(SECRET, "")  # what they typed themselves
        assert KNOWN.search(found) is None, (why, line)
    assert await state_of(bot) == before


@pytest.mark.parametrize(("user", "why"), REFUSED)
async def test_no_form_does_what_those_who_may_not_ask_for(bot: Bot, user: str, why: str) -> None:
    before = await state_of(bot)
    for callback in SUBMITTED:
        title = {"type": "plain_text", "text": "Form"}
        body = {"type": "modal", "callback_id": callback, "title": title, "private_metadata": json.dumps(ABOUT)}
        open_view(bot, user, {**body, "submit": title})
        await bot.slack.submit_view(user)
        await quiet(bot)
        assert KNOWN.search(shown_to(bot, user)) is None, (why, callback)
    for callback in (TRACK, ADD):
        stood = Message(LINKS, bot.slack.workspace.next_ts(), ADA, "a message without addresses")
        if callback == TRACK:
            await bot.slack.message_shortcut(user, bot.slack.workspace.add(stood), callback)
        else:
            await bot.slack.shortcut(user, callback)
        await quiet(bot)
        assert KNOWN.search(shown_to(bot, user)) is None, (why, callback)
    assert await state_of(bot) == before


@pytest.mark.parametrize(
    ("place", "name", "value"),
    [
        ("message", ROW, "show:1"),
        ("message", controls.ACT, ALERT.id),
        ("message", f"{controls.RUN}.1", "list"),
        ("window", ROW, "show:1"),
        ("window", f"{next(iter(IN_ALL))}.1", "0"),
        ("home", "home.row", "show:1"),
    ],
)
async def test_the_same_shows_it_to_who_may(bot: Bot, place: str, name: str, value: str) -> None:
    await press(bot, place, name, value, ADA)
    await bot.slack.until(lambda: KNOWN.search(shown_to(bot, ADA)))


async def test_the_table_walks_all_that_is_registered(bot: Bot, registered: list[tuple[str, Any]]) -> None:
    pressed = {name for _, name, _ in PRESSED}
    walked = {"action": pressed, "view": set(SUBMITTED), "message_shortcut": {TRACK}, "global_shortcut": {ADD}}
    missing = [
        (kind, constraint)
        for kind, constraint in registered
        if kind in walked and not any(fits(constraint, name) for name in walked[kind])
    ]
    assert missing == []
    assert {kind for kind, _ in registered} == {*walked, "command", "event"}


def fits(constraint: Any, name: str) -> bool:
    return bool(constraint.search(name)) if isinstance(constraint, re.Pattern) else constraint == name


async def state_of(bot: Bot) -> list[Any]:
    """All that somebody could have changed."""
    return [
        [replace(link, sighting=None) for link in await bot.store.links()],
        await bot.store.partners(),
        [replace(each, version=0) for each in await bot.store.incidents()],
        await bot.store.channel_settings(LINKS),
        [notice.key for notice in await bot.store.notices()],
    ]


async def quiet(bot: Bot) -> None:
    """Wait until all listeners have returned."""
    await bot.in_flight.ended(5)
