"""An outbox between a real store and the local Slack, for tests."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from slack_sdk.web.async_client import AsyncWebClient

from bot.outbox.chart_upload import Pictures
from bot.outbox.sender import Sender
from bot.outbox.worker import Outbox
from bot.sandbox import BOT_TOKEN, Message, RunningSlack, start_sandbox
from bot.slack.connection import slack_session
from jobs.alerts.groups import place
from jobs.model.findings import Finding, Severity
from jobs.model.incident import Incident, IncidentKind, IncidentStatus
from jobs.model.notice import Notice, NoticeKind, NoticeStatus
from jobs.model.write import Write
from jobs.store.protocol import Store
from tests.tools.clocks import HandClock
from tests.tools.slack_bot import OPS, add_ops
from tests.tools.stores import open_store

LINKS = "C0LINKS"
ADMIN = OPS
MISSING = Finding("missing", Severity.LOST, "The link is not on the page any more.")


@dataclass
class Bench:
    """Everything a test of the outbox touches."""

    slack: RunningSlack
    store: Store
    clock: HandClock
    client: AsyncWebClient
    folder: Path
    at_most_once: bool = False
    can_upload: bool = True

    def __post_init__(self) -> None:
        self.outbox = self.restarted()

    def restarted(self) -> Outbox:
        """A new outbox over the same store, as after a start."""
        pictures = Pictures(self.client, self.clock, allowed=self.can_upload)
        sender = Sender(self.store, self.client, self.clock, at_most_once=self.at_most_once, pictures=pictures)
        self.outbox = Outbox(sender, admin_channel=ADMIN, pace_seconds=0.0)
        return self.outbox

    def incident(self, number: int = 1, channel: str = LINKS) -> Incident:
        return Incident(
            f"L-{number}-lost-1",
            channel,
            IncidentKind.LOST,
            f"L-{number}",
            (number,),
            self.clock.now(),
            findings=(MISSING,),
        )

    async def open(self, incident: Incident) -> None:
        """An incident and its card, as a check writes them."""
        write = Write(incidents=[incident], notices=[self.notice("card", NoticeKind.CARD, incident)])
        await self.store.write(await place(self.store, write, self.clock.now()))

    def notice(self, name: str, kind: NoticeKind, incident: Incident, text: str = "") -> Notice:
        key = f"{incident.id}/{name}"
        return Notice(key, incident.channel, kind, self.clock.now(), incident_id=incident.id, text=text)

    async def say(self, key: str, channel: str = LINKS, text: str = "") -> None:
        """A plain message for a channel."""
        await self.store.write(
            Write(notices=[Notice(key, channel, NoticeKind.TEXT, self.clock.now(), text=text or key)])
        )

    async def current(self, incident: Incident) -> Incident:
        found = await self.store.incident(incident.id)
        assert found is not None
        return found

    async def change(self, incident: Incident, *notices: Notice, **fields: object) -> Incident:
        """Change an incident and say so."""
        changed = replace(await self.current(incident), **fields)  # type: ignore[arg-type]  # fields of the noun
        await self.store.write(Write(incidents=[changed], notices=notices))
        return await self.current(incident)

    async def later(self, seconds: float = 600) -> None:
        """Time passes, and what is due is delivered."""
        self.clock.move(timedelta(seconds=seconds))
        await self.outbox.deliver_due()

    def said(self, channel: str = LINKS) -> list[str]:
        return [message.text for message in self.slack.messages(channel)]

    def card(self, channel: str = LINKS) -> Message:
        return self.slack.messages(channel)[-1]

    async def dead(self) -> dict[str, str]:
        """What could not be said where it belongs."""
        dead = await self.store.notices(dead=True)
        return {notice.key: notice.error for notice in dead if notice.kind is not NoticeKind.REROUTED}

    async def waiting(self) -> dict[str, NoticeStatus]:
        return {notice.key: notice.status for notice in await self.store.notices()}


RECOVERED = {"status": IncidentStatus.RECOVERED}


@asynccontextmanager
async def open_bench(folder: Path, *, at_most_once: bool = False, answer_within: float = 0.5) -> AsyncIterator[Bench]:
    async with await start_sandbox() as slack, slack_session(answer_within) as session:
        client = AsyncWebClient(token=BOT_TOKEN, base_url=slack.api_url, session=session, retry_handlers=[])
        add_ops(slack)
        store = await open_store(folder)
        bench = Bench(slack, store, HandClock(), client, folder, at_most_once)
        yield bench
        await bench.store.close()
