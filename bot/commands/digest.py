"""`digest`: the weekly summary now, at another time, or not at all. `report`: a month, for the client."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from bot.access.permissions import may_manage
from bot.grammar.of_channel import DigestAt, DigestNow, DigestSwitch, MonthReport, ShowTodo
from bot.messages.answers.documents import no_such_month, report_sent, writing_report
from bot.messages.answers.export import not_sent
from bot.messages.digest.message import digest_preview, digest_stopped
from bot.messages.digest.todo import todo_listed
from bot.messages.kit.blocks import Message, Part, date, note, typed
from bot.operations.digest import build_digest, next_digest, things_to_do
from bot.operations.documents import month_meant, send_report
from bot.operations.edit import choose_settings
from bot.request.ask import Request
from bot.request.deps import Deps
from bot.slack.files import NotSentError
from jobs.digests.schedule import digest_plan
from jobs.model.channel import ChannelSettings
from jobs.units.dates import DaySaid, format_day


async def digest_now(_command: DigestNow, request: Request, deps: Deps) -> Message:
    """The digest as of now, for the asker first."""
    digest = await build_digest(request.asker, deps, request.trigger_id)
    manages = may_manage(deps.config.permissions, request.asker)
    return digest_preview(digest, may_manage=manages) if digest else digest_stopped()


async def show_todo(_command: ShowTodo, request: Request, deps: Deps) -> Message:
    """What wants a person, as it is now."""
    todo = await things_to_do(request.asker, deps)
    return todo_listed(todo, deps.now(), may_manage=may_manage(deps.config.permissions, request.asker))


async def digest_at(command: DigestAt, request: Request, deps: Deps) -> Message:
    """Another day and time for this channel; naming one also switches it on."""
    day, at = command.day.value, f"{command.at:%H:%M}"

    def chosen(settings: ChannelSettings) -> ChannelSettings:
        zone = command.zone or settings.digest_zone
        return replace(
            settings, digest_enabled=True, digest_day=day, digest_time=at, digest_zone=zone, digest_off_until=None
        )

    plan = digest_plan(deps.config.digest, await choose_settings(chosen, request.asker, deps))
    zone = plan.zone if plan else deps.config.digest.zone
    when = f"every {day.capitalize()} at {at}, {zone}"
    return note(f"The digest comes {when}.", *await _next(request, deps))


async def digest_switch(command: DigestSwitch, request: Request, deps: Deps) -> Message:
    """On or off for this channel, or off until a day."""
    if command.until:
        return await _pause(command.until, request, deps)
    await choose_settings(
        lambda settings: replace(settings, digest_enabled=command.on, digest_off_until=None), request.asker, deps
    )
    if not command.on:
        again = typed(f"{deps.config.slack.command} digest on")
        return note("The digest is off for this channel. To bring it back: ", again)
    return note("The digest is on for this channel.", *await _next(request, deps))


async def _pause(said: DaySaid, request: Request, deps: Deps) -> Message:
    """Off until a day, as it is called in the digest's zone."""
    enabled = replace(await deps.store.channel_settings(request.channel), digest_enabled=True)
    plan = digest_plan(deps.config.digest, enabled)
    assert plan is not None, "it is on"
    try:
        day = said.from_day(deps.now().astimezone(ZoneInfo(plan.zone)).date())
    except ValueError as error:
        return note(f"That day {error}. Nothing was changed.")
    await choose_settings(
        lambda settings: replace(settings, digest_enabled=True, digest_off_until=day), request.asker, deps
    )
    again = typed(f"{deps.config.slack.command} digest on")
    told = f"The digest is off for this channel until {format_day(day)}."
    return note(told, *await _next(request, deps), " To bring it back before: ", again)


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
    came = "; this week's has come already." if upcoming.this_week_came else "."
    return [" The next one: ", date(upcoming.at), came]
