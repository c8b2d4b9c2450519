"""Change what is stored on somebody's behalf: read, decide, write; and again where somebody else wrote in between.

Every decision of a person is written here, so that whoever may not manage the channel changes nothing, whichever way
they came; whoever calls asks before, too, to refuse in fitting words.
"""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.access.permissions import Asker, require_manage
from bot.request.deps import Deps
from jobs.alerts.groups import place
from jobs.exchanges.follow import with_exchanges
from jobs.model.write import Write
from jobs.rules import alerts
from jobs.store.retry import Decide, retry_on_conflict

T = TypeVar("T")
DecideTelling = Callable[[], Awaitable[tuple[Write | None, T]]]
"""As `Decide`, with what the caller is to know of it."""


async def change(deps: Deps, who: Asker, decide: Decide) -> bool:
    """Write what `decide` says, with what it makes of the deals concerned; whether anything was written.

    Raises NotAllowedError, and StaleError where others kept writing in between.
    """
    require_manage(deps.config.permissions, who)
    silent = frozenset(deps.config.alerts.silent)

    async def decide_with_deals() -> Write | None:
        write = await decide()
        if write is None:
            return None
        followed = await with_exchanges(deps.store, write, lambda finding: alerts(finding, silent), deps.now())
        return await place(deps.store, followed, deps.now())

    written = await retry_on_conflict(deps.store, decide_with_deals)
    if written:
        deps.wake_outbox()
    return written


async def change_telling(deps: Deps, who: Asker, decide: DecideTelling[T]) -> tuple[bool, T]:
    """As `change`, and what `decide` told beside the write that got through."""
    told: list[T] = []  # of each try, as another may have written in between; the last one holds

    async def decide_once() -> Write | None:
        write, result = await decide()
        told.append(result)
        return write

    return await change(deps, who, decide_once), told[-1]


async def check_soon(deps: Deps, *urls: str) -> None:
    """Have pages checked as soon as their hosts allow, without waiting for it."""
    for url in dict.fromkeys(urls):
        await deps.store.due_now(url, deps.now())
    deps.wake()
