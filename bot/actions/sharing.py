"""What one person has seen is given to the channel: by the outbox, once for each answer, across a restart too."""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.access.permissions import may_manage, may_view
from bot.actions.click import Click
from bot.commands import carry_out
from bot.grammar.parse import parse
from bot.grammar.values import ParseError, changes
from bot.messages.answers.help import not_allowed
from bot.messages.answers.sharing import Given, not_shared, shared, shared_already, to_json, tried_again
from bot.messages.digest.message import digest_message, digest_stopped
from bot.messages.kit.blocks import Message
from bot.messages.kit.controls import without_sharing
from bot.operations.digest import build_digest
from bot.outbox.reachability import warning
from bot.request.deps import Deps
from jobs.alerts.costs import hides_costs
from jobs.model.notice import Notice, NoticeKind
from jobs.model.notice_key import AnswerKey
from jobs.model.write import Write

Find = Callable[[], Awaitable[Message | None]]
"""Makes what the channel is given; None where there is nothing, of which the asker was told."""


async def share(click: Click, deps: Deps) -> None:
    """Give the channel the answer that only one person has seen."""
    command = parse(click.value, deps.config.our_sites)
    allowed = may_view(deps.config.permissions, click.request.asker)
    if not allowed or isinstance(command, ParseError) or changes(command):
        await click.request.answer.say(not_allowed("share this", click.request.asker, to_view=True))
        return

    async def find() -> Message | None:
        reply = await carry_out(click.value, replace(click.request, public=True), deps)
        return reply if isinstance(reply, Message) else None

    await _give(click, find, deps)


async def share_digest(click: Click, deps: Deps) -> None:
    """Give the channel the digest that the asker has seen."""
    if not may_manage(deps.config.permissions, click.request.asker):
        await click.request.answer.say(not_allowed("share the digest", click.request.asker))
        return

    async def find() -> Message | None:
        digest = await build_digest(click.request.asker, deps, click.request.trigger_id)
        if digest is None:
            await click.request.answer.say(digest_stopped())
        return digest_message(digest) if digest else None

    await _give(click, find, deps)


async def _give(click: Click, find: Find, deps: Deps) -> None:
    """Have the outbox post what `find` finds; whoever pressed the button is told, and sees it go."""
    answer, channel = click.request.answer, click.request.channel
    if await deps.store.knows_notice(_key(click)):
        await answer.say(await _known(_key(click), deps))
    elif shut := await warning(channel, deps, lately=False):
        await answer.say(not_shared(shut))
    elif found := await find():
        message = without_sharing(found)
        if not await _is_first(await _notice(click, message, deps), deps):
            await answer.say(shared_already())
        elif click.ephemeral:
            await answer.replace(message.with_blocks(shared().blocks))
        else:
            await answer.say(shared())


async def _known(key: str, deps: Deps) -> Message:
    """It was shared before; what Slack refused then is tried again."""
    if not any(dead.key == key for dead in await deps.store.notices(dead=True)):
        return shared_already()
    await deps.store.write(Write(revive=[key]))
    deps.wake_outbox()
    return tried_again()


async def _is_first(notice: Notice, deps: Deps) -> bool:
    """Hand the notice to the outbox; False where somebody pressing at the same time was quicker."""
    async with deps.sharing:
        if await deps.store.knows_notice(notice.key):
            return False
        await deps.store.write(Write(notices=[notice]))
    deps.wake_outbox()
    return True


async def _notice(click: Click, message: Message, deps: Deps) -> Notice:
    hidden = await hides_costs(deps.store, click.request.channel)
    payload = to_json(Given(message, hidden))
    return Notice(_key(click), click.request.channel, NoticeKind.ANSWER, deps.now(), payload=payload)


def _key(click: Click) -> str:
    stands_for = hashlib.sha256(click.value.encode()).hexdigest()[:12]
    return str(AnswerKey(click.request.channel, click.message_ts, stands_for))
