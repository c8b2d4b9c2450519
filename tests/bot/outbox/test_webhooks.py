"""Events reach receivers signed, once by their id, and a receiver that is down holds up nobody."""

import asyncio
import base64
import hashlib
import hmac
import json
import re
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from pydantic import SecretStr
from slack_sdk.web.async_client import AsyncWebClient

from bot.outbox.sender import Sender
from bot.outbox.webhooks import WAITS, open_webhooks, secret_fault, signed_headers, signing_key
from bot.outbox.worker import Outbox
from bot.sandbox import BOT_TOKEN, RunningSlack, start_sandbox
from bot.slack.connection import slack_session
from jobs.alerts.notices import card_of
from jobs.alerts.webhooks import webhook_notices
from jobs.config import Config, Network, Secrets
from jobs.model.incident import Incident, IncidentStatus
from jobs.model.notice import NoticeStatus
from jobs.model.write import Write
from jobs.store.protocol import Store
from jobs.telemetry.observe import waiting_of
from tests.tools.clocks import HandClock
from tests.tools.nouns import incident
from tests.tools.slack_bot import LINKS
from tests.tools.stores import open_store

DOCUMENT = Path(__file__).parents[3] / "docs/webhooks.md"
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # the one in the text of Standard Webhooks


@dataclass
class Receivers:
    """A server on loopback whose paths are receivers: each answers what it is told to, and remembers what came."""

    port: int = 0
    answers: dict[str, list[int]] = field(default_factory=dict)
    """By path: the statuses of the next answers, the last one for ever; 0 hangs. 204 where nothing is set."""
    came: list[tuple[str, Mapping[str, str], bytes]] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def at(self, path: str) -> list[Any]:
        return [json.loads(body) for there, _, body in self.came if there == path]

    async def answer(self, request: web.BaseRequest) -> web.Response:
        self.came.append((request.path, dict(request.headers), await request.read()))
        answers = self.answers.get(request.path, [204])
        status = answers.pop(0) if len(answers) > 1 else answers[0]
        if status == 0:
            await asyncio.sleep(3600)
        return web.Response(status=status, headers=self.headers)


@dataclass
class Office:
    """A store, a local Slack, receivers, and the outbox between them."""

    folder: Path
    slack: RunningSlack
    client: AsyncWebClient
    clock: HandClock
    receivers: Receivers

    @asynccontextmanager
    async def open(self, *paths: str, **network: Any) -> AsyncIterator[tuple[Store, Outbox]]:
        """The bot with these receivers, as after a start."""
        bounds = {"allow_private": True, "timeout": timedelta(seconds=0.3)} | network
        config = Config(
            webhooks=tuple(map(self.receivers.url, paths)),
            network=Network(**bounds),
            secrets=Secrets(linkwatch_webhook_secret=SecretStr(SECRET)),
        )
        store = await open_store(self.folder, notices_for=webhook_notices(config, self.clock.now))
        try:
            async with open_webhooks(config, self.clock) as hooks:
                sender = Sender(store, self.client, self.clock)
                yield store, Outbox(sender, pace_seconds=0.0, webhooks=hooks)
        finally:
            await store.close()


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    receivers = Receivers()
    runner = web.ServerRunner(web.Server(receivers.answer), shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        receivers.port = runner.addresses[0][1]
        async with await start_sandbox() as slack, slack_session(2) as session:
            client = AsyncWebClient(token=BOT_TOKEN, base_url=slack.api_url, session=session, retry_handlers=[])
            yield Office(tmp_path, slack, client, HandClock(), receivers)
    finally:
        await runner.cleanup()


async def begin(store: Store, clock: HandClock, number: int = 1) -> Incident:
    """A loss and its card, as a check writes them."""
    lost = incident(number, channel=LINKS)
    await store.write(Write(incidents=[lost], notices=[card_of(lost, clock.now())]))
    return lost


async def end(store: Store, lost: Incident) -> None:
    now = await store.incident(lost.id)
    assert now is not None
    await store.write(Write(incidents=[replace(now, status=IncidentStatus.RECOVERED)]))


@pytest.mark.both_stores
async def test_a_loss_and_its_end_are_sent_once_each_and_signed(office: Office) -> None:
    async with office.open("/a") as (store, outbox):
        lost = await begin(store, office.clock)
        await outbox.deliver_due()
        await end(store, lost)
        await outbox.deliver_due()
        await outbox.deliver_due()
    assert [(each["type"], each["data"]["channel"]) for each in office.receivers.at("/a")] == [
        ("lost", LINKS),
        ("stopped", LINKS),  # the store has no such link
    ]
    assert len({headers["webhook-id"] for _, headers, _ in office.receivers.came}) == 2
    for _, headers, body in office.receivers.came:
        assert headers["webhook-id"] == json.loads(body)["id"]
        assert headers["Content-Type"] == "application/json"
        assert documented_check(office.clock)(SECRET, headers, body)


def documented_check(clock: HandClock) -> Callable[[str, Mapping[str, str], bytes], bool]:
    """The function that docs/webhooks.md shows, with the test's clock for its own."""
    (code,) = re.findall(r"```python\n(.+?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, Any] = {}
    exec(code, names)  # our own page
    names["time"] = type("Time", (), {"time": staticmethod(lambda: clock.now().timestamp())})
    check: Callable[[str, Mapping[str, str], bytes], bool] = names["is_genuine"]
    return check


@pytest.mark.parametrize("spoil", ["body", "id", "time", "secret", "age"])
def test_the_documented_check_refuses_what_is_not_as_it_was_sent(spoil: str) -> None:
    clock, body, secret = HandClock(), b'{"id":"evt_1"}', SECRET
    headers = signed_headers(signing_key(SECRET), "evt_1", clock.now(), body)
    assert documented_check(clock)(secret, headers, body)
    match spoil:
        case "body":
            body = b'{"id":"evt_2"}'
        case "id":
            headers["webhook-id"] = "evt_2"
        case "time":
            headers["webhook-timestamp"] = str(int(headers["webhook-timestamp"]) + 1)
        case "secret":
            secret = f"whsec_{base64.b64encode(b'another' * 4).decode()}"
        case "age":
            clock.move(timedelta(minutes=6))
    assert not documented_check(clock)(secret, headers, body)


def test_the_signature_is_that_of_standard_webhooks() -> None:
    body, key = b'{"test": 2432232314}', base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    at = HandClock().now()
    headers = signed_headers(signing_key(SECRET), "msg_p5jXN8AQM9LWM0D4loKWxJek", at, body)
    signed = f"msg_p5jXN8AQM9LWM0D4loKWxJek.{int(at.timestamp())}.".encode() + body
    right = base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode()
    assert headers["webhook-signature"] == f"v1,{right}"


@pytest.mark.both_stores
async def test_what_fails_is_tried_again_with_the_same_id_and_growing_waits(office: Office) -> None:
    office.receivers.answers["/a"] = [500, 400, 503, 204]
    tried: list[timedelta] = []
    async with office.open("/a") as (store, outbox):
        await begin(store, office.clock)
        began = office.clock.now()
        while len(tried) < 4:
            await outbox.deliver_due()
            if len(office.receivers.came) > len(tried):
                tried.append(office.clock.now() - began)
            office.clock.move(timedelta(seconds=1))
        office.clock.move(timedelta(days=1))
        await outbox.deliver_due()
    ids = [headers["webhook-id"] for _, headers, _ in office.receivers.came]
    assert (len(ids), len(set(ids))) == (4, 1)
    waits = [later - earlier for earlier, later in pairwise(tried)]
    for wait, planned in zip(waits, WAITS[:3], strict=True):
        assert planned * 0.75 <= wait <= planned * 1.25 + timedelta(seconds=1)


@pytest.mark.parametrize("answer", [500, 503, 410])
async def test_since_when_a_receiver_takes_nothing_is_known_until_it_does(office: Office, answer: int) -> None:
    office.receivers.answers["/a"] = [answer]
    async with office.open("/a") as (store, outbox):
        assert outbox.failing_receivers() == {}
        began = office.clock.now()
        await begin(store, office.clock)
        await outbox.deliver_due()
        office.clock.move(timedelta(minutes=1))
        await outbox.deliver_due()
        assert outbox.failing_receivers() == {"127.0.0.1": began}
        office.receivers.answers["/a"] = [204]
        office.clock.move(timedelta(hours=1))
        await outbox.deliver_due()
        assert (outbox.failing_receivers() == {}) is (answer != 410)  # it wants none for good


async def test_a_receiver_that_hangs_holds_up_neither_slack_nor_another_and_hears_it_later(office: Office) -> None:
    office.receivers.answers["/hangs"] = [0]
    async with office.open("/hangs", "/a", timeout=timedelta(seconds=1)) as (store, outbox):
        await begin(store, office.clock)
        await outbox.start_due()
        async with asyncio.timeout(20):
            while [each.status for each in await store.notices()] != [NoticeStatus.SENDING]:  # to the one that hangs
                await asyncio.sleep(0.01)
        assert [len(office.receivers.at(path)) for path in ("/hangs", "/a")] == [1, 1]
        assert len(office.slack.messages(LINKS)) == 1
        await outbox.deliver_due()
        office.receivers.answers["/hangs"] = [204]
        office.clock.move(timedelta(minutes=1))
        await outbox.deliver_due()
        assert await store.notices() == []
    assert [each["type"] for each in office.receivers.at("/hangs")] == ["lost", "lost"]
    assert len({each["id"] for each in office.receivers.at("/hangs")}) == 1


async def test_what_waits_for_a_receiver_that_is_away_comes_in_order(office: Office) -> None:
    office.receivers.answers["/a"] = [503]
    async with office.open("/a") as (store, outbox):
        for number in (1, 2, 3):
            await begin(store, office.clock, number)
            await outbox.deliver_due()
        assert len(office.receivers.came) == 1  # the others wait behind it
        office.receivers.answers["/a"] = [204]
        office.clock.move(timedelta(minutes=1))
        await outbox.deliver_due()
    assert [each["data"]["subject"] for each in office.receivers.at("/a")] == ["L-1", "L-1", "L-2", "L-3"]


async def test_an_event_that_is_refused_alone_holds_up_no_other(office: Office) -> None:
    office.receivers.answers["/a"] = [422, 204]
    async with office.open("/a") as (store, outbox):
        for number in (1, 2):
            await begin(store, office.clock, number)
            await outbox.deliver_due()
    assert [each["data"]["subject"] for each in office.receivers.at("/a")] == ["L-1", "L-2"]


async def test_retry_after_is_kept_to(office: Office) -> None:
    office.receivers.answers["/a"] = [429]
    office.receivers.headers = {"Retry-After": "3600"}
    async with office.open("/a") as (store, outbox):
        await begin(store, office.clock)
        await outbox.deliver_due()
        office.clock.move(timedelta(minutes=59))
        await outbox.deliver_due()
        assert len(office.receivers.came) == 1
        office.clock.move(timedelta(minutes=1))
        await outbox.deliver_due()
    assert len(office.receivers.came) == 2


async def test_410_ends_it_until_the_next_start(office: Office) -> None:
    office.receivers.answers["/a"] = [410, 204]
    async with office.open("/a") as (store, outbox):
        for number in (1, 2):
            await begin(store, office.clock, number)
            await outbox.deliver_due()
        assert len(office.receivers.came) == 1
        assert await store.notices() == []
    async with office.open("/a") as (store, outbox):
        await begin(store, office.clock, 3)
        await outbox.deliver_due()
    assert [each["data"]["subject"] for each in office.receivers.at("/a")] == ["L-1", "L-3"]


async def test_what_nobody_takes_for_three_days_is_given_up(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    office.receivers.answers["/secret-path"] = [500]
    async with office.open("/secret-path") as (store, outbox):
        await begin(store, office.clock)
        for _ in range(100):
            await outbox.deliver_due()
            office.clock.move(timedelta(hours=1))
        assert await store.notices() == await store.notices(dead=True) == []
    assert len(office.receivers.came) > len(WAITS)
    assert [record.levelname for record in caplog.records if "webhooks" in record.message] == ["WARNING", "ERROR"]
    assert "secret-path" not in caplog.text


@pytest.mark.both_stores
async def test_what_a_crash_left_on_its_way_is_sent_again_under_its_id(office: Office) -> None:
    async with office.open("/a") as (store, _):
        await begin(store, office.clock)
        assert await store.claim_notice(office.clock.now())
        assert await store.claim_notice(office.clock.now())  # the card, and the event: neither is finished
    async with office.open("/a") as (_, outbox):
        await outbox.recover()
        await outbox.deliver_due()
    assert [each["type"] for each in office.receivers.at("/a")] == ["lost"]


async def test_an_address_that_was_taken_out_is_sent_nothing_more(office: Office) -> None:
    office.receivers.answers["/a"] = [500]
    async with office.open("/a") as (store, outbox):
        await begin(store, office.clock)
        await outbox.deliver_due()
    for paths in (("/b",), ()):
        office.clock.move(timedelta(hours=1))
        async with office.open(*paths) as (store, outbox):
            await outbox.deliver_due()
            assert await store.notices() == []
    assert [path for path, *_ in office.receivers.came] == ["/a"]


async def test_private_addresses_and_redirects_lead_nowhere(office: Office) -> None:
    async with office.open("/a", allow_private=False) as (store, outbox):
        await begin(store, office.clock)
        await outbox.deliver_due()
        assert office.receivers.came == []
    office.receivers.answers["/a"] = [302]
    office.receivers.headers = {"Location": "/b"}
    office.clock.move(timedelta(minutes=1))
    async with office.open("/a") as (_, outbox):
        await outbox.deliver_due()
    assert [path for path, *_ in office.receivers.came] == ["/a"]


async def test_a_receiver_that_fails_is_no_trouble_of_slacks(office: Office) -> None:
    office.receivers.answers["/a"] = [503]
    async with office.open("/a") as (store, outbox):
        await begin(store, office.clock)
        await outbox.deliver_due()
        waiting = waiting_of(await store.notices())
    assert (waiting.failing, waiting.failing_since, waiting.oldest) == (0, None, None)


@pytest.mark.both_stores
async def test_since_when_a_receiver_fails_is_known_after_a_restart(office: Office) -> None:
    """Its next try may be hours away: until then it has not begun to take events again."""
    office.receivers.answers["/a"] = [503]
    async with office.open("/a") as (store, outbox):
        await begin(store, office.clock)
        await outbox.deliver_due()
        known = outbox.failing_receivers()
    assert known
    office.clock.move(timedelta(seconds=1))
    async with office.open("/a") as (_, outbox):
        await outbox.recover()
        assert outbox.failing_receivers() == known


async def test_one_event_that_was_refused_while_others_pass_is_no_receiver_that_fails_after_a_restart(
    office: Office,
) -> None:
    office.receivers.answers["/a"] = [400, 204]
    async with office.open("/a") as (store, outbox):
        await begin(store, office.clock)
        await outbox.deliver_due()
        await begin(store, office.clock, 2)
        await outbox.deliver_due()
        assert outbox.failing_receivers() == {}
        assert [notice.failing_since is None for notice in await store.notices()] == [False]
    async with office.open("/a") as (_, outbox):
        await outbox.recover()
        assert outbox.failing_receivers() == {}


@pytest.mark.parametrize(("answer", "is_known"), [(503, False), (410, True)])
async def test_what_failed_when_this_bot_led_before_is_known_by_what_waits_now(
    office: Office, answer: int, *, is_known: bool
) -> None:
    """A receiver that wants none for good is sent none by this bot, and is among them still."""
    office.receivers.answers["/a"] = [answer]
    async with office.open("/a") as (store, outbox):
        await begin(store, office.clock)
        await outbox.deliver_due()
        office.clock.move(timedelta(hours=1))
        if sent := await store.claim_notice(office.clock.now()):  # as another bot does, which leads meanwhile
            await store.finish_notice(replace(sent, status=NoticeStatus.SENT, failing_since=None))
        assert await store.notices() == []
        await outbox.recover()
        assert bool(outbox.failing_receivers()) is is_known


@pytest.mark.parametrize("answer", [503, 410])
async def test_webhooks_pass_once_each_receiver_took_what_it_was_sent_last(office: Office, answer: int) -> None:
    office.receivers.answers["/a"] = [answer]
    async with office.open("/a", "/b") as (store, outbox):
        await begin(store, office.clock)
        await outbox.deliver_due()
        assert not outbox.webhooks_pass(), "one takes nothing"
    office.receivers.answers["/a"] = [204]
    office.clock.move(timedelta(hours=1))
    async with office.open("/a", "/b") as (store, outbox):
        await outbox.recover()
        assert not outbox.webhooks_pass(), "neither was asked since"
        await begin(store, office.clock, 2)
        await outbox.deliver_due()
        assert outbox.webhooks_pass()
        await outbox.recover()
        assert not outbox.webhooks_pass(), "another bot may have led meanwhile"
    async with office.open() as (_, outbox):
        assert not outbox.webhooks_pass(), "there is none"


@pytest.mark.parametrize(
    ("secret", "fault"),
    [
        (SECRET, ""),
        ("", "is not set"),
        ("swordfish", "does not begin with whsec_"),
        ("whsec_%%%", "is not Base64"),
        ("whsec_c2hvcnQ=", "is too short: 5 bytes"),
    ],
)
def test_a_secret_that_will_not_do_is_told_before_the_start(secret: str, fault: str) -> None:
    secrets = Secrets(linkwatch_webhook_secret=SecretStr(secret))
    said = secret_fault(Config(webhooks=("https://a.example/",), secrets=secrets))
    assert (fault in said) if fault else (said == "")
    assert secret_fault(Config(secrets=secrets)) == ""  # without webhooks nobody needs it
    assert not secret or secret not in said
