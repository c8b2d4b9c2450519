"""After how long alerts of a channel are told again that nobody took, and those that are older than that choice."""

from dataclasses import replace

from bot.access.permissions import Asker
from bot.operations.change import change
from bot.operations.edit import choose_settings
from bot.request.deps import Deps
from bot.slack.post_access import Sharing
from jobs.alerts.escalate import WaitingAlerts, heard_by
from jobs.alerts.escalation import counting, escalated_together, escalation_of
from jobs.alerts.quiet import quiet_hours
from jobs.model.channel import ChannelSettings
from jobs.model.incident import Incident
from jobs.model.write import Write


async def choose_escalation(stored: str | None, who: Asker, deps: Deps) -> ChannelSettings:
    """What holds from now on, as it is stored; the time of every alert counts from now where nothing was told before.

    Switched off, what was counted is forgotten at the next look only, so that Undo brings it back.
    """
    return await choose_settings(lambda settings: with_escalation(settings, stored, deps), who, deps)


def with_escalation(settings: ChannelSettings, stored: str | None, deps: Deps) -> ChannelSettings:
    """The settings with this plan, as it is stored."""
    after = replace(settings, escalate=stored)
    plan = escalation_of(deps.config.alerts, after)
    return counting(after, plan, deps.now()) if plan else after


async def is_seen_by_others(channel: str, deps: Deps) -> bool:
    """Whether people of other workspaces would read there what is told of another channel's alerts."""
    return (await deps.directory.channels.place(channel)).sharing is Sharing.SHARED


async def older_untaken(channel: str, deps: Deps) -> list[Incident]:
    """The alerts of a channel that nobody took for longer than its plan says, those from before that plan too."""
    waiting = await _waiting(channel, deps)
    return await waiting.overdue(deps.now()) if waiting else []


async def escalate_older(who: Asker, deps: Deps) -> list[Incident] | None:
    """Have those told in one message; None where nothing is told again in the channel. Raises NotAllowedError."""
    told: list[Incident] = []

    async def decide() -> Write | None:
        waiting = await _waiting(who.channel, deps)
        told[:] = await waiting.overdue(deps.now()) if waiting else []
        if waiting is None or not told:
            return None
        plan = await heard_by(waiting.plan, who.channel, deps.directory.channels.is_shared)
        return escalated_together(told, plan, who.channel, deps.now())

    await change(deps, who, decide)
    return told if await _waiting(who.channel, deps) else None


async def _waiting(channel: str, deps: Deps) -> WaitingAlerts | None:
    """None where nothing is told again there."""
    chosen = await deps.store.channel_settings(channel)
    plan = escalation_of(deps.config.alerts, chosen)
    return WaitingAlerts(deps.store, channel, plan, quiet_hours(deps.config, chosen)) if plan else None
