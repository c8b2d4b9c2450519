"""App Home: three steps for those who are new; counters, filter and rows for everybody else."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from bot.messages import text, wording
from bot.messages.blocks import (
    Block,
    Part,
    actions,
    apart,
    button,
    context,
    divider,
    header,
    line,
    overflow,
    rich,
    strong,
)
from bot.messages.text import Mrkdwn
from bot.messages.views import View, choice
from jobs.model.link import Link
from jobs.model.standing import LinkState
from jobs.store.protocol import Tally

ADD, SETTINGS, PLACE, FILTER, TURN, ROW = (
    "home.add",
    "home.settings",
    "home.place",
    "home.filter",
    "home.turn",
    "home.row",
)
SHOW, CHECK, EDIT, SNOOZE, UNSNOOZE, STOP = "show", "check", "edit", "snooze", "unsnooze", "stop"
ROWS = 10
MOST_PLACES = 99
MINE = "mine"
"""The place that is no channel: links that the person added or owns."""
EVERY_STATE, UNKNOWN, UNREACHABLE, SNOOZED = "all", "unknown", "unreachable", "snoozed"
_FILTERS = (
    ("All links", EVERY_STATE),
    ("Live", LinkState.LIVE.value),
    ("Lost", LinkState.LOST.value),
    ("Weakened", LinkState.WEAKENED.value),
    ("Being confirmed", LinkState.SUSPECT.value),
    ("Not placed yet", LinkState.PENDING.value),
    ("Cannot be read now", UNKNOWN),
    ("Unreachable for long", UNREACHABLE),
    ("Snoozed", SNOOZED),
)
_ORDER = (
    LinkState.LIVE,
    LinkState.RECOVERED,
    LinkState.WEAKENED,
    LinkState.LOST,
    LinkState.SUSPECT,
    LinkState.PENDING,
    LinkState.NEW,
)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person chose to see in Home; it travels in the view itself."""

    place: str = ""
    """A channel's id, or `mine`; empty: nothing chosen yet."""
    shown: str = EVERY_STATE
    """A state, or what can be true beside it."""
    page: int = 1

    def __str__(self) -> str:
        """As it travels in a view and in buttons."""
        return json.dumps([self.place, self.shown, self.page])


def choice_of(written: str) -> Choice:
    """What `str(choice)` wrote; anything else is a choice not made yet."""
    try:
        place, shown, page = json.loads(written)
    except (ValueError, TypeError):
        return Choice()
    known = shown if any(shown == value for _, value in _FILTERS) else EVERY_STATE
    return Choice(str(place), known, max(1, page) if isinstance(page, int) else 1)


@dataclass(frozen=True, slots=True)
class Home:
    """All that one person sees of what is watched."""

    choice: Choice
    places: Mapping[str, str] = field(default_factory=dict)
    """The channels that watch anything and that the person may look into: id and name."""
    links: Sequence[Link] = ()
    """The rows of this page."""
    total: int = 0
    """How many links fit the filter."""
    tally: Tally | None = None
    """None where nothing is watched that this person may see."""
    may_manage: bool = False
    knows_channels: bool = True
    """Whether Slack tells which channels the person is in."""

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // ROWS))


def home_view(home: Home, now: datetime) -> View:
    """The Home of one person."""
    body = _overview(home, now) if home.tally else _first_steps(home)
    return {"type": "home", "blocks": [*body, *_foot(home)], "private_metadata": str(home.choice)}


def closed_home(words: str) -> View:
    """The Home of somebody who may not look."""
    return {"type": "home", "blocks": [rich(line(words))], "private_metadata": str(Choice())}


def _first_steps(home: Home) -> list[Block]:
    steps: list[list[Part]] = [
        [strong("1. Invite me "), "to the channel that shall hear of lost links: type ", _code("/invite"), " there."],
        [strong("2. Add a link: "), "the page that carries it, and the page of ours that it should lead to."],
        [
            strong("3. What happens next: "),
            "I look at once and then again and again, and tell the channel, with proof, when the link is lost or ",
            "weakened, and when it is well again. I call nothing lost before several looks agree.",
        ],
    ]
    adding = [actions(button("Add a link", ADD, style="primary"))] if home.may_manage else []
    return [header("Watch your backlinks"), rich(*(line(*step) for step in steps)), *adding]


def _code(words: str) -> Part:
    return {"type": "text", "text": words, "style": {"code": True}}


def _overview(home: Home, now: datetime) -> list[Block]:
    rows = [block for link in home.links for block in _row(link, home, now)]
    return [
        header("Your links" if home.choice.place == MINE else "Links of this channel"),
        actions(*_choosers(home), *_deeds(home), block_id="home.choose"),
        *_counters(home),
        divider(),
        *(rows or [rich(line("No link fits this filter."))]),
        *_turning(home),
    ]


def _choosers(home: Home) -> list[Block]:
    names = sorted(home.places.items(), key=lambda place: place[1])[:MOST_PLACES]
    places = [("Links I added or own", MINE), *((f"#{name}", channel) for channel, name in names)]
    where = {**choice(places, home.choice.place, "Channel"), "action_id": PLACE}
    which = {**choice(_FILTERS, home.choice.shown, "Filter"), "action_id": FILTER}
    return [where, which]


def _counters(home: Home) -> list[Block]:
    tally = home.tally
    assert tally is not None, "counters are shown where something is watched"
    counted: list[list[Part]] = [
        [f"{wording.MARK[state]} ", strong(str(number)), f" {state}"]
        for state in _ORDER
        if (number := tally.states.get(state, 0))
    ]
    if tally.partners:
        counted.append([f"{text.several(tally.partners, 'partner page')}, {tally.over_limit} over the limit"])
    if home.choice.place != MINE:
        counted.append(
            [f"{text.several(tally.open_incidents, 'open alert')}" if tally.open_incidents else "nothing open"]
        )
    return [rich(line(*apart(counted)))]


def _row(link: Link, home: Home, now: datetime) -> list[Block]:
    mark, state = wording.MARK[link.standing.state], wording.state_of(link, now)
    head = text.join([f"{mark} ", text.bold(link.ref), f" {state} · ", text.link(link.page_url, "open the page")])
    places = [text.shown_url(link.page_url, 70), f"→ {text.shown_url(link.target, 60)}"]
    return [
        _section(head, places, f"home.row.{link.id}", overflow(ROW, _row_deeds(link, now, may_manage=home.may_manage)))
    ]


def _section(words: Mrkdwn, fields: Sequence[str], block_id: str, accessory: Block) -> Block:
    """Words of ours, and under them foreign text, which stays plain."""
    plain = [{"type": "plain_text", "text": text.clean(each, 200) or text.NOTHING, "emoji": False} for each in fields]
    mrkdwn = {"type": "mrkdwn", "text": words, "verbatim": True}
    return {"type": "section", "block_id": block_id, "text": mrkdwn, "fields": plain, "accessory": accessory}


def _row_deeds(link: Link, now: datetime, *, may_manage: bool) -> list[tuple[str, str]]:
    looking = [("Show", f"{SHOW}:{link.id}"), ("Check now", f"{CHECK}:{link.id}")]
    if not may_manage:
        return looking
    snoozing = ("Snooze 3 days", f"{SNOOZE}:{link.id}")
    if wording.is_snoozed(link.standing, now):
        snoozing = ("End the snooze", f"{UNSNOOZE}:{link.id}")
    return [*looking, ("Edit", f"{EDIT}:{link.id}"), snoozing, ("Stop tracking", f"{STOP}:{link.id}")]


def _turning(home: Home) -> list[Block]:
    page = home.choice.page
    if home.pages == 1:
        return []
    back = [button("Earlier", f"{TURN}.0", str(replace(home.choice, page=page - 1)))] if page > 1 else []
    on = [button("More", f"{TURN}.1", str(replace(home.choice, page=page + 1)))] if page < home.pages else []
    return [context(text.escape(f"Page {page} of {home.pages}")), actions(*back, *on)]


def _deeds(home: Home) -> list[Block]:
    if not home.may_manage:
        return []
    settings = [button("Channel settings", SETTINGS)] if home.choice.place != MINE else []
    return [button("Add a link", ADD, style="primary"), *settings]


def _foot(home: Home) -> list[Block]:
    if home.knows_channels:
        hidden = len(home.places) - MOST_PLACES
        return (
            [context(text.escape(f"{hidden} more channels watch links; type the command there."))] if hidden > 0 else []
        )
    words = (
        "Here are only links that you added or own, because Slack does not tell me which channels you are in. "
        "With the scopes channels:read and groups:read it would."
    )
    return [context(text.escape(words))]


def row_deed(value: str) -> tuple[str, int] | None:
    """What an entry of a row's menu asks for, and of which link."""
    deed, _, number = value.partition(":")
    return (deed, int(number)) if number.isdecimal() else None


def shown_by(view: Mapping[str, Any] | None) -> Choice:
    """What an open Home shows."""
    return choice_of(str((view or {}).get("private_metadata") or ""))
