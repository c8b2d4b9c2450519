"""The form with what a channel may choose for itself."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from slack_bolt.async_app import AsyncAck

from bot.access.permissions import Asker, Why
from bot.actions.actor import Actor
from bot.actions.forms.fields import Fields, at_field, fields_of
from bot.grammar.errors import CommandError
from bot.grammar.settings import competitors_in, quiet_in, untaken_for
from bot.messages.forms import settings as forms
from bot.messages.kit.views import View, about_of
from bot.operations.edit import choose_settings
from bot.operations.escalation import is_seen_by_others, with_escalation
from bot.request.deps import Deps
from bot.request.destination import NotThereError, destinations_for
from bot.slack.files import NoFileError, download
from jobs.alerts.escalation import Escalation, escalation_of
from jobs.alerts.quiet import quiet_hours
from jobs.config.fields import Weekday
from jobs.config.quiet import OFF
from jobs.digests.reports.files import MOST_LOGO_BYTES, WrongLogoError, read_logo
from jobs.digests.schedule import DigestPlan, clock_time, digest_plan, plan_when_on
from jobs.model.channel import AuditScope, ChannelSettings, Logo
from jobs.partners.monthly_audit import scope_of

_LOGO_SECONDS = 2.0
"""Slack wants an answer to a form within three."""
_SETTINGS = {
    forms.DIGEST: "digest_enabled",
    forms.EVERY: "digest_every",
    forms.DAY: "digest_day",
    forms.TIME: "digest_time",
    forms.ZONE: "digest_zone",
    forms.QUIET: "quiet",
    forms.OFF_UNTIL: "digest_off_until",
    forms.AUDIT: "audit",
    forms.COSTS: "hide_costs",
    forms.CLIENT: "client",
    forms.COMPETITORS: "competitors",
}
"""Which field is which setting; what is told again of alerts has three, which are one."""
_ESCALATION = (forms.ESCALATE, forms.ESCALATE_TO, forms.ESCALATE_IN)
_NOT_TOLD = {
    Why.NOT_IN_IT: "You are not in this channel, as far as I can see.",
    Why.NOT_ALLOWED: "You may not have alerts told there.",
    Why.OTHER_WORKSPACE: "You belong to another workspace, so you may not have alerts told there.",
}


async def open_settings(trigger_id: str, channel: str, deps: Deps) -> None:
    """Open the form, filled in with what holds now; whether the person may is for the caller to know."""
    await deps.client.views_open(trigger_id=trigger_id, view=await settings_view(channel, deps))


async def settings_view(channel: str, deps: Deps) -> View:
    """The form of a channel."""
    chosen = await deps.store.channel_settings(channel)
    plan, on = plan_of(chosen, deps)
    zones = available_timezones() | {plan.zone}
    if chosen.digest_off_until and chosen.digest_off_until <= _today(plan.zone, deps.now()):
        chosen = replace(chosen, digest_off_until=None)  # that pause is over
    has_logo = await deps.store.logo(channel) is not None
    quiet = quiet_hours(deps.config, chosen)
    quiet = replace(quiet, zone="") if quiet and quiet.zone == plan.zone else quiet
    return forms.settings_form(
        *(channel, plan, zones, chosen, quiet),
        escalation=escalation_of(deps.config.alerts, chosen),
        audited=scope_of(deps.config, chosen),
        digest=on,
        has_logo=has_logo,
    )


def plan_of(chosen: ChannelSettings, deps: Deps) -> tuple[DigestPlan, bool]:
    """When the digest comes, and whether it does; the time of one that is off is kept for when it is on again."""
    return plan_when_on(deps.config.digest, chosen), digest_plan(deps.config.digest, chosen) is not None


async def submit(ack: AsyncAck, view: Mapping[str, Any], person: Actor, deps: Deps) -> None:
    """Write the settings."""
    asker, fields = person.asker_in(str(about_of(view).get("channel"))), fields_of(view)
    if not await person.still_manages(asker.channel, deps.config.permissions):
        await ack(**at_field(forms.DIGEST, "You may not change the settings of this channel."))
        return
    if wrong := _wrong(fields, deps.now()) or await _not_told(fields, asker, deps):
        await ack(**wrong)
        return
    try:
        logo = await _logo(fields, deps)
    except (NoFileError, WrongLogoError, TimeoutError) as error:
        await ack(**at_field(forms.LOGO, str(error) or "Slack did not give the picture in time; try once more."))
        return
    goes = forms.ON in fields.options(forms.NO_LOGO)
    logos = {asker.channel: logo} if logo or goes else {}
    await choose_settings(lambda settings: _chosen(settings, fields, deps), asker, deps, logos)
    await ack()  # only now: the form stays, with what was typed, where the writing fails


def _wrong(fields: Fields, now: datetime) -> dict[str, Any]:
    """The answer that names the first field that cannot be understood; empty where all can."""
    if fields.option(forms.DAY) not in set(Weekday):
        return at_field(forms.DAY, "Choose a day of the week.")
    if clock_time(fields.time(forms.TIME)) is None:
        return at_field(forms.TIME, "Write a time of day from 00:00 to 23:59, such as 09:00.")
    if fields.option(forms.ZONE) not in available_timezones():
        return at_field(forms.ZONE, "This machine does not know this time zone; choose another.")
    until = fields.day_chosen(forms.OFF_UNTIL)
    if until and fields.changed(forms.OFF_UNTIL) and until <= _today(fields.option(forms.ZONE), now):
        return at_field(forms.OFF_UNTIL, "That day is over; choose one to come, or none.")
    return _mistyped(fields)


def _mistyped(fields: Fields) -> dict[str, Any]:
    """The same of what is typed in words."""
    for name, read in ((forms.QUIET, _quiet), (forms.ESCALATE, _escalation), (forms.COMPETITORS, _competitors)):
        try:
            read(fields)
        except CommandError as error:
            return at_field(name, f"{error.word} {error.why}".strip())
    return {}


def _quiet(fields: Fields) -> str | None:
    """When alerts wait; a field that was emptied: never. Raises CommandError."""
    typed = fields.text(forms.QUIET)
    return quiet_in(typed) if typed else OFF


def _escalation(fields: Fields) -> str | None:
    """What is told again, as it is stored; None: that was not changed. Raises CommandError."""
    if not any(map(fields.changed, _ESCALATION)):
        return None
    typed, to = fields.text(forms.ESCALATE), fields.person(forms.ESCALATE_TO)
    elsewhere = fields.channel(forms.ESCALATE_IN)
    if typed and to and elsewhere:
        raise CommandError("", "One person or one channel is told: take one of the two away.")
    if not typed and any(map(fields.changed, _ESCALATION[1:])) and (to or elsewhere):
        raise CommandError("", "Say after how long, for example 48h.")
    return str(Escalation(untaken_for(typed), to or elsewhere)) if typed else OFF


async def _not_told(fields: Fields, asker: Asker, deps: Deps) -> dict[str, Any]:
    """The answer that says why alerts are not told in the other channel that was chosen; empty where they can be."""
    elsewhere = fields.channel(forms.ESCALATE_IN)
    if not elsewhere or not fields.changed(forms.ESCALATE_IN):
        return {}
    try:
        await destinations_for([elsewhere], asker, deps)
    except NotThereError as there:
        return at_field(forms.ESCALATE_IN, _NOT_TOLD[there.why])
    if elsewhere != asker.channel and await is_seen_by_others(elsewhere, deps):
        return at_field(forms.ESCALATE_IN, "Other workspaces see this channel, so the alerts are not told there.")
    return {}


def _today(zone: str, now: datetime) -> date:
    return now.astimezone(ZoneInfo(zone)).date()


def _competitors(fields: Fields) -> tuple[str, ...]:
    """The sites that were typed, one a line or with blanks between them; raises CommandError."""
    typed = fields.text(forms.COMPETITORS).split()
    return competitors_in(typed) if typed else ()


async def _logo(fields: Fields, deps: Deps) -> Logo | None:
    """The picture that was uploaded, if one was; raises NoFileError, WrongLogoError, TimeoutError."""
    file = fields.file(forms.LOGO)
    if not file:
        return None
    async with asyncio.timeout(_LOGO_SECONDS):
        _, data = await download(deps.client, file, MOST_LOGO_BYTES)
    return read_logo(data)


def _chosen(settings: ChannelSettings, fields: Fields, deps: Deps) -> ChannelSettings:
    """What was changed; what was left as it is configured goes on following the configuration."""
    typed: dict[str, str | bool | date | tuple[str, ...] | None] = {
        forms.DIGEST: forms.ON in fields.options(forms.DIGEST),
        forms.EVERY: fields.option(forms.EVERY),
        forms.DAY: fields.option(forms.DAY),
        forms.TIME: fields.time(forms.TIME),
        forms.ZONE: fields.option(forms.ZONE),
        forms.QUIET: _quiet(fields),
        forms.OFF_UNTIL: fields.day_chosen(forms.OFF_UNTIL),
        forms.AUDIT: AuditScope(audited) if (audited := fields.option(forms.AUDIT)) else None,
        forms.COSTS: forms.HIDE in fields.options(forms.COSTS),
        forms.CLIENT: fields.text(forms.CLIENT),
        forms.COMPETITORS: _competitors(fields),
    }
    changed = {_SETTINGS[name]: value for name, value in typed.items() if fields.changed(name)}
    if "digest_off_until" in changed:
        changed["digest_off_from"] = None  # the form knows no first day: the pause begins at once
    told_again = _escalation(fields)
    settings = with_escalation(settings, told_again, deps) if told_again else settings
    return replace(settings, **changed)  # type: ignore[arg-type]  # names and types as above
