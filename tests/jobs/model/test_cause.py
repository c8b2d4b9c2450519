import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.model.cause import LOST, Cause, parse_cause


@pytest.mark.parametrize(
    ("cause", "stored"),
    [
        (Cause("partner.example", LOST), "partner.example/lost"),
        (Cause("partner.example", "nofollow"), "partner.example/nofollow"),
        (Cause("https://partner.example/links/", "outbound"), "https://partner.example/links//outbound"),
        (Cause("group", "L-12-lost-1764576000"), "group/L-12-lost-1764576000"),
        (Cause("", "storm"), "storm"),
        (Cause("", ""), ""),
    ],
)
def test_a_cause_is_stored_as_it_always_was(cause: Cause, stored: str) -> None:
    assert str(cause) == stored
    assert parse_cause(stored) == cause


@given(st.text(), st.text().filter(lambda kind: "/" not in kind))
def test_what_is_written_is_read(site: str, kind: str) -> None:
    assert parse_cause(str(Cause(site, kind))) == Cause(site, kind)
