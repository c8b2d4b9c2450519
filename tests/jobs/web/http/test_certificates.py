"""The day a certificate expired is read from the certificate itself."""

import ssl
from datetime import UTC, datetime

import pytest
import trustme

from jobs.web.http.certificates import valid_until


@pytest.mark.parametrize(
    "end",
    [
        datetime(1999, 12, 31, 23, 59, 59, tzinfo=UTC),
        datetime(2026, 5, 3, 12, tzinfo=UTC),
        datetime(2049, 12, 31, tzinfo=UTC),
        datetime(2050, 1, 1, tzinfo=UTC),  # from here on times are written in another form
        datetime(2120, 1, 1, tzinfo=UTC),
    ],
)
def test_reads_the_end_of_a_certificate(end: datetime) -> None:
    leaf = trustme.CA().issue_cert("a.example", not_before=datetime(1990, 1, 1, tzinfo=UTC), not_after=end)
    der = ssl.PEM_cert_to_DER_cert(leaf.cert_chain_pems[0].bytes().decode())
    assert valid_until(der) == end


@pytest.mark.parametrize("garbage", [b"", b"\x30\x1e\x17\x0d99139999999999Z\x17\x0d991399999999Z", bytes(500)])
def test_garbage_has_no_end(garbage: bytes) -> None:
    assert valid_until(garbage) is None
