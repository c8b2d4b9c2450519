"""Events on their way to the addresses of `webhooks`, signed as Standard Webhooks says (standardwebhooks.com)."""

import base64
import binascii
import hashlib
import hmac
import logging
import random
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta

from aiohttp import ClientSession

from jobs.alerts.webhooks import Receiver, receivers_of
from jobs.config import Config
from jobs.model.notice import Notice, NoticeStatus
from jobs.units.clock import Clock
from jobs.web.http.policy import NetworkPolicy
from jobs.web.http.post import PostAnswer, post
from jobs.web.http.session import page_session
from jobs.web.urls import host

log = logging.getLogger(__name__)

WAITS = tuple(timedelta(seconds=seconds) for seconds in (5, 30, 300, 1800, 7200, 18_000, 36_000))
"""Before the next try, by how many failed; the last one again and again."""
GIVEN_UP = timedelta(days=3)
"""What nobody took for so long is not tried again."""
ANSWER_SECONDS = 15.0
SECRET_PREFIX = "whsec_"  # noqa: S105  # what every secret begins with
_SHORTEST_SECRET = 24
_GONE = 410
_BUSY = frozenset({429, 502, 503, 504})
"""Statuses that speak of the receiver as a whole, not of one event."""


class Webhooks:
    """Sends events. A receiver that fails waits, and holds up nobody else; one that answered 410 is left alone.

    It is asked again after the next start.
    """

    def __init__(
        self, receivers: Iterable[Receiver], key: bytes, session: ClientSession, policy: NetworkPolicy, clock: Clock
    ) -> None:
        self._urls = {receiver.queue: receiver.url for receiver in receivers}
        self._key, self._session, self._policy, self._clock = key, session, policy, clock
        self._gone: set[str] = set()
        self._failing: dict[str, datetime] = {}
        """By queue, since when."""
        self._taking: set[str] = set()
        """The queues whose last try was taken, since this bot leads."""

    def failing(self) -> Mapping[str, datetime]:
        """Since when each receiver takes no events, by its host; one that wants none for good is among them."""
        found: dict[str, datetime] = {}
        for queue, since in self._failing.items():
            name = host(self._urls[queue])
            found[name] = min(since, found.get(name, since))
        return found

    def all_take(self) -> bool:
        """Whether each receiver took what it was sent last, since this bot leads; of none that was sent nothing."""
        return bool(self._urls) and self._taking == self._urls.keys()

    def remember(self, waiting: Iterable[Notice]) -> None:
        """What waits for a receiver that was away, before a restart or for another bot, tells which of them fail.

        What this bot knew when it led before is forgotten, but for who wants none for good, and is sent none by it.
        One event that was refused says nothing of its receiver: others may have passed since.
        """
        self._taking.clear()
        self._failing = {queue: since for queue, since in self._failing.items() if queue in self._gone}
        for notice in waiting:
            if notice.channel in self._urls and notice.status is NoticeStatus.RETRY and notice.failing_since:
                self._failing[notice.channel] = min(
                    notice.failing_since, self._failing.get(notice.channel, notice.failing_since)
                )

    async def deliver(self, notice: Notice) -> Notice:
        """Send one event; gives the notice back as it has to be written."""
        url = self._urls.get(notice.channel)
        if url is None:
            return replace(notice, status=NoticeStatus.SUPERSEDED, error="its address is not in webhooks any more")
        if notice.channel in self._gone:
            return replace(notice, status=NoticeStatus.SUPERSEDED, error="the receiver answered 410")
        body = notice.payload.encode()
        headers = signed_headers(self._key, notice.key.partition("/")[2], self._clock.now(), body)
        answer = await post(self._session, url, body, headers, policy=self._policy, now=self._clock.now)
        self._mention(notice.channel, url, answer)
        if answer.is_taken:
            return replace(notice, status=NoticeStatus.SENT, error="", doubtful=False, failing_since=None)
        if answer.status == _GONE:
            self._gone.add(notice.channel)
            return replace(notice, status=NoticeStatus.SUPERSEDED, error="the receiver answered 410")
        return _failed(notice, answer, self._clock.now())

    def _mention(self, queue: str, url: str, answer: PostAnswer) -> None:
        """The log says once that a receiver fails, and once that it is over; the address may hold a secret."""
        if answer.is_taken:
            if queue in self._failing:
                log.info("webhooks: %s takes events again", host(url))
            self._failing.pop(queue, None)
            self._taking.add(queue)
            return
        self._taking.discard(queue)
        since = self._failing.get(queue)
        self._failing.setdefault(queue, self._clock.now())
        if answer.status == _GONE:
            log.warning("webhooks: %s answered 410, and is sent nothing more until the next start", host(url))
        elif since is None:
            log.warning("webhooks: %s takes no events: %s; they wait", host(url), _said(answer))


def _failed(notice: Notice, answer: PostAnswer, now: datetime) -> Notice:
    """Tried again later. Where the receiver as a whole seems to be away, its other events wait behind this one."""
    if now - notice.created_at >= GIVEN_UP:
        log.error("webhooks: %s was given up after %s: %s", notice.key, GIVEN_UP, _said(answer))
        return replace(notice, status=NoticeStatus.SUPERSEDED, error=_said(answer))
    is_away = answer.status is None or answer.status in _BUSY
    wait = WAITS[min(notice.attempts, len(WAITS)) - 1] * random.uniform(0.75, 1.25)
    return replace(
        notice,
        status=NoticeStatus.RETRY if is_away else NoticeStatus.READY,
        not_before=max(now + wait, answer.retry_after or now),
        error=_said(answer),
        failing_since=notice.failing_since or notice.claimed_at,
    )


def _said(answer: PostAnswer) -> str:
    return f"it answered {answer.status}" if answer.status else answer.reason


def signed_headers(key: bytes, event_id: str, at: datetime, body: bytes) -> dict[str, str]:
    """The headers of one try: the signature covers the event's id, the second of this try, and every byte sent."""
    seconds = str(int(at.timestamp()))
    signed = b".".join((event_id.encode(), seconds.encode(), body))
    signature = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return {
        "Content-Type": "application/json",
        "webhook-id": event_id,
        "webhook-timestamp": seconds,
        "webhook-signature": f"v1,{signature}",
    }


def signing_key(secret: str) -> bytes:
    """The key that a secret such as `whsec_MfKQ9r8G...` stands for; raises ValueError with what is wrong with it."""
    if not secret.startswith(SECRET_PREFIX):
        raise ValueError(f"does not begin with {SECRET_PREFIX}")
    try:
        key = base64.b64decode(secret.removeprefix(SECRET_PREFIX), validate=True)
    except binascii.Error:
        raise ValueError(f"is not Base64 after {SECRET_PREFIX}") from None
    if len(key) < _SHORTEST_SECRET:
        raise ValueError(f"is too short: {len(key)} bytes, of at least {_SHORTEST_SECRET}")
    return key


def secret_fault(config: Config) -> str:
    """What is wrong with the secret that webhooks are signed with, in a line; empty where nothing is."""
    secret = config.secrets.linkwatch_webhook_secret.get_secret_value().strip()
    make_one = 'Make one with: echo "whsec_$(openssl rand -base64 32)"'
    if not config.webhooks:
        return ""
    if not secret:
        return f"LINKWATCH_WEBHOOK_SECRET is not set; webhooks are signed with it. {make_one}"
    try:
        signing_key(secret)
    except ValueError as error:
        return f"LINKWATCH_WEBHOOK_SECRET {error}. {make_one}"
    return ""


@asynccontextmanager
async def open_webhooks(config: Config, clock: Clock) -> AsyncIterator[Webhooks | None]:
    """What sends, closed with all that it opened; None where no address is set."""
    if not config.webhooks:
        yield None
        return
    key = signing_key(config.secrets.linkwatch_webhook_secret.get_secret_value().strip())
    usual = NetworkPolicy.of(config.network)
    policy = replace(usual, total_seconds=min(usual.total_seconds, ANSWER_SECONDS))
    async with page_session(policy) as session:
        yield Webhooks(receivers_of(config), key, session, policy, clock)
