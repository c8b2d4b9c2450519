"""Our own server says whether another address of ours is the agreed page."""

from dataclasses import replace

import pytest

from jobs.model.document import Canonical
from jobs.model.page import Outcome
from jobs.model.reading import PageFacts
from jobs.pages.own_site import Answered, are_near_spellings, what_our_site_says
from jobs.pages.similarity import sketch

GUIDE = "https://ours.example/guide"
TEXT = sketch("boots for all weathers, and how to care for them when the hills are wet and the days are short")
OTHER_TEXT = sketch("our shop opens at nine and closes at five, come and see us, there is coffee for everybody")
AGREED = PageFacts(GUIDE, GUIDE, 200, shingles=TEXT)


def page(url: str, *, final: str = "", canonical: str = "", text: tuple[int, ...] = TEXT) -> PageFacts:
    named = (Canonical("link", canonical),) if canonical else ()
    return PageFacts(url, final or url, 200, canonicals=named, shingles=text)


@pytest.mark.parametrize(
    ("linked", "agreed", "why"),
    [
        (page("https://ours.example/old-guide", final=GUIDE), AGREED, "the linked address redirects to the agreed one"),
        (
            page("https://ours.example/handbook"),
            page(GUIDE, final="https://ours.example/handbook"),
            "the agreed address redirects to the linked one",
        ),
        (
            page("https://ours.example/a", final="https://ours.example/c"),
            page(GUIDE, final="https://ours.example/c"),
            "both redirect to a third",
        ),
        (
            page(f"{GUIDE}?ref=acme.example", canonical=GUIDE, text=OTHER_TEXT),
            AGREED,
            "its canonical",
        ),
        (
            page("https://ours.example/g2", canonical="https://ours.example/g", text=OTHER_TEXT),
            page(GUIDE, canonical="https://ours.example/g"),
            "one canonical",
        ),
        (page(f"{GUIDE}?ref=acme.example"), AGREED, "a parameter that was added, the same text"),
        (page("https://ours.example//guide"), AGREED, "two slashes, the same text"),
        (page("https://ours.example/Guide/index.html"), AGREED, "case and index, the same text"),
    ],
)
def test_one_page(linked: PageFacts, agreed: PageFacts, why: str) -> None:
    assert what_our_site_says(linked, agreed).says is Answered.SAME, why


@pytest.mark.parametrize(
    ("linked", "agreed", "why"),
    [
        (page("https://ours.example/other", text=OTHER_TEXT), AGREED, "another page"),
        (page("https://ours.example/other"), AGREED, "another path, be the text the same"),
        (page(f"{GUIDE}?page=2", text=OTHER_TEXT), AGREED, "a parameter that changes the text"),
        (page(GUIDE), page(f"{GUIDE}?q=boots"), "a parameter that was taken away"),
        (page(f"{GUIDE}?x=1", canonical=f"{GUIDE}?x=1"), page(GUIDE, canonical=GUIDE), "each is its own canonical"),
        (replace(page(f"{GUIDE}?ref=x"), outcome=Outcome.GONE), AGREED, "our server has no such page"),
        (page("https://ours.example/new"), replace(AGREED, outcome=Outcome.GONE), "the agreed page is gone"),
    ],
)
def test_two_pages(linked: PageFacts, agreed: PageFacts, why: str) -> None:
    assert what_our_site_says(linked, agreed).says is Answered.OTHER, why


@pytest.mark.parametrize("outcome", [each for each in Outcome if each.is_unknown or each is Outcome.DNS_ERROR])
def test_while_ours_cannot_be_read_nothing_is_said(outcome: Outcome) -> None:
    linked = page(f"{GUIDE}?ref=x")
    for one, other in ((replace(linked, outcome=outcome), AGREED), (linked, replace(AGREED, outcome=outcome))):
        said = what_our_site_says(one, other)
        assert said.says is Answered.UNREADABLE
        assert "could not be read" in said.how


@pytest.mark.parametrize(
    ("linked", "is_near"),
    [
        (f"{GUIDE}?a=1&b=2", True),
        ("https://ours.example/GUIDE", True),
        ("https://ours.example//guide/", True),
        ("https://ours.example/guide/index.php", True),
        ("https://ours.example/guides", False),
        ("https://ours.example/a/guide", False),
        ("nonsense", False),
    ],
)
def test_near_spellings(linked: str, is_near: bool) -> None:  # noqa: FBT001 - a column
    assert are_near_spellings(linked, GUIDE) is is_near


def test_the_order_of_parameters_is_spelling_and_their_number_is_not() -> None:
    assert are_near_spellings("https://ours.example/shop?b=2&a=1", "https://ours.example/shop?a=1&b=2")
    assert not are_near_spellings("https://ours.example/shop?a=1", "https://ours.example/shop?a=1&b=2")
