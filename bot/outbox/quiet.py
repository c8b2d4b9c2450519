"""Quiet hours in the outbox: what is held until they are over, and what is let go of before."""

from dataclasses import replace
from datetime import datetime

from bot.outbox.sender import Sender
from bot.rerouting.rerouted import rerouted_in
from jobs.alerts.groups import parts_of
from jobs.alerts.quiet import held_keys, is_worst, may_wait, quiet_hours
from jobs.model.incident import Incident
from jobs.model.notice import Notice, NoticeKind, NoticeStatus
from jobs.model.notice_key import EscalationKey
from jobs.model.parse_notice_key import parse_notice_key
from jobs.model.write import Write


async def held(sender: Sender, notice: Notice, incident: Incident | None) -> Notice | None:
    """The notice as it waits for the end of its channel's quiet hours; None where it is said now."""
    quiet = quiet_hours(sender.config, await sender.store.channel_settings(notice.channel))
    until = quiet.until(sender.clock.now()) if quiet else None
    if quiet is None or until is None:
        return None
    is_told = incident is not None and await _is_told(sender, incident)
    if not may_wait(notice, incident, is_told=is_told):
        return None
    if quiet.but_lost and is_worst(await _told_by(sender, notice, incident)):
        return await _after_others(sender, notice)
    return _waiting(notice, until, held=True)


async def release_all(sender: Sender) -> None:
    """After a start: whether it is still quiet shows when each is looked at again."""
    if keys := held_keys(await sender.store.notices()):
        await sender.store.write(Write(release=keys))


async def _after_others(sender: Sender, notice: Notice) -> Notice | None:
    """What is not held goes out behind what was held of the same incident, which is let go of now."""
    if not notice.incident_id:
        return None
    keys = held_keys(await sender.store.notices(incident_id=notice.incident_id))
    if not keys:
        return None
    await sender.store.write(Write(release=keys))
    return _waiting(notice, None, held=False)


def _waiting(notice: Notice, until: datetime | None, *, held: bool) -> Notice:
    return replace(
        notice,
        status=NoticeStatus.READY,
        held=held,
        not_before=until,
        attempts=0,
        failing_since=None,
        error="",
    )


async def _is_told(sender: Sender, incident: Incident) -> bool:
    group = await sender.store.incident(incident.group) if incident.group else None
    return bool((group or incident).message_ts)


async def _told_by(sender: Sender, notice: Notice, incident: Incident | None) -> list[Incident]:
    """The incidents that a notice tells."""
    if notice.kind is NoticeKind.REROUTED:
        return [each for name in rerouted_in(notice).alerts if (each := await sender.store.incident(name))]
    key = parse_notice_key(notice.key)
    told = await sender.store.incident(key.incident_id) if isinstance(key, EscalationKey) else incident
    return [told, *await parts_of(sender.store, told)] if told else []
