"""Two bots and four workers on one database, with a local Slack and sites on loopback."""

import asyncio
import sys
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit

import psycopg
from psycopg.rows import TupleRow

from bot.sandbox import RunningSlack, start_sandbox
from jobs.bench._own_postgres import CARELESS, OwnServer, own_postgres
from jobs.model.link import Link
from jobs.model.link_status import LinkState
from jobs.store.postgres.connection import connect
from jobs.store.postgres.migrate import migrate
from jobs.store.postgres.store import open_postgres
from jobs.store.protocol import Store
from tests.fleet.network import Line, own_line
from tests.fleet.seed import begin, seed
from tests.fleet.web import Web
from tests.tools.process import ROOT, settings
from tests.tools.slack_bot import add_ops

BOTS, WORKERS = 2, 4
STARTED_WITHIN = 120.0


@dataclass
class Member:
    """A bot or worker."""

    name: str
    process: Process
    log: Path


@dataclass
class Fleet:
    """Everything that a fault may befall, and what it is judged by."""

    server: OwnServer
    store: Store
    slack: RunningSlack
    web: Web
    gone: list[int]
    """Ids of the links that are to be found lost."""
    lease: float
    """Seconds."""
    begun: datetime
    line: Line | None = None
    """That of the first worker, where it has one of its own."""
    bots: list[Member] = field(default_factory=list)
    workers: list[Member] = field(default_factory=list)
    struck_at: float = 0.0
    """When something befell somebody; 0: nothing has."""
    held: list[int] = field(default_factory=list)
    """Ids of the links on the hosts that those were at then, as far as they were not looked at yet."""

    async def strike(self, *members: Member) -> None:
        """Something befalls these now: remember what they are at; wait for a moment in which they are at something."""
        pids = {str(each.process.pid) for each in members}
        for _ in range(200 if members else 0):
            lent = await self._rows("select name, holder from host_leases where lease is not null")
            hosts = {name for name, holder in lent if str(holder).rpartition(" ")[2] in pids}
            links = await self.store.links()
            self.held = [
                each.id for each in links if urlsplit(each.page_url).netloc in hosts and not self.is_done(each)
            ]
            if self.held:
                break
            await asyncio.sleep(0.05)
        self.struck_at = monotonic()

    async def until_all_work(self) -> None:
        """Return when every bot and worker takes jobs."""
        async with asyncio.timeout(STARTED_WITHIN):
            while len(await self._rows("select from procrastinate_workers")) < BOTS + WORKERS:
                await asyncio.sleep(0.1)

    async def _rows(self, statement: str) -> list[TupleRow]:
        async with await psycopg.AsyncConnection.connect(self.server.url("fleet")) as connection:
            return await (await connection.execute(statement)).fetchall()

    def is_done(self, link: Link) -> bool:
        """Whether it was looked at; one that was absent for the last time is lost then."""
        return link.standing.looked_at is not None and (
            link.id not in self.gone or link.standing.state is LinkState.LOST
        )

    async def leader(self, besides: Member | None = None) -> Member:
        """The bot that leads, once it is another than `besides`."""
        for _ in range(600):
            leads = await self._rows("select holder from leader")
            pid = int(str(leads[0][0]).rpartition(":")[2]) if leads else 0
            others = [bot for bot in self.bots if bot is not besides and bot.process.returncode is None]
            if found := next((bot for bot in others if bot.process.pid == pid), None):
                return found
            await asyncio.sleep(0.1)
        raise TimeoutError("no bot leads")


@asynccontextmanager
async def open_fleet(folder: Path, *, hosts: int, lease: float, with_line: bool) -> AsyncIterator[Fleet]:
    """A fleet at work; all of it is ended with the block."""
    async with AsyncExitStack() as opened:
        server = opened.enter_context(own_postgres(*CARELESS))
        url = server.create("fleet")
        with connect(url) as connection:
            migrate(connection)
        web = await opened.enter_async_context(Web())
        slack = await opened.enter_async_context(await start_sandbox())
        add_ops(slack)
        store = await open_postgres(url)
        opened.push_async_callback(store.close)
        gone = await seed(store, web, hosts)
        line = opened.enter_context(own_line(server.socket)) if with_line else None
        fleet = Fleet(server, store, slack, web, gone, lease, datetime.now(UTC), line)
        for number in range(BOTS):
            env = _environment(slack, folder / f"bot-{number}", url)
            fleet.bots.append(await _start(opened, "bot", lease, env, folder / f"bot-{number}.log"))
        for number in range(WORKERS):
            own = server.url("fleet", line.host) if line and number == 0 else url
            env = _environment(slack, folder / f"worker-{number}", own)
            fleet.workers.append(await _start(opened, "worker", lease, env, folder / f"worker-{number}.log"))
        await fleet.until_all_work()
        await begin(store)
        yield fleet


def _environment(slack: RunningSlack, folder: Path, url: str) -> dict[str, str]:
    """A digest is due a while ago, so that whoever leads writes it at once."""
    now = datetime.now(UTC) - timedelta(minutes=2)
    return settings(
        slack,
        folder,
        DATABASE_URL=url,
        PYTHONFAULTHANDLER="1",  # one that ends by a fault of C says where
        LINKWATCH_NETWORK__ALLOW_PRIVATE="true",
        LINKWATCH_NETWORK__HOST_DELAY="0.05s",
        LINKWATCH_NETWORK__TIMEOUT="5s",
        LINKWATCH_NETWORK__CONCURRENCY="4",
        LINKWATCH_RELEVANCE__KEEP="false",
        LINKWATCH_DIGEST__DAY=f"{now:%a}".lower(),
        LINKWATCH_DIGEST__TIME=f"{now:%H:%M}",
        LINKWATCH_DIGEST__ZONE="UTC",
    )


async def _start(opened: AsyncExitStack, role: str, lease: float, env: dict[str, str], log: Path) -> Member:
    command = (sys.executable, "-m", "tests.fleet.process", role, str(lease))
    with log.open("wb") as errors:
        process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=env, stdout=DEVNULL, stderr=errors)
    opened.push_async_callback(_end, process)
    return Member(log.stem, process, log)


async def _end(process: Process) -> None:
    if process.returncode is None:
        process.kill()  # also where it is stopped
    await process.wait()
