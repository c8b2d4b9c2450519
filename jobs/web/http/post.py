"""Something sent to an address by POST, through the guarded session, and what was answered to it."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime

from aiohttp import ClientError, ClientSession
from msgspec import Struct

from jobs.web.http.errors import trouble_of
from jobs.web.http.policy import NetworkPolicy
from jobs.web.http.statuses import retry_after
from jobs.web.http.url_gate import gate, request_url
from jobs.web.urls import parse


class PostAnswer(Struct, frozen=True):
    """How a POST ended."""

    status: int | None
    """None where no answer came."""
    reason: str = ""
    """Why none came, in words a person can read."""
    retry_after: datetime | None = None
    """When the receiver asks us to come again, where it says so."""

    @property
    def is_taken(self) -> bool:
        """Whether the receiver has it."""
        return self.status is not None and 200 <= self.status < 300  # noqa: PLR2004  # HTTP's own classes


async def post(
    session: ClientSession,
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    *,
    policy: NetworkPolicy,
    now: Callable[[], datetime],
) -> PostAnswer:
    """Send `body` to `url` within the bounds of `policy`; of the answer only the head is read.

    A redirect is not followed: what is signed for one address goes to no other. `session` comes from `page_session`
    with the same policy.
    """
    address = parse(url) or url
    if forbidden := gate(address, policy):
        return PostAnswer(None, forbidden)
    try:
        async with (
            asyncio.timeout(policy.total_seconds),
            session.post(request_url(address), data=body, headers=headers, allow_redirects=False) as response,
        ):
            return PostAnswer(response.status, "", retry_after(response.headers.get("Retry-After", ""), now()))
    except (ClientError, OSError) as error:
        return PostAnswer(None, trouble_of(error)[1])
