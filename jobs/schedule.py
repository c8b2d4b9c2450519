"""APScheduler only ticks; what is due is in the store, so that a missed or doubled tick changes nothing."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

TICK_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Tick:
    """Something done again and again; it looks for itself what there is to do."""

    name: str
    act: Callable[[], Awaitable[None]]
    every_seconds: float = TICK_SECONDS


def start_ticking(ticks: list[Tick]) -> AsyncIOScheduler:
    """Start a scheduler in the running loop; the caller shuts it down.

    Its own defaults would skip a tick after a stall of a second and pile up those missed during a sleep.
    """
    # A tick that comes while the one before is still at work is not missed: what is due stays due.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    scheduler = AsyncIOScheduler(
        timezone="UTC", job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
    )
    for tick in ticks:
        scheduler.add_job(tick.act, IntervalTrigger(seconds=tick.every_seconds), id=tick.name, name=tick.name)
    scheduler.start()
    return scheduler
