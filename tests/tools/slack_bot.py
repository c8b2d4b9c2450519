"""The bot's handlers between the local Slack and a real store; looks and comparisons are fakes with a memory."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.access.viewer import directory_of
from bot.app import build_app
from bot.home.publisher import HomePublisher
from bot.outbox.chart_upload import Pictures
from bot.outbox.render import render
from bot.outbox.sender import Sender
from bot.outbox.worker import Outbox
from bot.progress.check_run import CheckRuns
from bot.request.deps import Deps
from bot.sandbox import APP_TOKEN, BOT_TOKEN, BOT_USER, Channel, Interaction, Message, RunningSlack, start_sandbox
from bot.slack.connection import InFlight, slack_session
from bot.slack.post_access import post_access_of
from jobs.checks.dispatcher import OtherRegions
from jobs.config import Config
from jobs.formats.sync.run import SyncParts
from jobs.model.channel import ChannelBlock
from jobs.model.incident import Incident
from jobs.model.link import Link
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.notice import DeliveryGuarantee, Notice, NoticeKind, NoticeStatus
from jobs.model.page import FetchFailure, FetchResult, Outcome, Page, Validators
from jobs.model.partner import Partner
from jobs.model.queries import LinkQuery
from jobs.model.reading import PageFacts, Sighting
from jobs.model.relevance import Relevance
from jobs.model.tracked_page import HostState
from jobs.model.write import Write
from jobs.pages.reading import Reading
from jobs.partners.audit import PageAudit
from jobs.prospects.look import Looked
from jobs.prospects.vet import ChannelKnown, Step
from jobs.prospects.vetting import VetFacts, Vetted
from jobs.store.protocol import Store
from tests.tools.clocks import HandClock
from tests.tools.nouns import facts, looked, page, relevance, seen
from tests.tools.stores import open_store

ADA, BEN, EVE = "U0ADA", "U0BEN", "U0EVE"
LINKS, ACME, OPS = "C0LINKS", "C0ACME", "C0OPSROOM"
PAGE, OTHER, TARGET = "https://blog.example/post", "https://other.example/p", "https://ours.example/shop"


async def nowhere(incident: Incident) -> str:
    """The address of a message, for what is rendered without one."""
    return ""


@dataclass
class Looks:
    """Looks at pages as told: every link is there, unless `absent`; remembers what was asked."""

    store: Store
    clock: HandClock
    asked: list[str] = field(default_factory=list)
    absent: bool = False
    before: Callable[[], Awaitable[None]] | None = None
    """Awaited before a check is done: a slow page, or an error."""
    sees: Callable[[PageFacts], PageFacts] = lambda facts: facts
    """What a page says beside its links."""
    sighting: Sighting | None = None
    """What is seen of every link, where it is not the usual."""
    failing: dict[str, Outcome] = field(default_factory=dict)
    """How pages end that cannot be read."""

    async def look(self, url: str) -> None:
        self.asked.append(url)
        if self.before:
            await self.before()
        if url in self.failing:
            await self._fail(url)
            return
        sighting = self.sighting or Sighting(None if self.absent else seen(), int(not self.absent))
        state = LinkState.LIVE if sighting.present else LinkState.PENDING
        standing = LinkStatus(state, since=self.clock.now())
        links = await self.store.links(LinkQuery(page_url=url))
        partners = [each for each in await self.store.partners() if each.page_url == url]
        old = await self.store.page(url)
        known = replace(
            old or page(url=url), facts=self.sees(facts(url=url, final_url=url)), last_checked_at=self.clock.now()
        )
        known = replace(known, next_check_at=self.clock.now() + timedelta(days=1))
        await self.store.write(
            Write(
                links=[replace(link, sighting=sighting, standing=standing) for link in links],
                partners=[replace(each, outbound=41) for each in partners],
                pages=[replace(known, last_outcome=facts().outcome, last_status=200)],
            )
        )

    async def _fail(self, url: str) -> None:
        old = await self.store.page(url) or page(url=url)
        later = self.clock.now() + timedelta(days=1)
        failed = replace(old, last_outcome=self.failing[url], last_checked_at=self.clock.now(), next_check_at=later)
        held = HostState(failed.host, failures=1, not_before=later, reason=self.failing[url])
        await self.store.write(Write(pages=[failed], hosts=[held]))


@dataclass
class Bot:
    """Everything that a test of the handlers touches."""

    slack: RunningSlack
    store: Store
    clock: HandClock
    looks: Looks
    outbox: Outbox
    runs: CheckRuns = field(default_factory=CheckRuns)
    handled: list[str] = field(default_factory=list)
    """Who was woken: the dispatcher, the outbox."""
    compared: list[tuple[str, str]] = field(default_factory=list)
    report: Relevance | FetchFailure = field(default_factory=relevance)
    answering: set[str] = field(default_factory=set)
    """Addresses at which a page answers that is not looked at."""
    written_meanwhile: Write | None = None
    """What somebody else writes while it is asked whether a page answers."""
    audited: dict[str, PageAudit] = field(default_factory=dict)
    """What audits of pages say; of others that nothing was looked at."""
    looked: Looked = field(default_factory=looked)
    """What the page of every prospect says."""
    vetted: list[Vetted] | Reading | None = None
    """What is advised of the pages that are vetted; None: nothing speaks against any."""
    asked_to_vet: list[tuple[tuple[str, ...], str, ChannelKnown]] = field(default_factory=list)
    promise: DeliveryGuarantee = DeliveryGuarantee.EXACTLY_ONCE
    sheet: bytes = b""
    """What every sheet on the web says; nothing: it is not found."""
    in_flight: InFlight = field(default_factory=InFlight)

    @property
    def following(self) -> SyncParts:
        """What following sheets works with."""
        return SyncParts(self.store, self.download, self.clock, our_sites=("ours.example",), chance=lambda: 0.5)

    async def download(self, url: str, _: Validators | None) -> FetchResult:
        """A sheet on the web, as a server gives it."""
        if not self.sheet:
            return FetchFailure(url, Outcome.GONE, "the server answered 404", self.clock.now())
        return Page(url, url, 200, (), self.sheet, self.clock.now())

    async def answers(self, url: str) -> bool:
        """Whether a page answers there, as told; remembers that it was asked."""
        self.compared.append((url, ""))
        if self.written_meanwhile:
            await self.store.write(self.written_meanwhile)
        return url in self.answering

    async def type(self, text: str, *, user: str = ADA, channel: str = LINKS) -> Message:
        """Type a command and wait for its final answer."""
        return await self.answered(await self.slack.command(user, channel, f"/links {text}"))

    async def click(self, message: Message, action_id: str, *, user: str = ADA, **how: Any) -> Message:
        """Click, and wait for what is answered."""
        return await self.answered(await self.slack.click(message, action_id, user=user, **how))

    async def press(self, message: Message, action_id: str, *, user: str = ADA, **how: Any) -> None:
        """Click on what is not answered, and wait until the outbox has something to say."""
        before = len(self.handled)
        await self.slack.click(message, action_id, user=user, **how)
        async with asyncio.timeout(5):
            while len(self.handled) == before:
                await asyncio.sleep(0.005)

    async def said(self, channel: str = LINKS) -> list[Message]:
        """What is in a channel once the outbox has said all that is due."""
        await self.outbox.deliver_due()
        return self.slack.messages(channel)

    async def answered(self, interaction: Interaction) -> Message:
        assert interaction.acked
        await self.slack.until(lambda: interaction.replies)
        return interaction.reply

    async def card(self, incident: Incident) -> Message:
        """An incident of the store, its card posted as the outbox posts it."""
        await self.store.write(Write(incidents=[incident]))
        return await self.card_again(incident)

    async def card_again(self, incident: Incident) -> Message:
        """The card as it is now, posted again."""
        notice = Notice(f"{incident.id}/card", incident.channel, NoticeKind.CARD, self.clock.now(), incident.id)
        shown = await render(self.store, notice, await self.incident(incident.id), self.clock.now(), nowhere)
        client = AsyncWebClient(token=BOT_TOKEN, base_url=self.slack.api_url, retry_handlers=[])
        await client.chat_postMessage(channel=incident.channel, text=shown.text, blocks=list(shown.blocks))
        return self.slack.messages(incident.channel)[-1]

    async def dead(self, error: str, channel: str = LINKS, key: str = "unsaid") -> None:
        """Something that could not be posted in a channel, as the outbox leaves it."""
        await self.store.write(Write(notices=[Notice(key, channel, NoticeKind.TEXT, self.clock.now(), text="hello")]))
        claimed = await self.store.claim_notice(self.clock.now())
        assert claimed is not None
        await self.store.finish_notice(replace(claimed, status=NoticeStatus.DEAD, error=error))
        shut = ChannelBlock(channel, error, self.clock.now()) if post_access_of(error) else None
        await self.store.write(Write(shut={channel: None}))
        await self.store.write(Write(shut={channel: shut}))

    async def link(self, number: int = 1) -> Link:
        found = await self.store.link(number)
        assert found is not None
        return found

    async def partner(self, number: int = 1) -> Partner:
        found = await self.store.partner(number)
        assert found is not None
        return found

    async def incident(self, incident_id: str) -> Incident:
        found = await self.store.incident(incident_id)
        assert found is not None
        return found


def words_of(message: Message | list[dict[str, Any]]) -> str:
    """All that a person reads in a message's blocks, or in blocks."""
    return " ".join(_words(message if isinstance(message, list) else message.blocks))


def _words(value: Any) -> list[str]:
    if isinstance(value, list):
        return [words for inner in value for words in _words(inner)]
    if not isinstance(value, dict):
        return []
    own = [inner for name, inner in value.items() if name in {"text", "fallback"} and isinstance(inner, str)]
    person = [f"@{value['user_id']}"] if value.get("type") == "user" else []
    return [*person, *own, *(words for inner in value.values() for words in _words(inner))]


def add_ops(slack: RunningSlack) -> None:
    """A channel of whoever runs the bot, which no other workspace sees."""
    slack.workspace.channels[OPS] = Channel(OPS, "ops", {"U0OPS", BOT_USER})


@asynccontextmanager
async def open_bot(folder: Path, *, regions: OtherRegions | None = None, **config: Any) -> AsyncIterator[Bot]:
    """The handlers, connected; `config` are sections of the configuration."""
    async with await start_sandbox() as slack, start_bot(slack, folder, regions=regions, **config) as bot:
        yield bot


@asynccontextmanager
async def start_bot(
    slack: RunningSlack, folder: Path, /, *, regions: OtherRegions | None = None, **config: Any
) -> AsyncIterator[Bot]:
    """The handlers as after a start: with what the store in that folder holds, and what Slack has."""
    async with slack_session() as session:
        client = AsyncWebClient(token=BOT_TOKEN, base_url=slack.api_url, session=session, retry_handlers=[])
        store, clock = await open_store(folder), HandClock()
        add_ops(slack)
        settings = Config.model_validate(config)
        bot = Bot(slack, store, clock, Looks(store, clock), _outbox(store, client, clock, settings))
        deps = replace(_deps(bot, client, settings), regions=regions)
        homes = HomePublisher(store, client, deps.config, deps.directory, clock.now)
        app = build_app(deps, homes)
        bot.in_flight.watch(app)
        handler = AsyncSocketModeHandler(app, APP_TOKEN)
        try:
            await handler.connect_async()  # type: ignore[no-untyped-call] # slack-bolt leaves it untyped
            await slack.connected()
            yield bot
        finally:
            await handler.close_async()  # type: ignore[no-untyped-call] # as above
            await bot.in_flight.ended(2)
            await homes.close()
            await store.close()


def _outbox(store: Store, client: AsyncWebClient, clock: HandClock, config: Config) -> Outbox:
    """Delivers when a test says so."""
    sender = Sender(store, client, clock, config, pictures=Pictures(client, clock, allowed=True))
    return Outbox(sender, pace_seconds=0.0)


def _deps(bot: Bot, client: AsyncWebClient, config: Config) -> Deps:
    async def compare(page_url: str, target: str, tracked: Sequence[str]) -> Relevance | FetchFailure:
        bot.compared.append((page_url, target or tracked[0]))
        return bot.report

    async def audit(page_url: str, _links: Sequence[Link]) -> PageAudit:
        return bot.audited.get(page_url, PageAudit(page_url))

    async def look_at(page_url: str, target: str) -> Looked:
        bot.compared.append((page_url, target))
        return bot.looked

    async def vet(pages: Sequence[str], target: str, known: ChannelKnown, step: Step) -> list[Vetted] | Reading:
        bot.asked_to_vet.append((tuple(pages), target, known))
        step(len(pages))
        well = [Vetted(VetFacts(page, PageFacts(page, page, 200), Outcome.OK), ()) for page in pages]
        return well if bot.vetted is None else bot.vetted

    return Deps(
        config=config,
        store=bot.store,
        client=client,
        now=bot.clock.now,
        wake=lambda: bot.handled.append("dispatcher"),
        wake_outbox=lambda: bot.handled.append("outbox"),
        check_now=bot.looks.look,
        answers=bot.answers,
        relevance=compare,
        audit=audit,
        look_at=look_at,
        vet=vet,
        promise=lambda: bot.promise,
        sync=replace(bot.following, our_sites=config.our_sites),
        directory=directory_of(client, bot.clock.now),
        check_runs=bot.runs,
    )
