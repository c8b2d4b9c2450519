"""`settings`: what a channel chooses for itself, by form where nothing more is said, at once where it is."""

from dataclasses import replace
from datetime import datetime

from bot.grammar.of_channel import (
    HideCosts,
    OpenSettings,
    SetAudit,
    SetCompetitors,
    SetEscalation,
    SetQuiet,
    ShowAudit,
    ShowEscalation,
    TellUntaken,
)
from bot.messages.kit import text
from bot.messages.kit.blocks import Block, Message, Part, context, date, foreign, note, person, typed
from bot.messages.kit.controls import buttons, run
from bot.messages.kit.views import channel_part
from bot.operations.edit import choose_settings
from bot.operations.escalation import choose_escalation, escalate_older, is_seen_by_others, older_untaken
from bot.outbox.reachability import warning
from bot.request.ask import Form, OpenModal, Request, Response
from bot.request.deps import Deps
from bot.request.destination import destinations_for
from jobs.alerts.escalation import Escalation, escalation_of
from jobs.alerts.quiet import quiet_hours
from jobs.config.quiet import OFF, QuietHours
from jobs.model.channel import AuditScope, ChannelSettings
from jobs.partners.monthly_audit import scope_of
from jobs.units.durations import format_duration

_UNDO, _TELL = 9, 8
"""Tell the buttons apart from others of an answer."""
_ON = "settings escalate 48h to me"
_AUDITED = {
    AuditScope.OFF: "No page of this channel is audited each month; audit L-3 does it at once.",
    AuditScope.EXCHANGES: "Pages on which partners owe a link by an exchange are audited each month. What is dishonest "
    "since the last audit is told here, once.",
    AuditScope.MONTHLY: "Partner pages, and pages on which partners owe a link by an exchange, are audited each month. "
    "What is dishonest since the last audit is told here, once.",
}
_SEEN_BY_OTHERS = ", so this channel's alerts are not told there. Nothing was changed."


async def open_settings(_command: OpenSettings, _request: Request, _deps: Deps) -> OpenModal:
    """The form of the channel."""
    return OpenModal(Form.SETTINGS)


async def set_competitors(command: SetCompetitors, request: Request, deps: Deps) -> Response:
    """Which sites are those of competitors."""
    await choose_settings(lambda settings: replace(settings, competitors=command.sites), request.asker, deps)
    if not command.sites:
        return note("No site is named as a competitor's in this channel.")
    told = "It is said where a link on one of them is added, imported, or shown."
    return note("Competitors of this channel: ", foreign(", ".join(command.sites), 2000), f". {told}")


async def hide_costs(command: HideCosts, request: Request, deps: Deps) -> Response:
    """Whether costs are shown in this channel."""
    await choose_settings(lambda settings: replace(settings, hide_costs=command.on), request.asker, deps)
    other = typed(f"{deps.config.slack.command} settings costs {'show' if command.on else 'hide'}")
    stays = " What was posted before stays as it is, but for open alerts." if command.on else ""
    return note(f"Costs are {'hidden' if command.on else 'shown'} in this channel.{stays} The other way round: ", other)


async def set_quiet(command: SetQuiet, request: Request, deps: Deps) -> Message:
    """When alerts wait in this channel."""
    before = await deps.store.channel_settings(request.channel)
    after = await choose_settings(lambda settings: replace(settings, quiet=command.written), request.asker, deps)
    told = note(*_quiet_words(quiet_hours(deps.config, after), deps.now()))
    return told.with_blocks(_undo(f"settings quiet {before.quiet or 'default'}") if before != after else [])


async def set_escalation(command: SetEscalation, request: Request, deps: Deps) -> Message:
    """After how long an alert that nobody took is told again here, and to whom."""
    to = request.asker.user if command.me else command.to
    plan = Escalation(command.after, to) if command.after else None
    stored = str(plan) if plan else OFF if command.never else None
    wanted = escalation_of(deps.config.alerts, ChannelSettings(escalate=stored))
    if elsewhere := wanted.elsewhere(request.channel) if wanted else "":
        if plan:
            await destinations_for([elsewhere], request.asker, deps)
        if await is_seen_by_others(elsewhere, deps):
            return note("Other workspaces see ", channel_part(elsewhere), _SEEN_BY_OTHERS)
    before = await deps.store.channel_settings(request.channel)
    after = await choose_escalation(stored, request.asker, deps)
    told = note(*_escalation_words(wanted, request.channel))
    answer = told.with_blocks(_undo(f"settings escalate {_typed(before.escalate)}") if before != after else [])
    answer = answer.with_blocks(await _older(request.channel, deps) if before != after else [])
    return answer.with_blocks(await warning(elsewhere, deps)) if elsewhere else answer


async def tell_untaken(_command: TellUntaken, request: Request, deps: Deps) -> Message:
    """Have told in one message what nobody took until now."""
    told = await escalate_older(request.asker, deps)
    if told is None:
        on = typed(f"{deps.config.slack.command} {_ON}")
        return note("An alert that nobody takes is not told again in this channel. To have it told: ", on)
    if not told:
        return note("No alert here waits for longer than that, or those that do were told again already.")
    return note(f"{_alerts(len(told))} told in one message now.")


async def show_escalation(_command: ShowEscalation, request: Request, deps: Deps) -> Message:
    """What holds in this channel, chosen or configured."""
    chosen = escalation_of(deps.config.alerts, await deps.store.channel_settings(request.channel))
    other = typed(f"{deps.config.slack.command} {'settings escalate off' if chosen else _ON}")
    shown = note(*_escalation_words(chosen, request.channel), " To change that: ", other)
    return shown.with_blocks(await _older(request.channel, deps))


async def _older(channel: str, deps: Deps) -> list[Block]:
    """How many alerts nobody took for longer before it was switched on, and what tells them all the same."""
    count = len(await older_untaken(channel, deps))
    if not count:
        return []
    words = f"{_alerts(count)} waiting for longer already. The time counts from when this was switched on."
    return [context(text.escape(words)), *buttons(run("Tell them in one message", "settings escalate now", _TELL))]


def _alerts(count: int) -> str:
    return "1 alert is" if count == 1 else f"{count:,} alerts are"


def _escalation_words(plan: Escalation | None, here: str) -> list[Part]:
    if plan is None:
        return ["An alert that nobody takes is not told again in this channel."]
    head = f"An alert that nobody takes for {format_duration(plan.after)} is told "
    taken = (
        " once. Taken is what somebody is on or had assigned; a snooze counts while it lasts. Quiet hours do not count."
    )
    if elsewhere := plan.elsewhere(here):
        return [f"{head}in ", channel_part(elsewhere), taken]
    whom: list[Part] = ["to ", person(plan.person()), ", in its thread,"] if plan.person() else ["here again,"]
    return [head, *whom, taken]


def _typed(stored: str | None) -> str:
    """What was chosen, as it is typed."""
    after, _, to = (stored or "default").partition(" ")
    mark = "#" if to[:1] in {"C", "G"} else "@"
    return f"{after} to <{mark}{to}>" if to else after


async def set_audit(command: SetAudit, request: Request, deps: Deps) -> Message:
    """Which pages of this channel are audited each month."""
    before = await deps.store.channel_settings(request.channel)
    after = await choose_settings(lambda settings: replace(settings, audit=command.scope), request.asker, deps)
    told = note(_AUDITED[scope_of(deps.config, after)])
    return told.with_blocks(_undo(f"settings audit {before.audit or 'default'}") if before != after else [])


async def show_audit(_command: ShowAudit, request: Request, deps: Deps) -> Message:
    """What holds in this channel, chosen or configured."""
    scope = scope_of(deps.config, await deps.store.channel_settings(request.channel))
    other = "exchanges" if scope is AuditScope.MONTHLY else "monthly"
    return note(f"{_AUDITED[scope]} To change that: ", typed(f"{deps.config.slack.command} settings audit {other}"))


def _quiet_words(quiet: QuietHours | None, now: datetime) -> list[Part]:
    if quiet is None:
        return ["Alerts come at any time in this channel."]
    told = f"Alerts wait: {quiet.in_words} ({quiet.zone}). They come afterwards, but for what is well again by then."
    lost = " Lost links are told at once all the same." if quiet.but_lost else ""
    until = quiet.until(now)
    return [told, lost, *([" It is quiet now, until ", date(until), "."] if until else [])]


def _undo(command: str) -> list[Block]:
    """A row with what brings back what was chosen before."""
    return buttons(run("Undo", command, _UNDO))
