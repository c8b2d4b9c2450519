"""Secrets do not reach logs and messages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.web.urls.mask import masked


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://me:secret@a.example/x", "https://***@a.example/x"),
        ("https://token@a.example/x", "https://***@a.example/x"),
        ("HTTP://Me:Se@a.example and ftp://b@c/", "HTTP://***@a.example and ftp://***@c/"),
        ("https://a.example/?token=abc&page=2", "https://a.example/?token=***&page=2"),
        ("https://a.example/?page=2&api_key=abc#top", "https://a.example/?page=2&api_key=***#top"),
        ("https://a.example/?X-Amz-Signature=ab&X-Amz-Date=1", "https://a.example/?X-Amz-Signature=***&X-Amz-Date=1"),
        ("https://a.example/?sig=abc;key=d", "https://a.example/?sig=***;key=***"),
        ("https://a.example/#access_token=abc", "https://a.example/#access_token=***"),
        ("sent xoxb-123456789-abcdef to Slack", "sent *** to Slack"),
        ("sent xapp-1-A0-123-abc to Slack", "sent *** to Slack"),
        ("Authorization: Bearer abcdefgh.ijk", "Authorization: Bearer ***"),
        ("https://a.example/?monkey=1&r=2&id=3&p=4", "https://a.example/?monkey=1&r=2&id=3&p=4"),
        ("write to me@a.example, or see https://a.example/@me", "write to me@a.example, or see https://a.example/@me"),
    ],
)
def test_masks_secrets_and_nothing_else(text: str, expected: str) -> None:
    assert masked(text) == expected


@given(st.text(alphabet="abcxyz0189-._~", min_size=1, max_size=40))
def test_a_token_in_a_query_never_gets_through(secret: str) -> None:
    assert f"={secret}&" not in masked(f"https://a.example/?access_token={secret}&page=2")


@given(st.text(max_size=200))
def test_masking_twice_changes_nothing_more(text: str) -> None:
    assert masked(masked(text)) == masked(text)
