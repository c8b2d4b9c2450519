"""Secrets do not reach logs, messages and the terminal."""

from collections.abc import Callable
from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.web.urls import mask


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://me:secret@a.example/x", "https://***@a.example/x"),
        ("https://token@a.example/x", "https://***@a.example/x"),
        ("https://me:p@ss@a.example/@me", "https://***@a.example/@me"),
        ("https://me:a=b&c@a.example/", "https://***@a.example/"),
        (r"https:\\me:secret@a.example/", r"https:\\***@a.example/"),
        ("https:me:secret@a.example", "https:***@a.example"),
        ("//me:secret@a.example/x", "//***@a.example/x"),
        ("HTTP://Me:Se@a.example and ftp://b@c/", "HTTP://***@a.example and ftp://***@c/"),
        ("postgres://bot:pw@db.example/links", "postgres://***@db.example/links"),
        ("https://a.example/?token=abc&page=2", "https://a.example/?token=***&page=2"),
        ("https://a.example/?page=2&api_key=abc#top", "https://a.example/?page=2&api_key=***#top"),
        ("https://a.example/?token=a?b/c;d&page=2", "https://a.example/?token=***&page=2"),
        ("https://a.example/?token=?a&page=2", "https://a.example/?token=***&page=2"),
        ("https://a.example/?X-Amz-Signature=ab&X-Amz-Date=1", "https://a.example/?X-Amz-Signature=***&X-Amz-Date=1"),
        ("https://a.example/?user[password]=a&accessToken=b", "https://a.example/?user[password]=***&accessToken=***"),
        ("https://a.example/?%74oken=abc&%2573ig=d", "https://a.example/?%74oken=***&%2573ig=***"),
        ("https://a.example/?page=1;key=d", "https://a.example/?page=1;key=***"),
        ("https://a.example/?page=1&amp;sid=d", "https://a.example/?page=1&amp;sid=***"),
        ("https://a.example/x;jsessionid=ab?page=2", "https://a.example/x;jsessionid=***"),
        ("https://a.example/#access_token=abc#d", "https://a.example/#access_token=***"),
        ("https://a.example/?u=https://me:pw@b.example/&p=1", "https://a.example/?u=https://***@b.example/&p=1"),
        ("https://a.example/?u=https://b.example/?key=c", "https://a.example/?u=https://b.example/?key=***"),
        ("https://a.example/?u=%2Fb%3Fkey%3Dc%20d&p=1", "https://a.example/?u=%2Fb%3Fkey%3D***&p=1"),
        ("https://a.example/https%3A%2F%2Fme%40b/x", "https://a.example/https%3A%2F%2F***%40b/x"),
        (
            '<a href="https://a.example/?key=c">me@b.example</a>',
            '<a href="https://a.example/?key=***">me@b.example</a>',
        ),
        ("sent xoxb-123456789-abcdef to Slack", "sent *** to Slack"),
        ("sent xapp-1-A0-123-abc to Slack", "sent *** to Slack"),
        ("refresh xoxe.xoxb-1-abc", "refresh ***"),
        ("https://hooks.slack.com/commands/T1/22/abcDEF", "https://hooks.slack.com/***"),
        ("wss://wss.slack.com/link/?ticket=a1-b2_c3&app_id=1", "wss://wss.slack.com/link/?ticket=***&app_id=1"),
        ("Authorization: Bearer abcdefgh.ijk", "Authorization: Bearer ***"),
    ],
)
def test_secrets_are_masked(text: str, expected: str) -> None:
    assert mask(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "https://a.example/?monkey=1&r=2&id=3&p=4&author=me",
        "https://a.example/secret-garden/page=2?q=a%20b%2Fc",
        "https://a.example/caf%C3%A9/%E4%BD%A0?q=%ff%zz",
        "write to me@a.example, or see https://a.example/@me",
        "git@code.example:us/it.git",
        "mailto:me@a.example?subject=hello",
        "a = b; c == d, 100 % and ***",
    ],
)
def test_everything_else_stays(text: str) -> None:
    assert mask(text) == text


_MARK = "S3CR3T"
_AFTER = st.text(alphabet="abzAZ09-._~!$&'()*+,;=:@%", max_size=8)
_VALUES = st.text(alphabet="abz09-._~!$'()*+,;=:@/?", max_size=8)
_NAMES = st.sampled_from(["token", "access_token", "apiKey", "X-Amz-Signature", "sid", "password", "code", "jwt"])


def _escaped(name: str, places: set[int]) -> str:
    """A name with some of its characters percent-escaped: the same name to whoever reads the query."""
    return "".join(f"%{ord(char):02X}" if place in places else char for place, char in enumerate(name))


_ADDRESSES: st.SearchStrategy[str] = st.one_of(
    st.builds("https://{0}{1}@a.example/x?y=1".format, st.just(_MARK), _AFTER),
    st.builds("https://me:{1}{0}@@a.example/".format, st.just(_MARK), _AFTER),
    st.builds(
        lambda name, places, *around: f"https://a.example/x?p=1&{_escaped(name, places)}={_MARK.join(around)}",
        _NAMES,
        st.sets(st.integers(0, 9)),
        _VALUES,
        _VALUES,
    ),
    st.builds("https://a.example/#{1}={0}".format, st.just(_MARK), _NAMES),
)
_LAYERS: st.SearchStrategy[Callable[[str], str]] = st.sampled_from(
    [
        lambda inner: f"https://b.example/out?u={quote(inner, safe='')}",
        lambda inner: f"https://b.example/{quote(inner, safe='')}/x",
        lambda inner: f"see https://b.example/?u={inner}",
        lambda inner: f"(https://b.example/#to={quote(inner, safe='')}) cannot be read",
    ]
)


@given(_ADDRESSES, st.lists(_LAYERS, max_size=6))
def test_law_no_secret_gets_through_however_deep_it_lies(address: str, layers: list[Callable[[str], str]]) -> None:
    for layer in layers:
        address = layer(address)
    shown = mask(address)
    for _ in range(len(layers) + 1):
        assert _MARK not in shown
        shown = unquote(shown)


@given(st.one_of(st.text(max_size=200), st.text(alphabet="htps:/\\?#&;=@%2F3Dtokensig*", max_size=60)))
def test_law_masking_twice_changes_nothing_more(text: str) -> None:
    assert mask(mask(text)) == mask(text)
