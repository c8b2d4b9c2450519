"""What went wrong on the way to a page: its outcome, and a reason a person can read."""

import errno
import ssl
from collections.abc import Callable
from typing import Any

from aiohttp import (
    ClientConnectorCertificateError,
    ClientConnectorDNSError,
    ClientConnectorError,
    ClientResponseError,
    ConnectionTimeoutError,
    InvalidURL,
    ServerDisconnectedError,
)

from jobs.model.page import Outcome
from jobs.web.http.address_guard import RefusedAddress
from jobs.web.http.dns import NameFailure, NameTrouble
from jobs.web.http.wire import HeadersTooLongError

Trouble = tuple[Outcome, str]

_NAMES = {
    NameTrouble.NO_SUCH_NAME: Outcome.DNS_ERROR,
    NameTrouble.BAD_NAME: Outcome.REFUSED_ADDRESS,
    NameTrouble.TIMED_OUT: Outcome.TIMEOUT,
}

_SYSTEM = {
    errno.ECONNREFUSED: "the server refused the connection",
    errno.EHOSTUNREACH: "no way leads to the server",
    errno.ENETUNREACH: "no way leads to the server's network",
    errno.ETIMEDOUT: "the server did not answer the connection",
}

# Codes of OpenSSL's x509_vfy.h, as `SSLCertVerificationError.verify_code` gives them.
EXPIRED = 10
_NO_ISSUER = frozenset({20, 21})
_CERTIFICATE = {
    2: "the certificate is signed by an authority that browsers do not know",
    9: "the certificate is not valid yet",
    EXPIRED: "the certificate has expired",
    18: "the certificate is self-signed",
    19: "the certificate is signed by an authority that browsers do not know",
    20: "the certificate is signed by an authority that browsers do not know",
    21: "the server does not send the certificates in between",
    23: "the certificate was revoked",
    62: "the certificate is for another name",
    64: "the certificate is for another address",
}

_TLS = {
    "TLSV13_ALERT_CERTIFICATE_REQUIRED": "the server wants a certificate from its visitors",
    "UNSUPPORTED_PROTOCOL": "the server speaks only outdated TLS",
    "TLSV1_ALERT_PROTOCOL_VERSION": "the server and we share no version of TLS",
    "WRONG_VERSION_NUMBER": "the server does not speak TLS on this port",
    "HTTP_REQUEST": "the server does not speak TLS on this port",
    "SSLV3_ALERT_HANDSHAKE_FAILURE": "the server and we share no way to encrypt",
    "TLSV1_UNRECOGNIZED_NAME": "the server has no certificate for this name",
    "TLSV1_ALERT_INTERNAL_ERROR": "the server failed while setting up TLS",
    "UNEXPECTED_EOF_WHILE_READING": "the server broke off while setting up TLS",
    "DH_KEY_TOO_SMALL": "the server's encryption is too weak",
    "EE_KEY_TOO_SMALL": "the certificate's key is too weak",
}


# What aiohttp's parser says, in words for people; the first that is in its message counts.
_ODD = {
    "Content-Length": ": its length is not one number",
    "Transfer-Encoding": ": the coding it was sent in is not one that HTTP has",
    "chunk": ": it does not keep to the chunks that it announces",
    "Expected HTTP/": ": it does not begin as an answer does",
    "status": ": its status line cannot be read",
    "header": ": one of its header lines cannot be read",
}


def trouble_of(error: BaseException) -> Trouble:
    """The outcome and the reason for what a request raised; what is not known is a connection error."""
    for kind, explain in _KINDS:
        if isinstance(error, kind):
            return explain(error)
    return Outcome.CONNECTION_ERROR, "the connection failed"


def is_expiry(error: BaseException) -> bool:
    """Whether a certificate was refused because its time is over."""
    return _verify_code(error) == EXPIRED


def lacks_issuer(error: BaseException) -> bool:
    """Whether a certificate was refused because no way leads from it to an authority that is trusted."""
    return _verify_code(error) in _NO_ISSUER


def _verify_code(error: BaseException) -> int:
    refused = isinstance(error, ClientConnectorCertificateError) and error.certificate_error
    return refused.verify_code if isinstance(refused, ssl.SSLCertVerificationError) else 0


def _name_trouble(error: OSError) -> Trouble:
    if isinstance(error, NameFailure):
        return _NAMES.get(error.trouble, Outcome.CONNECTION_ERROR), error.trouble.value
    return Outcome.CONNECTION_ERROR, NameTrouble.FAILED.value


def _certificate_reason(error: Exception) -> str:
    code = error.verify_code if isinstance(error, ssl.SSLCertVerificationError) else 0
    return _CERTIFICATE.get(code, "the certificate is not valid")


def _system_trouble(error: OSError) -> Trouble:
    """What the operating system or TLS said; aiohttp hides TLS alerts after the handshake behind another error."""
    said = error.__cause__ if isinstance(error.__cause__, ssl.SSLError) else error
    if isinstance(said, RefusedAddress):
        return Outcome.REFUSED_ADDRESS, f"its address is not on the public internet ({said.what})"
    if isinstance(said, ssl.SSLError):
        return Outcome.TLS_ERROR, _TLS.get(said.reason or "", "TLS could not be set up")
    if isinstance(said, ConnectionResetError | BrokenPipeError | ConnectionAbortedError):
        return Outcome.CONNECTION_ERROR, "the server broke off the connection"
    return Outcome.CONNECTION_ERROR, _SYSTEM.get(said.errno or 0, "the connection failed")


def _protocol_reason(error: ClientResponseError) -> str:
    if isinstance(error.__cause__, HeadersTooLongError):
        return "the answer's headers are longer than allowed"
    said = str(error.__cause__ or error.message)
    odd = next((words for mark, words in _ODD.items() if mark in said), "")
    return f"the answer is not proper HTTP{odd}"


# The first that fits counts, so the special ones come first.
_KINDS: tuple[tuple[type[Exception], Callable[[Any], Trouble]], ...] = (
    (ConnectionTimeoutError, lambda _: (Outcome.TIMEOUT, "the server could not be reached in time")),
    (TimeoutError, lambda _: (Outcome.TIMEOUT, "the page did not come in time")),
    (ClientConnectorDNSError, lambda error: _name_trouble(error.os_error)),
    (ClientConnectorCertificateError, lambda error: (Outcome.TLS_ERROR, _certificate_reason(error.certificate_error))),
    (ClientConnectorError, lambda error: _system_trouble(error.os_error)),
    (ServerDisconnectedError, lambda _: (Outcome.CONNECTION_ERROR, "the server closed the connection unanswered")),
    (ClientResponseError, lambda error: (Outcome.BAD_HTTP, _protocol_reason(error))),
    (InvalidURL, lambda _: (Outcome.REFUSED_ADDRESS, "this is not a web address")),
    (OSError, _system_trouble),
)
