"""Ids of analytics and ads, and the frame of a page, as they stand in markup."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from jobs.pages.owner_marks import _FINDS, _IDS, MOST_IDS, ids_in, template_of
from jobs.pages.similarity import similarity


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ("<script>ga('create', 'UA-12345-2', 'auto')</script>", ["UA:UA-12345"]),
        ('<script src="https://www.googletagmanager.com/gtag/js?id=G-ABC123DEF4"></script>', ["G:G-ABC123DEF4"]),
        ("<script>(w,d,s,'dataLayer','GTM-ABC12D')</script>", ["GTM:GTM-ABC12D"]),
        ('<ins data-ad-client="ca-pub-1234567890123456">', ["pub:pub-1234567890123456"]),
        ("<script>gtag('config', 'AW-123456789')</script>", ["AW:AW-123456789"]),
        ("<script>fbq('init', '123456789012345');</script>", ["fbq:123456789012345"]),
        ("<script>h._hjSettings={hjid:1234567,hjsv:6}</script>", ["hjid:1234567"]),
        ('<script>(window, document, "clarity", "script", "abcdef1234")</script>', ["clarity:abcdef1234"]),
        ("<script>ym(12345678, 'init', {})</script>", ["ym:12345678"]),
        ('<a href="https://www.amazon.de/dp/B0?tag=owner-21&x=1">', ["tag:owner-21"]),
        ("<p>We moved from UA to GA, tag=none, pub-quiz at 20:00, G-force, GTM-</p>", []),
        ("", []),
    ],
)
def test_ids_are_found_where_they_are_used(markup: str, found: list[str]) -> None:
    assert list(ids_in(markup.encode())) == found


def test_so_many_ids_are_kept() -> None:
    many = " ".join(f"UA-{number:06}-1" for number in range(99))
    assert len(ids_in(many.encode())) == MOST_IDS


def themed(*classes: str, words: str) -> bytes:
    return "".join(f'<div id=x class="{name}"><p>{words}</p></div>' for name in classes).encode()


def test_a_frame_is_the_same_whatever_the_words_and_numbers_are() -> None:
    names = [f"part-{chr(97 + number)} wide" for number in range(20)]
    one = template_of(themed(*names, "post-12", words="Boots"))
    other = template_of(themed(*names, "post-977", words="Something else"))
    assert one == other
    assert similarity(one, template_of(themed(*names[:18], "more", words="Boots"))) > 0.6
    assert similarity(one, template_of(themed(*(f"x{name}" for name in names), words="Boots"))) == 0
    assert template_of(themed("a", "b", words="Boots")) == ()


MARKUP = (
    *(b"ga('create', 'UA-12345-2')", b'id=G-ABC123DEF4"', b"'GTM-ABC12D'", b"ca-pub-1234567890123456", b"AW-123456789"),
    *(b"fbq('init', '123456789012345')", b"hjid:1234567", b'clarity", "script", "abcdef1234"', b"ym(12345678,"),
    b"amazon.de/dp/B0?tag=owner-21",
)
PIECES = some.lists(some.sampled_from([*(mark for mark, _ in _IDS), *MARKUP, b'"', b"'", b" ", b"1234567890"]))


@given(PIECES)
def test_ids_are_those_that_their_patterns_find_in_the_whole_text(pieces: list[bytes]) -> None:
    text, found = b"".join(pieces), dict[str, None]()
    for _, name, expression in _FINDS:
        for each in expression.finditer(text):
            found[f"{name}:{(each[1] if expression.groups else each[0]).decode()}"] = None
    assert ids_in(text) == tuple(found)[:MOST_IDS]
