"""`python -m bot demo`: the real bot in a local Slack, with web sites to spoil, on a quick clock. Leaves nothing."""

import asyncio
import errno
import os
import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path

from pydantic import SecretStr

from bot.sandbox import APP_TOKEN, BOT_TOKEN, DemoSites, RunningSlack, start_sandbox, start_sites
from bot.sandbox.clock import QuickClock
from bot.service import serve
from bot.slack.connection import PROXIES
from jobs.checks.work import Work
from jobs.config import Checks, Config, Digest, Network, Secrets, Slack
from jobs.config import Store as StoreConfig
from jobs.config.fields import Weekday
from jobs.config.sections import Log
from jobs.digests.write import Digests
from jobs.exchanges.follow import with_exchanges
from jobs.exchanges.legs import new_leg
from jobs.model.document import Place
from jobs.model.exchange import NewExchange, Side
from jobs.model.link import Expectation, NewLink
from jobs.model.notice import Notice, NoticeKind
from jobs.model.partner import NewPartner
from jobs.model.prospect import NewProspect, Plan
from jobs.model.series import SeriesPoint
from jobs.model.terms import Money, Terms
from jobs.model.write import Write
from jobs.prospects.look import look_at
from jobs.relevance.comparer import open_comparer
from jobs.rules import alerts
from jobs.store.protocol import Store
from jobs.telemetry.logs import start_logging
from jobs.units.stop import Stop, StoppedError

PORT = 8010
LONGEST_START = 600.0
"""Seconds: on a machine that is busy with something else it takes long."""
TRIES = 20
"""Ports that are tried one after the other, before any free one is taken."""
HOUR_TAKES = 2.0
"""Seconds; with the waits below a removed link is called lost after about ten."""
TICK_SECONDS = 1.0
LONGEST_VISIT = timedelta(hours=12)
"""Visits are timed by the quick clock, and pages are read by the machine's: a quarter of an hour is half a second."""
APART = timedelta(weeks=2)
"""What is tracked was added so long one after the other, so that the digest has weeks to draw."""
BEHIND = timedelta(days=2)
"""Where its clock begins, so that what is seen in the first minutes is not dated in days to come."""
FIRST_DIGEST = timedelta(hours=45)
"""A minute and a half here."""
PARTNER_LIMIT = 80
FILLING = 11
"""Weeks in which the partner page filled up: the chart of show P-1 has them."""
CHANNEL = "C0LINKS"
WATCHED = ("trail-notes", "gear-bench", "outdoor-directory")
GIVEN = "our-friends"
"""The page of ours with the link that is given for that of the second."""
PARTNER = "outdoor-directory"
PAID = "trail-notes"
PROSPECT, PROSPECT_TARGET = "valley-paths", "our-guide"
"""The page that is to be asked for a link, and the page of ours that it is to lead to."""
REMINDED = timedelta(days=7)
COST = Money(Decimal(120), "EUR")
GUARANTEE = timedelta(days=365)

NOTE = (
    f"The clock is quick here: an hour passes in {HOUR_TAKES:.0f} seconds, and a week in about six minutes. "
    "Pages are checked every hour instead of once a day, and an absent link is called lost after two more checks."
)
WELCOME = (
    "Hello! I track four links, two of them an exchange, and one partner page for this channel, and all is well. "
    "The partner page filled up over its last weeks: /links show P-1 has the chart. "
    "Spoil a page in the panel beside this channel and wait some ten seconds; then put it back. "
    "The exchange can be broken from either side: take Gear Bench's link away, and /links reciprocity says that our "
    "own page still gives one for nothing. One page is to be asked for a link: /links prospect mail C-1 drafts a mail, "
    "and /links prospect candidates says whom else to ask. Or type /links list, /links exchange show X-1, "
    "/links report, /links help."
)
HELLO = """\
Linkwatch demo: the real bot in a Slack of its own, on this machine only.

    Open {address}

Spoil a web site in the panel on the right: within some ten seconds the channel shows an alert; "Put it back" ends it.
{note}
Ctrl-C ends the demo; nothing is left behind.
"""


def demo() -> int:
    """Run until Ctrl-C or SIGTERM; gives the exit code."""
    for name in PROXIES:  # all is on this machine
        os.environ.pop(name, None)
    try:
        asyncio.run(_demo())
    except StoppedError:
        return 0
    except OSError as error:
        sys.stderr.write(f"The demo cannot start: {error}\n")
        return 1
    return 0


async def _demo() -> None:
    stop = Stop()
    stop.listen()
    with tempfile.TemporaryDirectory(prefix="linkwatch-demo-") as folder:
        sites = await start_sites()
        try:
            clock = QuickClock(3600 / HOUR_TAKES, behind=BEHIND + len(WATCHED) * APART)
            async with await _start_slack(sites, clock) as slack:
                config = demo_config(slack.api_url, Path(folder) / "data", datetime.now(UTC) - BEHIND, sites.url(GIVEN))
                start_logging(config)
                greeting = asyncio.create_task(_greet(slack))
                try:
                    furnish = partial(_furnish, sites, clock, config)
                    await serve(
                        config, clock, stop, tick_seconds=TICK_SECONDS, longest_visit=LONGEST_VISIT, started=furnish
                    )
                finally:
                    greeting.cancel()
        finally:
            await sites.stop()
    _say("\nThe demo has ended.\n")


async def _start_slack(sites: DemoSites, clock: QuickClock) -> RunningSlack:
    """On the usual port, or the next free one."""
    for port in range(PORT, PORT + TRIES):
        try:
            return await start_sandbox(port=port, sites=sites, note=NOTE, clock=clock)
        except OSError as error:
            if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
                raise
    return await start_sandbox(sites=sites, note=NOTE, clock=clock)


def demo_config(api_url: str, folder: Path, now: datetime, our_page: str) -> Config:
    """The bot's configuration: like anybody's, but for waits that suit the quick clock and sites on loopback.

    `our_page` is read for the links that we give.
    """
    first_digest = now + FIRST_DIGEST
    return Config(
        our_pages=(our_page,),
        slack=Slack(base_url=api_url),
        store=StoreConfig(path=str(folder)),
        network=Network(
            allow_private=True,
            timeout=timedelta(seconds=3),
            connect_timeout=timedelta(seconds=2),
            dns_cache=timedelta(minutes=5),
        ),
        checks=Checks(
            every=timedelta(hours=1),
            partners_every=timedelta(hours=1),
            our_pages_every=timedelta(hours=1),
            confirm=(timedelta(hours=1), timedelta(hours=1)),
            confirm_weakened=timedelta(hours=1),
        ),
        digest=Digest(day=list(Weekday)[first_digest.weekday()], time=first_digest.time(), zone="UTC"),
        log=Log(level="WARNING"),
        secrets=Secrets(slack_bot_token=SecretStr(BOT_TOKEN), slack_app_token=SecretStr(APP_TOKEN)),
    )


async def _furnish(sites: DemoSites, clock: QuickClock, config: Config, store: Store, work: Work) -> None:
    """Track a few links that are there already since some weeks, and say hello."""
    for page in WATCHED:
        await _track(page, sites, clock.now(), store)
        await work.dispatcher.run_due()
        clock.leap(APART)
    await _filled_up(sites.url(PARTNER), store)
    await _track(GIVEN, sites, clock.now(), store)
    await work.dispatcher.run_due()
    await _exchange(clock.now(), store)
    await _prospect(sites, clock.now(), config, store, work)
    await Digests(store, config).write_due(clock.now())
    waiting = [notice.key for notice in await store.notices()]
    hello = Notice("demo/hello", CHANNEL, NoticeKind.TEXT, clock.now(), text=WELCOME)
    await store.write(Write(notices=[hello], supersede=waiting))


async def _track(page: str, sites: DemoSites, now: datetime, store: Store) -> None:
    """The link of a page, and how many links the page has where that is limited."""
    expected = Expectation(anchor=sites.pages[page].anchor)
    terms = Terms(COST, (now + GUARANTEE).date()) if page == PAID else Terms()
    link = NewLink(
        CHANNEL, sites.url(page), sites.target_url(page), expected, owner="U0ADA", added_by="U0ADA", terms=terms
    )
    await store.add_link(link, now)
    if page == PARTNER:
        partner = NewPartner(CHANNEL, sites.url(page), max_outbound=PARTNER_LIMIT, added_by="U0ADA")
        await store.add_partner(partner, now)


async def _filled_up(page_url: str, store: Store) -> None:
    """Give the partner page weeks in which it came to have the links that it has, as its check found them."""
    [found] = await store.series([page_url])
    now = found.points[0]
    past = tuple(_weeks_before(now, weeks) for weeks in range(FILLING, 0, -1))
    [partner] = await store.partners(CHANNEL)
    at = partner.added_at - timedelta(weeks=FILLING)
    since = replace(partner, baseline_followed=past[0].followed, baseline_at=at)
    await store.write(Write(partners=[since], series=[replace(found, points=(*past, *found.points))]))


def _weeks_before(now: SeriesPoint, weeks: int) -> SeriesPoint:
    """The page so many weeks earlier, when it had fewer links in its text; ours stood higher then."""
    gone = now.followed * weeks // (FILLING + 2)
    return replace(
        now,
        day=now.day - timedelta(weeks=weeks),
        external=now.external - gone,
        followed=now.followed - gone,
        domains=now.domains - min(gone, now.domains - 1),
        places=tuple((place, count - gone * (place is Place.BODY)) for place, count in now.places),
        ours=tuple(replace(spot, position=max(1, spot.position - gone // 4)) for spot in now.ours),
    )


async def _exchange(now: datetime, store: Store) -> None:
    """The link of the second page and the one that we give for it, as one deal."""
    theirs, ours = [link for number in (2, len(WATCHED) + 1) if (link := await store.link(number))]
    legs = (new_leg(theirs, Side.THEIRS), new_leg(ours, Side.OURS))
    deal, _ = await store.add_exchange(NewExchange(CHANNEL, legs, (now + GUARANTEE).date(), added_by="U0ADA"), now)
    await store.write(await with_exchanges(store, Write(exchanges=(deal,)), alerts, now))


async def _prospect(sites: DemoSites, now: datetime, config: Config, store: Store, work: Work) -> None:
    """A page that does not link to us yet, read as it is when somebody keeps it."""
    target = sites.url(PROSPECT_TARGET)
    plan = Plan(target=target, owner="U0ADA", next_on=(now + REMINDED).date(), notes="met the editors at a fair")
    prospect, _ = await store.add_prospect(NewProspect(CHANNEL, sites.url(PROSPECT), plan, "U0ADA"), now)
    async with open_comparer(config) as comparer:
        looked = await look_at(work.reader, comparer.compare, prospect.page_url, target, now)
    await store.write(Write(prospects=[replace(prospect, look=looked.page, fit=looked.fit)]))


async def _greet(slack: RunningSlack) -> None:
    """Say where to look, once there is somebody who answers."""
    await slack.connected(LONGEST_START)
    _say(HELLO.format(address=slack.base_url, note=NOTE))


def _say(words: str) -> None:
    sys.stdout.write(words)
    sys.stdout.flush()
