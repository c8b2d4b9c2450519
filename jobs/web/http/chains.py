"""Certificates in between that a server does not send: fetched from where its own certificate says, as browsers do.

What is fetched is never trusted by itself. It only joins a server's certificate to an authority that is trusted
already: `browser_tls` leaves OpenSSL's partial chains off, so that only what signs itself ends a chain, and nothing
that signs itself is taken here.
"""

import re
import ssl
from contextlib import suppress
from enum import Enum
from weakref import WeakKeyDictionary

from aiohttp import BaseConnector, ClientError, ClientSession
from cachetools import TTLCache

from jobs.web.http.certificates import certificate_of
from jobs.web.http.policy import NetworkPolicy
from jobs.web.http.url_gate import gate, request_url
from jobs.web.http.wire import PageConnector
from jobs.web.urls import parse

_DEEPEST = 3
_MOST_BYTES = 64 * 2**10
_MOST_ISSUERS = 500
_DAY_SECONDS = 24 * 3600
# In DER: the method `caIssuers` (1.3.6.1.5.5.7.48.2, RFC 5280, section 4.2.2.1), and a URL of at most 255 bytes.
_ISSUER_URL = re.compile(
    rb"\x06\x08\x2b\x06\x01\x05\x05\x07\x30\x02\x86(?:\x81)?(.)(http[^\x00-\x20\x7f-\xff]+)", re.DOTALL
)


class Completed(Enum):
    """What came of the search for the certificates in between."""

    FETCHED = ""
    """They are there now: it is worth another handshake."""
    NOT_SAID = "the certificate is signed by an authority that browsers do not know, and does not say where to find it"
    NOT_FETCHED = "the server does not send the certificates in between, and they could not be fetched"
    UNKNOWN = "the certificate is signed by an authority that browsers do not know"


class Issuers:
    """The certificates in between that were fetched for one session; each address is asked once a day."""

    def __init__(self, tls: ssl.SSLContext) -> None:
        self._tls = tls
        self._known: TTLCache[str, bytes] = TTLCache(_MOST_ISSUERS, _DAY_SECONDS)
        self._added: set[bytes] = set()

    async def complete(self, session: ClientSession, url: str, policy: NetworkPolicy) -> Completed:
        """Fetch what the server of `url` leaves out, through the guard, and give it to the session's TLS."""
        certificate = await certificate_of(session, url, policy)
        where = issuer_url(certificate)
        if not where:
            return Completed.NOT_SAID if certificate else Completed.NOT_FETCHED
        fetched = False
        for _ in range(_DEEPEST):
            issuer = await self._issuer(session, where, policy)
            if not is_in_between(issuer):
                # An authority of its own, which is trusted or not: it ends the chain.
                return self._ended(fetched=fetched, issuer=issuer)
            fetched = self._add(issuer) or fetched
            where = issuer_url(issuer)
            if not where:
                break
        return Completed.FETCHED if fetched else Completed.UNKNOWN

    def _ended(self, *, fetched: bool, issuer: bytes) -> Completed:
        if fetched:
            return Completed.FETCHED
        return Completed.UNKNOWN if issuer or self._added else Completed.NOT_FETCHED

    def _add(self, issuer: bytes) -> bool:
        """Whether it is new, so that another handshake may end otherwise."""
        if issuer in self._added or len(self._added) >= _MOST_ISSUERS:
            return False
        self._tls.load_verify_locations(cadata=issuer)
        self._added.add(issuer)
        return True

    async def _issuer(self, session: ClientSession, url: str, policy: NetworkPolicy) -> bytes:
        """The certificate at an address, in DER; empty where there is none."""
        if url not in self._known:
            self._known[url] = await _fetched(session, url, policy)
        return self._known[url]


async def _fetched(session: ClientSession, url: str, policy: NetworkPolicy) -> bytes:
    address = parse(url) or ""
    if gate(address, policy) is not None or not address.startswith("http:"):
        return b""
    body = b""
    with suppress(ClientError, OSError, ValueError):
        async with session.get(request_url(address), allow_redirects=False) as answer:
            if answer.status == 200:  # noqa: PLR2004 - HTTP's own number
                body = await answer.content.read(_MOST_BYTES)
        if body.startswith(b"-----BEGIN CERTIFICATE-----"):
            body = ssl.PEM_cert_to_DER_cert(body.decode("ascii").strip())
    return body


_ISSUERS: WeakKeyDictionary[BaseConnector, Issuers] = WeakKeyDictionary()


def issuers_of(session: ClientSession) -> Issuers:
    """What was fetched for a session; `session` is one for pages."""
    connector = session.connector
    assert isinstance(connector, PageConnector)
    return _ISSUERS.setdefault(connector, Issuers(connector.tls))


def issuer_url(certificate: bytes) -> str:
    """Where a certificate (DER) says that its issuer's is to be had; empty where it does not."""
    found = _ISSUER_URL.search(certificate)
    return found[2][: found[1][0]].decode("ascii") if found else ""


def is_in_between(certificate: bytes) -> bool:
    """Whether these bytes are one certificate of an authority that another one signed, as OpenSSL reads them."""
    probe = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        probe.load_verify_locations(cadata=certificate)
    except (ssl.SSLError, ValueError):
        return False
    held = probe.cert_store_stats()
    if (held["x509"], held["x509_ca"], held["crl"]) != (1, 1, 0) or not _is_one(certificate):
        return False
    names = probe.get_ca_certs()
    return len(names) == 1 and _folded(names[0].get("subject")) != _folded(names[0].get("issuer"))


def _is_one(der: bytes) -> bool:
    """Whether nothing follows the first element: OpenSSL would take what follows for further certificates."""
    if der[:2] != b"\x30\x82":  # every certificate of today is of 256 to 65,535 bytes
        return False
    return len(der) == 4 + int.from_bytes(der[2:4])


def _folded(name: object) -> str:
    """A name as OpenSSL compares it: without regard to case and blanks."""
    return re.sub(r"\s+", "", repr(name)).casefold()
