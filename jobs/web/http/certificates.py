"""A server's certificate, and when it expired, read from the certificate itself."""

import asyncio
import re
from contextlib import suppress
from datetime import UTC, datetime

from aiohttp import ClientError, ClientSession, Fingerprint

from jobs.web.http.policy import NetworkPolicy
from jobs.web.http.url_gate import request_url

_LOOK_SECONDS = 5.0
# A certificate's validity in DER: a sequence of two times, each a UTCTime (13 bytes) or a GeneralizedTime (15 bytes).
_TIME = rb"(?:\x17\x0d(\d{12})Z|\x18\x0f(\d{14})Z)"
_VALIDITY = re.compile(rb"\x30[\x1e\x20\x22]" + _TIME + _TIME)


class _CertificateCheck(Fingerprint):
    """Keeps the server's certificate and lets the handshake fail, so that nothing is ever asked over it."""

    def __init__(self) -> None:
        super().__init__(bytes(32))
        self.certificate = b""

    def check(self, transport: asyncio.Transport) -> None:
        self.certificate = transport.get_extra_info("ssl_object").getpeercert(binary_form=True) or b""
        super().check(transport)


async def certificate_of(session: ClientSession, url: str, policy: NetworkPolicy) -> bytes:
    """The server's certificate (DER), by a handshake over which nothing is asked; empty where that fails."""
    look = _CertificateCheck()
    with suppress(ClientError, OSError, TimeoutError):
        async with asyncio.timeout(min(_LOOK_SECONDS, policy.connect_seconds)):
            await session.head(request_url(url), ssl=look, allow_redirects=False)
    return look.certificate


async def expiry_reason(session: ClientSession, url: str, policy: NetworkPolicy) -> str | None:
    """The sentence "the certificate expired on 3 May 2026", by a second handshake; None where that fails."""
    end = valid_until(await certificate_of(session, url, policy))
    return f"the certificate expired on {end.day} {end:%B %Y}" if end else None


def valid_until(certificate: bytes) -> datetime | None:
    """When a certificate (DER) ceases to be valid; None where it cannot be read."""
    found = _VALIDITY.search(certificate)
    if found is None:
        return None
    short, long = found.group(3), found.group(4)
    try:
        if short:  # RFC 5280: two digits of the year, 50 and above meaning 19xx
            century = "19" if short[:2] >= b"50" else "20"
            return datetime.strptime(century + short.decode(), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        return datetime.strptime(long.decode(), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None
