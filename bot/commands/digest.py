"""`digest`: the weekly summary now, at another time, or not at all. `report`: a month, for the client."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.access.permissions import may_manage
from bot.grammar.of_channel import DigestAt, DigestNow, DigestSwitch, MonthReport, ShowTodo
from bot.messages.answers.documents import no_such_month, report_sent, writing_report
from bot.messages.answers.export import not_sent
from bot.messages.digest.message import digest_preview, digest_stopped, nothing_owned
from bot.messages.digest.todo import todo_listed
from bot.messages.kit.blocks import Message, Part, date, note, typed
from bot.operations.digest import build_digest, next_digest, things_to_do
from bot.operations.documents import month_meant, send_report
from bot.operations.edit import choose_settings
from bot.request.ask import Request
from bot.request.deps import Deps
from bot.slack.files import NotSentError
from jobs.config.fields import Weekday
from jobs.digests.schedule import digest_plan, plan_when_on
from jobs.model.channel import ChannelSettings, DigestEvery
from jobs.units.dates import format_day


async def digest_now(command: DigestNow, request: Request, deps: Deps) -> Message:
    """The digest as of now, for the asker first; one of their own links for them alone."""
    digest = await build_digest(request.asker, deps, request.trigger_id, mine=command.mine)
    if digest is None:
        return digest_stopped()
    if command.mine and not digest.counts.links:
        return nothing_owned(deps.config.slack.command)
    return digest_preview(digest, may_manage=may_manage(deps.config.permissions, request.asker))


async def show_todo(command: ShowTodo, request: Request, deps: Deps) -> Message:
    """What wants a person, as it is now."""
    todo = await things_to_do(request.asker, deps, mine=command.mine)
    zone = plan_when_on(deps.config.digest, await deps.store.channel_settings(request.channel)).zone
    today, manages = deps.now().astimezone(ZoneInfo(zone)).date(), may_manage(deps.config.permissions, request.asker)
    return todo_listed(todo, today, command.page, mine=command.mine, may_manage=manages)


async def digest_at(command: DigestAt, request: Request, deps: Deps) -> Message:
    """Another day and time for this channel; naming one also switches it on."""

    def chosen(settings: ChannelSettings) -> ChannelSettings:
        return replace(
            settings,
            digest_enabled=True,
            digest_every=command.every.value if command.every else settings.digest_every,
            digest_day=command.day.value if command.day else settings.digest_day,
            digest_time=f"{command.at:%H:%M}" if command.at else settings.digest_time,
            digest_zone=command.zone or settings.digest_zone,
            digest_off_from=None,
            digest_off_until=None,
        )

    plan = plan_when_on(deps.config.digest, await choose_settings(chosen, request.asker, deps))
    day = list(Weekday)[plan.weekday].capitalize()
    on = f"every {day}" if plan.every is DigestEvery.WEEK else f"on the first {day} of each month"
    return note(f"The digest comes {on} at {plan.time:%H:%M}, {plan.zone}.", *await _next(request, deps))


async def digest_switch(command: DigestSwitch, request: Request, deps: Deps) -> Message:
    """On or off for this channel, or off for some time; a pause of a digest that is off for good changes nothing."""
    before = await deps.store.channel_settings(request.channel)
    plan, is_off = plan_when_on(deps.config.digest, before), digest_plan(deps.config.digest, before) is None
    again = typed(f"{deps.config.slack.command} digest on")
    try:
        pause = command.pause(deps.now().astimezone(ZoneInfo(plan.zone)).date())
    except ValueError as error:
        return note(f"That {'month' if command.month else 'day'} {error}. Nothing was changed.")
    if pause and is_off:
        return note("The digest is off for this channel for good, so nothing was changed. To bring it back: ", again)
    first, until = (pause.since, pause.until) if pause else (None, None)

    def chosen(settings: ChannelSettings) -> ChannelSettings:
        is_on = settings.digest_enabled if pause else command.on
        return replace(settings, digest_enabled=is_on, digest_off_from=first, digest_off_until=until)

    await choose_settings(chosen, request.asker, deps)
    if pause:
        days = f"from {format_day(pause.since)} " if pause.since else ""
        told = f"The digest is off for this channel {days}until {format_day(pause.until)}."
        return note(told, *await _next(request, deps), " To bring it back before: ", again)
    if not command.on:
        return note("The digest is off for this channel. To bring it back: ", again)
    return note("The digest is on for this channel.", *await _next(request, deps))


async def month_report(command: MonthReport, request: Request, deps: Deps) -> Message:
    """The files of a month, sent to the asker alone."""
    try:
        month = await month_meant(command.month, request.asker, deps)
    except ValueError as error:
        return no_such_month(str(error))
    sending = send_report(month, request.asker, deps)
    try:
        await request.answer.while_waiting(sending, writing_report(month))
    except NotSentError as error:
        return not_sent(error.trouble, f"python -m jobs report --channel {request.channel} --month {month}")
    return report_sent(month)


async def _next(request: Request, deps: Deps) -> list[Part]:
    upcoming = await next_digest(request.channel, deps)
    if upcoming is None:
        return []
    came = f"; this {upcoming.every}'s has come already." if upcoming.has_come else "."
    return [" The next one: ", date(upcoming.at), came]
