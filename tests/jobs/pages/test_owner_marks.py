"""Ids of analytics and ads, and the frame of a page, as they stand in markup."""

import pytest

from jobs.pages.owner_marks import MOST_IDS, ids_in, template_of
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
