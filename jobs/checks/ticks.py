"""APScheduler only ticks; what is due is in the store, so that a missed or doubled tick changes nothing."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger
from msgspec import Struct

log = logging.getLogger(__name__)

TICK_SECONDS = 30.0


class Tick(Struct, frozen=True):
    """Something done again and again; it looks for itself what there is to do."""

    name: str
    act: Callable[[], Awaitable[None]]
    every_seconds: float = TICK_SECONDS


def start_ticking(ticks: list[Tick], failing: dict[str, str]) -> AsyncIOScheduler:
    """Start a scheduler in the running loop; the caller shuts it down. `failing` is kept: by tick, the error's name.

    Its own defaults would skip a tick after a stall of a second and pile up those missed during a sleep.
    """
    # A tick that comes while the one before is still at work is not missed: what is due stays due.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    scheduler = AsyncIOScheduler(
        timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    )
    for tick in ticks:
        act = partial(act_once, tick, failing)
        scheduler.add_job(act, IntervalTrigger(seconds=tick.every_seconds), id=tick.name, name=tick.name)
    scheduler.start()
    return scheduler


async def act_once(tick: Tick, failing: dict[str, str]) -> None:
    """Do it; an error is logged when it is new, not at each tick, and so is its end."""
    try:
        await tick.act()
    except asyncio.CancelledError:  # the bot stops; the scheduler would log each that is at work as an error
        return
    except Exception as error:
        if tick.name not in failing:
            log.exception("The tick %s failed; it is tried again every %.0f s", tick.name, tick.every_seconds)
        failing[tick.name] = type(error).__name__
    else:
        if failing.pop(tick.name, ""):
            log.warning("The tick %s works again", tick.name)
