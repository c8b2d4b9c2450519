"""How far a request has come, and what is made of where it ends."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic

from msgspec import Struct

from jobs.model.page import FetchFailure, Headers, Hop, NotModified, Outcome, Page, header_values
from jobs.web.http.statuses import retry_after
from jobs.web.http.trip_cookies import TripCookies


class Head(Struct, frozen=True):
    """Status and headers of one answer; the default stands for no answer at all."""

    status: int | None = None
    headers: Headers = ()


NO_ANSWER = Head()


@dataclass(frozen=True, slots=True)
class Trip:
    """The way to a page so far, where it goes on from a page that only leads to another."""

    asked: str
    hops: tuple[Hop, ...] = ()
    cookies: TripCookies = field(default_factory=TripCookies)

    def onward(self, hops: tuple[Hop, ...]) -> "Trip":
        """The same trip, some hops on."""
        return Trip(self.asked, hops, self.cookies)


@dataclass(slots=True)
class FetchState:
    """One page on its way: asked for at `asked`, by now at `at`."""

    asked: str
    at: str
    now: Callable[[], datetime]
    seconds_left: float
    """Of those that asking for the page may take, all its hops together."""
    hops: list[Hop] = field(default_factory=list)
    cookies: TripCookies = field(default_factory=TripCookies)
    head: Head = NO_ANSWER
    """Of the page itself, once its body is being read."""
    read: bytearray = field(default_factory=bytearray)
    """What has been read of that body."""
    started: float = field(default_factory=monotonic)

    def arrived(self, head: Head, body: bytes, packed_hash: str = "") -> Page:
        """A whole page."""
        return Page(
            url=self.asked,
            final_url=self.at,
            status=head.status or 0,
            headers=head.headers,
            body=body,
            fetched_at=self.now(),
            hops=tuple(self.hops),
            seconds=monotonic() - self.started,
            packed_hash=packed_hash,
        )

    def unchanged(self, head: Head, *, sent_again: bool = False) -> NotModified:
        """The page we know already."""
        hops, status = tuple(self.hops), head.status or 0
        return NotModified(self.asked, self.at, head.headers, self.now(), hops, status, sent_again)

    def failed(self, outcome: Outcome, reason: str, head: Head = NO_ANSWER, body: bytes = b"") -> FetchFailure:
        """A page that could not be read; `body` is what was read of it."""
        now = self.now()
        waits = [retry_after(value, now) for value in header_values(head.headers, "retry-after")]
        return FetchFailure(
            url=self.asked,
            outcome=outcome,
            reason=reason,
            fetched_at=now,
            final_url=self.at,
            status=head.status,
            headers=head.headers,
            hops=tuple(self.hops),
            retry_after=max((wait for wait in waits if wait), default=None),
            body=body,
        )

    def refused(self, why: FetchFailure) -> FetchFailure:
        """A page that was not asked for, and why."""
        return FetchFailure(
            url=self.asked,
            outcome=why.outcome,
            reason=why.reason,
            fetched_at=self.now(),
            final_url=self.at,
            hops=tuple(self.hops),
            retry_after=why.retry_after,
        )
