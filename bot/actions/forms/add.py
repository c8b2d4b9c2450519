"""The form that asks what to track: opened empty or with the addresses of a message, checked while people type."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any

from slack_bolt.async_app import AsyncAck
from slack_sdk.errors import SlackApiError

from bot.access.permissions import Asker, Why
from bot.actions.actor import Actor
from bot.actions.forms.fields import Fields, WrongFieldError, at_field, fields_of
from bot.grammar.addresses import target_of
from bot.grammar.edit_values import Row
from bot.grammar.errors import CommandError, LeftOut, NoTargetError, UnknownNameError
from bot.grammar.rows import merged, rows_of
from bot.grammar.words import as_typed, lines_of
from bot.messages.answers.checked import checking, lines_left_out, links_added
from bot.messages.answers.doubts import doubted
from bot.messages.answers.terms import said_terms
from bot.messages.forms import link as forms
from bot.messages.kit.text import cut
from bot.messages.kit.views import View, about_of, answered, said, with_words
from bot.operations.add import add_links
from bot.operations.check import silently
from bot.operations.doubts import doubts_of
from bot.outbox.reachability import warnings
from bot.request.deps import Deps
from bot.request.destination import Destination, NotThereError, destination_here, destination_named
from bot.slack.errors import ErrorMeaning, trouble_of
from jobs.alerts.costs import hides_costs
from jobs.model.queries import LinkQuery

PATIENCE_SECONDS = 0.7
"""A quicker look is the answer to the form; a slower one is announced, and shown when it is there."""
_TITLE = "Add links"
_NOT_THERE = {
    Why.NOT_IN_IT: "You are not in this channel, as far as I can see, so its links are not yours to add.",
    Why.NOT_ALLOWED: "You may not add links there.",
    Why.OTHER_WORKSPACE: "You belong to another workspace, so you may not add links there.",
}
_BELOW = "Nothing was added. What is wrong is said below."
"""Said at the lines where what is wrong with them stands under them already."""
_MOST_LOOKED_UP = 50
"""Lines that are looked up while somebody types."""
_NOT_IN_TEXT = {
    True: "cannot be chosen in this field: all lines are for the channel that the form names.",
    False: "cannot be chosen in this field: the owner has a field of their own.",
}
"""Slack offers no list of channels or people in a field for text; keyed by whether a channel was meant."""


async def open_add(
    trigger_id: str,
    deps: Deps,
    *,
    channel: str = "",
    lines: Sequence[str] = (),
    target: str = "",
    likely_channel: str = "",
    note: str = "",
) -> None:
    """Open the form, for a channel or with the channel to be chosen; nothing is asked of anybody before."""
    view = forms.add_form(
        channel,
        deps.config.our_sites,
        lines=lines,
        target=target,
        likely_channel=likely_channel,
        note=note,
        hide_costs=bool(channel) and await hides_costs(deps.store, channel),
    )
    await deps.client.views_open(trigger_id=trigger_id, view=view)


async def check(view: Mapping[str, Any], deps: Deps) -> None:
    """Say under the lines what they mean so far; the fields keep what stands in them."""
    await tell(view, await _understood(view, deps), deps)


async def tell(view: Mapping[str, Any], words: str, deps: Deps) -> None:
    """Say something in the small print of an open form, unless it stands there already."""
    fresh = with_words(view, forms.PREVIEW, words)
    if fresh is None:
        return
    try:
        await deps.client.views_update(view_id=view["id"], hash=view.get("hash"), view=fresh)
    except SlackApiError as error:
        if trouble_of(error).meaning not in {ErrorMeaning.VIEW_CHANGED, ErrorMeaning.NO_VIEW}:
            raise  # somebody typed on, or closed it: the next check tells


async def _understood(view: Mapping[str, Any], deps: Deps) -> str:
    fields = fields_of(view)
    if not fields.text(_lines_field(fields)):
        return "Nothing typed yet."
    try:
        rows, left_out = rows_in(fields, deps.config.our_sites)
    except WrongFieldError as wrong:
        return forms.wrong_field(wrong.name, wrong.words)
    channel = str(about_of(view).get("channel") or "")
    agreed = said_terms(fields.terms(), deps.now())
    told = forms.understood(len(rows), await _tracked(rows, channel, deps) if channel else [], agreed)
    return " ".join([told, *(f"Line {each.number}: {_quoted(each.word)}{each.why}" for each in left_out[:1])])


async def _tracked(rows: Sequence[Row], channel: str, deps: Deps) -> list[str]:
    queries = [LinkQuery(channel, page_url=row.page, target=row.target) for row in rows[:_MOST_LOOKED_UP]]
    return [link.ref for query in queries for link in await deps.store.links(query)]


async def submit(ack: AsyncAck, view: Mapping[str, Any], person: Actor, deps: Deps) -> None:
    """Track what was typed; the form stays, with words at the field, where something is wrong."""
    fields = fields_of(view)
    try:
        destination = await _destination(view, fields, person, deps)
        rows, left_out = rows_in(fields, deps.config.our_sites)
    except WrongFieldError as wrong:
        below = with_words(view, forms.PREVIEW, wrong.words) is None and wrong.name == _lines_field(fields)
        await ack(**at_field(wrong.name, _BELOW if below else wrong.words))
        return
    who = person.asker_in(destination.channel)
    work = asyncio.ensure_future(_added([(row, destination) for row in rows], left_out, who, fields, deps))
    done, _ = await asyncio.wait({work}, timeout=PATIENCE_SECONDS)
    if done:
        await ack(response_action="update", view=work.result())
        return
    pages = list(dict.fromkeys(row.page for row in rows))
    await ack(response_action="update", view=said(_TITLE, checking(len(pages), pages[0])))
    # The answer travels beside our calls: what we send at once might come before it, and be lost under it.
    await asyncio.sleep(PATIENCE_SECONDS)
    await show_result(str(view["id"]), await work, deps)


async def _added(
    rows: Sequence[tuple[Row, Destination]], left_out: Sequence[LeftOut], who: Asker, fields: Fields, deps: Deps
) -> View:
    """Track them, check their pages, and show what was seen; lines that were left out can be mended under it."""
    added = await add_links(rows, who, deps, silently)
    answer = links_added(added, deps.now(), who.channel, deps.config.slack.command)
    answer = answer.with_blocks(doubted(await doubts_of(added.links, who, deps)))
    to_mend = [block for block in lines_left_out(left_out) if block["type"] != "actions"]  # they stand in the form
    answer = answer.with_blocks([*to_mend, *await warnings(added.channels, deps)])
    shown = answered(_TITLE, answer, who.channel)
    if not left_out:
        return shown
    return forms.add_form(
        who.channel,
        deps.config.our_sites,
        lines=[each.typed for each in left_out],
        hide_costs=await hides_costs(deps.store, who.channel),
        above=shown["blocks"],
        lines_field=next(name for name in forms.LINE_FIELDS if name != _lines_field(fields)),
    )


async def show_result(view_id: str, shown: View, deps: Deps) -> None:
    """Show it in the modal that waits for it, if it is still open."""
    try:
        await deps.client.views_update(view_id=view_id, view=shown)
    except SlackApiError as error:
        if error.response.get("error") != "not_found":
            raise


async def _destination(view: Mapping[str, Any], fields: Fields, person: Actor, deps: Deps) -> Destination:
    """Where the links belong; raises WrongFieldError where this person may not add links there."""
    opened_in = str(about_of(view).get("channel") or "")
    permissions = deps.config.permissions
    if opened_in:
        if await person.still_manages(opened_in, permissions):
            return destination_here(person.asker_in(opened_in), permissions)
        raise WrongFieldError(_lines_field(fields), "You may not add links here.")
    try:
        return destination_named(fields.channel(forms.CHANNEL), await person.viewer(), permissions)
    except NotThereError as there:
        raise WrongFieldError(forms.CHANNEL, _NOT_THERE[there.why]) from None


def rows_in(fields: Fields, our_sites: Sequence[str]) -> tuple[tuple[Row, ...], tuple[LeftOut, ...]]:
    """The links that the form names, and lines that name none; raises WrongFieldError."""
    chosen = _target(fields) or fields.option(forms.SITE)
    common = Row(
        "",
        "",
        fields.text(forms.ANCHOR),
        _agreed(fields),
        "",
        fields.person(forms.OWNER),
        fields.every(),
        fields.tags(),
        fields.terms(),
        fields.guarantee(),
    )
    try:
        typed = fields.lines(_lines_field(fields))
        read = rows_of(lines_of(typed), (chosen,) if chosen else our_sites, typed)
    except NoTargetError:
        raise WrongFieldError(forms.TARGET, "Say what the pages should link to: an address or a domain.") from None
    except CommandError as wrong:
        raise WrongFieldError(_lines_field(fields), _words(wrong)) from None
    return tuple(merged(row, common) for row in read.rows), read.left_out


def _lines_field(fields: Fields) -> str:
    return next((name for name in forms.LINE_FIELDS if name in fields.values), forms.LINKS)


def _target(fields: Fields) -> str:
    typed = fields.text(forms.TARGET)
    try:
        return target_of(typed) if typed else ""
    except CommandError as wrong:
        raise WrongFieldError(forms.TARGET, _words(wrong)) from None


def _agreed(fields: Fields) -> frozenset[str]:
    return fields.options(forms.AGREED) & frozenset(forms.RELS)


def _words(wrong: CommandError) -> str:
    """The wrong word in quotation marks, and why; of several lines with the number of its line."""
    why = _NOT_IN_TEXT[wrong.is_channel] if isinstance(wrong, UnknownNameError) else wrong.why
    where = f"Line {wrong.line}: " if wrong.line else ""
    return f"{where}{_quoted(as_typed(wrong.word))}{why}"


def _quoted(word: str) -> str:
    """A word in quotation marks, cut so that the reason still fits behind it; nothing where there is none."""
    return f"“{cut(word, 60)}” " if word else ""
