"""The quick ways of taking addresses apart, and of seeing that a link carries none, say what the slow ways say."""

import ada_url
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from jobs.web.urls.carried import addresses_in, carried_addresses
from jobs.web.urls.known_redirectors import BY_HOST, known_redirector
from jobs.web.urls.standard import UrlParts, parts_of
from tests.jobs.web.urls.test_redirectors import LEADING
from tests.jobs.web.urls.test_urls_join_all import PIECES

PIECE = st.sampled_from([*PIECES, "\n", "xn--", "..", "/."])


def _by_the_standard(url: str) -> UrlParts | None:
    try:
        found = ada_url.URL(url)
    except ValueError:
        return None
    return UrlParts(*(getattr(found, part) for part in UrlParts._fields))


@given(st.sampled_from(["https://b.c", "http://", ""]), st.lists(PIECE, max_size=8).map("".join))
@example("https://b.c", "/?")
@example("https://b.c", "/a?b#")
@example("https://b.c", "/a?b?c#d?e")
@example("https://b.c", ":80/")
@example("https://b.c.1", "/")
@example("https://u:p@b.c", "/")
def test_parts_are_those_of_the_standard(start: str, rest: str) -> None:
    assert parts_of(start + rest) == _by_the_standard(start + rest)


@pytest.mark.parametrize("url", [*LEADING, "https://b.c/", "https://www.google.com/maps", "https://google.com/url"])
def test_a_known_redirector_is_the_first_whose_place_fits(url: str) -> None:
    parts = parts_of(url)
    assert parts is not None
    place = parts.hostname.removeprefix("www.") + parts.pathname
    assert known_redirector(parts) == next((each for each in BY_HOST if each.place.match(place)), None)


@given(
    st.lists(st.sampled_from(["HTTP", "https", ":", "/", "%2F", "aHR0cDov", "Ly9", "b", "."]), max_size=6).map("".join)
)
@example("aHR0cHM6Ly9iLmM")
@example("Ly9iLmM")
@example("http:/b.c")
def test_an_address_is_seen_wherever_a_link_carries_one(value: str) -> None:
    assert set(addresses_in((value,))) <= set(carried_addresses(f"https://b.c/?q={value}"))
