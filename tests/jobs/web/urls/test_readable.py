"""Names with letters beyond ASCII: shown as they are written, unless they look like others."""

import ada_url
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.web.urls.readable import readable_host


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("münchen.de", "one script"),
        ("www.bücher.example", "labels of ASCII beside it"),
        ("почта.рф", "Cyrillic, with letters that look like no Latin ones"),
        ("ελλάδα.example", "Greek, likewise"),
        ("日本語と英語abc.example", "Japanese is written in three scripts and Latin letters"),
        ("한국어-abc.example", "Korean with Latin letters"),
        ("例え2.example", "digits belong to no script"),
        ("שלום.example", "Hebrew"),
    ],
)
def test_it_is_read_as_it_is_written(name: str, reason: str) -> None:
    assert readable_host(ada_url.idna_to_ascii(name).decode()) == name, reason


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("p\u0430ypal.example", "one Cyrillic letter among Latin ones"),
        ("\u0430\u0440\u0440\u04cf\u0435.example", "Cyrillic letters that all look like Latin ones"),
        ("\u03b1\u03b9\u03ba\u03bf.example", "Greek ones"),
        ("latin\u03ba.example", "Latin and Greek"),
        ("latin\u043a\u0430\u043d\u0430.example", "Latin and Cyrillic"),
    ],
)
def test_what_could_be_taken_for_another_name_stays_in_punycode(name: str, reason: str) -> None:
    ascii_name = ada_url.idna_to_ascii(name).decode()
    assert ascii_name.startswith("xn--")
    assert readable_host(ascii_name) == ascii_name, reason


@pytest.mark.parametrize("name", ["blog.example", "", "localhost", "xn--.example", "xn--a", "127.0.0.1", "[::1]"])
def test_a_name_that_hides_nothing_stays_as_it_is(name: str) -> None:
    assert readable_host(name) == name


@given(st.text())
def test_a_name_is_the_same_or_leads_back_to_itself(typed: str) -> None:
    name = f"xn--{typed}.example"
    shown = readable_host(name)
    assert shown == name or ada_url.idna_to_ascii(shown).decode() == name.lower()
