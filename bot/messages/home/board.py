"""The board of prospects in App Home: how many are in each state, and a row each, with what can be done about it."""

from collections.abc import Mapping
from datetime import datetime

from bot.messages.answers.link_menu import row_with_menu
from bot.messages.answers.prospects import MARK, STEPS, next_words, step_words
from bot.messages.home.filters import PROSPECTS, prospects_in
from bot.messages.kit import text
from bot.messages.kit.blocks import Block, overflow
from jobs.model.prospect import Prospect, ProspectState

PROSPECT_ROW = "home.prospect"
SHOW, EDIT, MAIL = "show", "edit", "mail"


def prospect_counters(counts: Mapping[ProspectState, int]) -> list[tuple[str, str]]:
    """What is told of each state that any is in, and the filter that shows those; all of them first."""
    if not counts:
        return []
    every = (text.several(sum(counts.values()), "prospect"), PROSPECTS)
    states = [
        (f"{MARK[state]} {counts[state]:,} {state.words}", prospects_in(state))
        for state in ProspectState
        if counts.get(state)
    ]
    return [every, *states]


def prospect_row(prospect: Prospect, now: datetime, *, may_manage: bool) -> Block:
    """State and next day, the page, how close it is, and the notes."""
    plan, ref = prospect.plan, prospect.ref
    told = [plan.state.words, next_words(plan, now) if plan.next_on else ""]
    told += [f"fits {prospect.fit.score} of 100" if prospect.fit else ""]
    words = " · ".join(["", *filter(None, told), ""])
    owner = [text.escape(" · "), text.person(plan.owner)] if plan.owner else []
    page = text.link(prospect.page_url, "open the page")
    head = text.join([f"{MARK[plan.state]} ", text.bold(ref), words, page, *owner])
    fields = [text.shown_url(prospect.page_url, 70), *([plan.notes] if plan.notes else [])]
    deeds = overflow(PROSPECT_ROW, _deeds(prospect, may_manage=may_manage))
    return {**row_with_menu(head, fields, deeds), "block_id": f"home.prospect.{prospect.id}"}


def _deeds(prospect: Prospect, *, may_manage: bool) -> list[tuple[str, str]]:
    number, state = prospect.id, prospect.plan.state
    showing = ("Show", f"{SHOW}:{number}")
    if not may_manage:
        return [showing]
    mail = [] if state.is_over else [("Draft a mail", f"{MAIL}:{number}")]
    steps = [(step_words(step), f"{step.value}:{number}") for step in STEPS[state]]
    return [showing, *mail, *steps, ("Edit", f"{EDIT}:{number}")]
