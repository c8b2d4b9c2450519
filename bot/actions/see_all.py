"""All that an alert is about, in a modal: opened from its card, turned page by page, taken or snoozed as a whole."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.access.permissions import Asker, may_manage, may_view
from bot.actions.actor import Actor
from bot.actions.click import Click, ClickHandler
from bot.messages.answers.help import closed_already, not_allowed
from bot.messages.forms import see_all
from bot.messages.forms.see_all import AlertRow, RowsPage, all_view, start_of
from bot.messages.kit.blocks import Message
from bot.messages.kit.views import View, about_of, said
from bot.request.ask import Request
from bot.request.deps import Deps
from bot.request.response import Responder
from bot.slack.errors import ErrorMeaning, trouble_of
from jobs.model.incident import Incident
from jobs.model.ref import Kind, link_ref, parse_ref

_TITLE = "All of an alert"


async def open_all(incident: Incident, click: Click, deps: Deps) -> Message | None:
    """Open the modal at its first page; whether the person may look is for the caller to know."""
    page = await _page(incident, 0, click.request.asker, deps)
    if not page.total:
        return closed_already("This alert is about nothing that is tracked.")
    await deps.client.views_open(trigger_id=click.request.trigger_id, view=all_view(page, deps.now()))
    return None


async def clicked(body: Mapping[str, Any], person: Actor, handler: ClickHandler | None, deps: Deps) -> None:
    """Another page of the modal, or something done about all; who may is asked again, and what is there read again."""
    view = body.get("view") or {}
    fresh = await _after(view, _click(body, view, person, deps), handler, deps)
    try:
        await deps.client.views_update(view_id=view["id"], hash=view.get("hash"), view=fresh)
    except SlackApiError as error:
        if trouble_of(error).meaning not in {ErrorMeaning.VIEW_CHANGED, ErrorMeaning.NO_VIEW}:
            raise  # clicked twice, or closed: what is shown then is newer


async def _after(view: Mapping[str, Any], click: Click, handler: ClickHandler | None, deps: Deps) -> View:
    about, asker = about_of(view), click.request.asker
    allowed = may_manage if handler else may_view
    if not allowed(deps.config.permissions, asker):
        return said(_TITLE, not_allowed("do that" if handler else "see this", asker, to_view=not handler))
    incident = await deps.store.incident(str(about.get("incident")))
    if incident is None or incident.channel != asker.channel:
        return said(_TITLE, closed_already("This alert is no longer known."))
    if handler and incident.status.is_open:
        await handler(incident, click, deps)
        incident = await deps.store.incident(incident.id) or incident
    turned = click.action_id.startswith(f"{see_all.TURN}.") and click.value.isdecimal()
    start = int(click.value if turned else about.get("start") or 0)
    return all_view(await _page(incident, start, asker, deps), deps.now())


def _click(body: Mapping[str, Any], view: Mapping[str, Any], person: Actor, deps: Deps) -> Click:
    """The click, made in the channel whose alert the modal shows."""
    [action, *_] = body.get("actions") or [{}]
    value = (action.get("selected_option") or action).get("value")
    asker = person.asker_in(str(about_of(view).get("channel")))
    return Click(Request(asker, Responder(deps.client, "")), str(action.get("action_id")), str(value or ""))


async def _page(incident: Incident, start: int, asker: Asker, deps: Deps) -> RowsPage:
    """Only the rows that are shown are read, however many there are."""
    rows = await _rows(incident, deps)
    start = start_of(start, len(rows))
    shown = [await _read(row, deps) for row in rows[start : start + see_all.ROWS]]
    return RowsPage(incident, shown, start, len(rows), may_manage(deps.config.permissions, asker))


async def _rows(incident: Incident, deps: Deps) -> list[AlertRow]:
    """Everything that the alert is about, each once, in an order that stays as it is while things get well."""
    parts = [part for name in incident.parts if (part := await deps.store.incident(name))]
    rows: dict[str, AlertRow] = {}
    for part in (incident, *parts):
        refs = [str(link_ref(member)) for member in part.members]
        refs += [part.subject] if part.ref and part.ref.kind is not Kind.LINK else []
        for ref in refs:
            rows.setdefault(ref, AlertRow(ref, part))
    return list(rows.values())


async def _read(row: AlertRow, deps: Deps) -> AlertRow:
    ref = parse_ref(row.ref)
    if ref is None:
        return row
    read = {Kind.PARTNER: deps.store.partner, Kind.EXCHANGE: deps.store.exchange, Kind.LINK: deps.store.link}
    return replace(row, tracked=await read[ref.kind](ref.number))
