"""What libraries raise becomes an outcome and words a person can read."""

import errno
import ssl
from unittest.mock import Mock

import pytest
from aiohttp import (
    ClientConnectionError,
    ClientConnectorCertificateError,
    ClientConnectorError,
    ClientConnectorSSLError,
    ClientOSError,
    ConnectionTimeoutError,
    ServerDisconnectedError,
)

from jobs.model.page import Outcome
from jobs.web.http.address_guard import RefusedAddress
from jobs.web.http.errors import trouble_of

KEY = Mock(ssl=True)


def certificate(code: int) -> ClientConnectorCertificateError:
    error = ssl.SSLCertVerificationError(1, "certificate verify failed")
    error.verify_code = code
    return ClientConnectorCertificateError(KEY, error)


def tls(reason: str) -> ssl.SSLError:
    error = ssl.SSLError(1, "handshake failed")
    error.reason = reason
    return error


def after_the_handshake() -> ClientOSError:
    error = ClientOSError(1, "alert")
    error.__cause__ = tls("TLSV13_ALERT_CERTIFICATE_REQUIRED")
    return error


@pytest.mark.parametrize(
    ("error", "outcome", "reason"),
    [
        (TimeoutError(), Outcome.TIMEOUT, "the page did not come in time"),
        (ConnectionTimeoutError(), Outcome.TIMEOUT, "the server could not be reached in time"),
        (ServerDisconnectedError(), Outcome.CONNECTION_ERROR, "the server closed the connection unanswered"),
        (ConnectionResetError(), Outcome.CONNECTION_ERROR, "the server broke off the connection"),
        (
            ClientConnectorError(KEY, OSError(errno.EHOSTUNREACH, "")),
            Outcome.CONNECTION_ERROR,
            "no way leads to the server",
        ),
        (
            ClientConnectorError(KEY, RefusedAddress("127.0.0.1", "loopback")),
            Outcome.REFUSED_ADDRESS,
            "its address is not on the public internet (loopback)",
        ),
        (certificate(62), Outcome.TLS_ERROR, "the certificate is for another name"),
        (certificate(9), Outcome.TLS_ERROR, "the certificate is not valid yet"),
        (certificate(10), Outcome.TLS_ERROR, "the certificate has expired"),
        (certificate(-1), Outcome.TLS_ERROR, "the certificate is not valid"),
        (
            ClientConnectorSSLError(KEY, tls("UNSUPPORTED_PROTOCOL")),
            Outcome.TLS_ERROR,
            "the server speaks only outdated TLS",
        ),
        (ClientConnectorSSLError(KEY, tls("SOMETHING_NEW")), Outcome.TLS_ERROR, "TLS could not be set up"),
        (after_the_handshake(), Outcome.TLS_ERROR, "the server wants a certificate from its visitors"),
        (ClientConnectionError(), Outcome.CONNECTION_ERROR, "the connection failed"),
    ],
)
def test_has_an_outcome_and_a_reason(error: Exception, outcome: Outcome, reason: str) -> None:
    assert trouble_of(error) == (outcome, reason)
