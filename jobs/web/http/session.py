"""The one door: the only place that makes a client session for pages."""

import ssl

from aiohttp import ClientSession, ClientTimeout, DummyCookieJar
from aiohttp.abc import AbstractResolver

from jobs.web.http.address_guard import socket_factory
from jobs.web.http.dns import Names
from jobs.web.http.policy import NetworkPolicy
from jobs.web.http.wire import PageConnector, PageResponse

_MAX_HEADERS = 1000
_CACHED_NAMES = 10_000


def page_session(
    policy: NetworkPolicy, resolver: AbstractResolver | None = None, tls: ssl.SSLContext | None = None
) -> ClientSession:
    """A session whose every dial is judged; the caller closes it, and the resolver with it.

    Needs a running event loop. Connections serve one request each, so none is ever stale. No proxy or netrc of the
    environment, no cookies; bodies are handed over as sent, for `jobs.web.http.body` to decode within bounds.
    """
    connector = PageConnector(
        header_bytes=policy.header_bytes,
        wire_bytes=policy.header_bytes + policy.body_bytes * 5 // 4,  # chunks have sizes of their own
        socket_factory=socket_factory(policy),
        resolver=resolver or Names(search_domains=policy.allow_private),
        ttl_dns_cache=policy.dns_cache_seconds,
        dns_cache_max_size=_CACHED_NAMES,
        tls=tls or browser_tls(),
        force_close=True,
        limit=0,  # the dispatcher bounds how much runs at once; waiting here would eat a page's time
    )
    session = ClientSession(
        connector=connector,
        timeout=ClientTimeout(total=None, sock_connect=policy.connect_seconds),
        headers={"User-Agent": policy.user_agent},
        cookie_jar=DummyCookieJar(),
        response_class=PageResponse,
        auto_decompress=False,
        trust_env=False,
        max_field_size=policy.header_bytes,
        max_headers=_MAX_HEADERS,
    )
    # No public switch for it: aiohttp asks again where a server hangs up, meant for reused connections; ours are new.
    session._retry_connection = False  # noqa: SLF001 - aiohttp's own test client does the same
    return session


def browser_tls() -> ssl.SSLContext:
    """Certificates checked as browsers check them, no stricter."""
    context = ssl.create_default_context()
    # Both are on by default since Python 3.13. Without the second only what signs itself is trusted (see `chains`).
    context.verify_flags &= ~(ssl.VerifyFlags.VERIFY_X509_STRICT | ssl.VerifyFlags.VERIFY_X509_PARTIAL_CHAIN)
    context.options |= 0x4  # OP_LEGACY_SERVER_CONNECT, which Python 3.11 does not name: old but honest servers
    context.set_alpn_protocols(["http/1.1"])
    return context
