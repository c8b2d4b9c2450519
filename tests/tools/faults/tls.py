"""Faults of TLS: certificates of all wrong kinds, old protocols, broken handshakes."""

import ssl
from dataclasses import dataclass
from datetime import UTC, datetime

import trustme

from jobs.model.page import Outcome
from tests.tools.faults.http import CHUNKED, HTML, PAGE, WHOLE
from tests.tools.faults.play import Fault, Hang, Reset, Step, Wait

NAME = "secure.example"


@dataclass(frozen=True)
class TlsFault:
    """A fault behind (or instead of) a TLS server."""

    fault: Fault
    context: ssl.SSLContext | None
    reason: str


def good_context(authority: trustme.CA) -> ssl.SSLContext:
    """A server that browsers would trust, if they trusted `authority`."""
    return _server(authority.issue_cert(NAME))


def tls_faults(authority: trustme.CA) -> tuple[TlsFault, ...]:
    """All of them, with certificates of `authority` where these are to be trusted."""
    past, future = datetime(2026, 5, 3, 12, tzinfo=UTC), datetime(2199, 1, 1, tzinfo=UTC)
    good = good_context(authority)
    return (
        _fault("expired", _server(authority.issue_cert(NAME, not_after=past)), "the certificate expired on 3 May 2026"),
        _fault("not yet valid", _server(authority.issue_cert(NAME, not_before=future)), "not valid yet"),
        _fault("other name", _server(authority.issue_cert("other.example")), "another name"),
        _fault("unknown authority", _server(trustme.CA().issue_cert(NAME)), "do not know|issuer is unknown"),
        _fault("self-signed", _self_signed(), "self-signed"),
        # The alerts as nginx and others send them; asyncio's own server hangs up without one.
        _fault("TLS 1.1 at most", None, "no version", b"\x15\x03\x02\x00\x02\x02\x46", reads_request=False),
        _fault("no common cipher", None, "no way", b"\x15\x03\x03\x00\x02\x02\x28", reads_request=False),
        _fault("name unknown", None, "no certificate", b"\x15\x03\x03\x00\x02\x02\x70", reads_request=False),
        _fault("internal error", None, "failed", b"\x15\x03\x03\x00\x02\x02\x50", reads_request=False),
        _fault("plain HTTP on the TLS port", None, "does not speak TLS", WHOLE, reads_request=False),
        _fault("closes in the handshake", None, "", expected=Outcome.CONNECTION_ERROR, reads_request=False),
        _fault("resets in the handshake", None, "", Reset(), expected=Outcome.CONNECTION_ERROR, reads_request=False),
        _fault("garbage in the handshake", None, "", bytes(200), reads_request=False),
        _fault(
            "silent in the handshake", None, "", Hang(), expected=Outcome.TIMEOUT, patience=0.5, reads_request=False
        ),
        _fault("closes before an answer", good, "", expected=Outcome.CONNECTION_ERROR),
        _fault(
            "breaks off within its length",
            good,
            "",
            HTML + b"Content-Length: 5000\r\n\r\n" + PAGE,
            expected=Outcome.TRUNCATED,
        ),
        _fault("breaks off within chunks", good, "", CHUNKED + b"5\r\nhello\r\n", expected=Outcome.TRUNCATED),
        _fault("resets in the body", good, "", HTML + b"\r\n" + PAGE, Wait(0.05), Reset(), expected=Outcome.TRUNCATED),
    )


def _fault(
    name: str,
    context: ssl.SSLContext | None,
    reason: str,
    *steps: Step,
    expected: Outcome = Outcome.TLS_ERROR,
    patience: float = 60.0,
    reads_request: bool = True,
) -> TlsFault:
    return TlsFault(Fault(f"TLS: {name}", expected, steps, patience, reads_request), context, reason)


def _server(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context


def _self_signed() -> ssl.SSLContext:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    with authority.private_key_pem.tempfile() as key, authority.cert_pem.tempfile() as certificate:
        context.load_cert_chain(certificate, key)
    return context
