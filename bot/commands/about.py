"""`status`: how the bot itself is, as far as whoever asks may know."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from bot.access.permissions import may_manage
from bot.grammar.values import Help, Status
from bot.grammar.verb_words import ABROAD
from bot.grammar.verbs import BY_NAME, VERBS
from bot.messages.answers.help import help_message, verb_help
from bot.messages.answers.status import Health, StatusScope, Unsaid, status_message
from bot.messages.kit.blocks import Message
from bot.outbox.reachability import settings_troubles
from bot.request.ask import Request
from bot.request.deps import Deps
from bot.slack.post_access import Sharing, is_direct
from jobs.alerts.storm_incidents import SUBJECT as STORM
from jobs.formats.filters.names import FILTERS
from jobs.model.notice import Notice
from jobs.model.notice_key import RemindKey
from jobs.model.parse_notice_key import parse_notice_key


async def status(_command: Status, request: Request, deps: Deps) -> Message:
    """How the bot itself is; of other channels only to those who may manage all, where no other workspace looks on.

    An answer that is shared tells of them only where everybody may manage all.
    """
    reader = replace(request.asker, user="" if request.public else request.user, channel="")
    everywhere = may_manage(deps.config.permissions, reader)
    place = await deps.directory.channels.place(request.channel)
    whole = everywhere and place.sharing is Sharing.OURS
    unsent = await deps.store.notices(channel="" if whole else request.channel)
    waiting = sum(not _is_for_later(notice, deps.now()) for notice in unsent)
    held = [notice.not_before for notice in unsent if notice.held and notice.not_before]
    health = Health(
        counts=(await deps.store.totals() if whole else await _counts(request.channel, deps))
        | {"waiting_notices": waiting},
        next_due=await deps.store.next_due_at() if whole else None,
        promise=deps.promise(),
        unsaid=await _unsaid("" if whole else request.channel, unsent, deps),
        storm_since=min((storm.opened_at for storm in await deps.store.incidents(subject=STORM)), default=None),
        advice=await _advice(deps) if whole else list(filter(None, [await deps.store.write_trouble()])),
        held=len(held),
        held_until=min(held, default=None),
        scope=StatusScope.WHOLE if whole else StatusScope.CHANNEL_FOR_NOW if everywhere else StatusScope.CHANNEL,
    )
    return status_message(health, deps.now())


async def _advice(deps: Deps) -> list[str]:
    """What whoever runs the bot has to know; that nothing can be stored concerns everybody."""
    return [*await settings_troubles(deps.directory.channels, deps.config), *await deps.store.warnings()]


async def _counts(channel: str, deps: Deps) -> dict[str, int]:
    """A channel in numbers, named as the store names those of all."""
    counts = await deps.store.channel_counts(channel)
    return {
        "links": counts.links,
        "partners": counts.partners,
        "open_incidents": counts.open_incidents,
    }


def _is_for_later(notice: Notice, now: datetime) -> bool:
    """Whether it is a person's own reminder whose time is to come: nobody waits for that to be said."""
    is_reminder = isinstance(parse_notice_key(notice.key), RemindKey)
    return is_reminder and notice.not_before is not None and notice.not_before > now


async def _unsaid(channel: str, unsent: Iterable[Notice], deps: Deps) -> list[Unsaid]:
    """What could not be posted, in one channel or in all; that of one that tracks nothing any more concerns nobody."""
    dead = [Unsaid(each, word, count) for (each, word), count in sorted((await deps.store.dead_notices()).items())]
    concerns = {*await deps.store.channels(), deps.config.slack.admin_channel}
    return [
        each
        for each in [*dead, *_failing(unsent)]
        if channel in {"", each.channel} and (each.channel in concerns or is_direct(each.channel))
    ]


def _failing(waiting: Iterable[Notice]) -> list[Unsaid]:
    """What is tried again and again and not given up, by channel and Slack's word for why."""
    since: dict[tuple[str, str], list[datetime]] = {}
    for notice in waiting:
        if notice.failing_since:
            since.setdefault((notice.channel, notice.word), []).append(notice.failing_since)
    return [Unsaid(channel, word, len(times), min(times)) for (channel, word), times in sorted(since.items())]


async def help_with(command: Help, _request: Request, deps: Deps) -> Message:
    """All verbs, or one."""
    name = deps.config.slack.command
    if not command.verb:
        return help_message(name, [(verb.examples[0], verb.about) for verb in VERBS])
    verb = BY_NAME[command.verb]
    synonyms = [*(word for word in verb.synonyms if word.isalpha()), *ABROAD.get(verb.name, "").split()]
    filters = FILTERS if verb.filters else ()
    return verb_help(name, verb.about, verb.usage, verb.examples, ", ".join(synonyms), filters=filters)
