"""Which links of a page are worth following for one that is missing."""

from dataclasses import replace

import pytest

from jobs.model.reading import Match, Seen
from jobs.pages.asked import NO_CANDIDATES
from jobs.pages.candidates import MOST, MOST_OURS, candidates
from jobs.pages.find_link import find_link
from tests.jobs.pages.test_find_link import TARGET, document

WORDS = "We walked the long ridge above the lake and wore out our soles, and bought "


def hrefs(html: str, anchor: str = "", before: Seen | None = None, former: tuple[str, ...] = ()) -> list[str]:
    return [each.seen.href for each in candidates(document(html), TARGET, anchor, before, former).elsewhere]


@pytest.mark.parametrize(
    ("href", "why"),
    [
        ("/go/boots", "a folder of redirects"),
        ("/out?u=1", "a page that leads out"),
        ("https://bit.ly/3abc", "a shortener"),
        ("/blog/https://ours.example/guide", "it holds our address"),
        ("https://www.awin1.com/awclick.php?mid=1", "an affiliate network that does not say where to"),
    ],
)
def test_what_may_lead_there_is_followed(href: str, why: str) -> None:
    assert len(hrefs(f"<a href='{href}'>boots</a>")) == 1, why


@pytest.mark.parametrize(
    "href",
    [
        "/walks/12",
        "https://other.example/boots",
        "/login?next=https%3A%2F%2Fours.example%2Fguide",
        "/report?url=https%3A%2F%2Fours.example%2Fguide",
        "mailto:go@ours.example",
        "http://[broken",
    ],
)
def test_ordinary_links_and_those_that_only_carry_our_address_are_not(href: str) -> None:
    assert hrefs(f"<a href='{href}'>boots</a>") == []


@pytest.mark.parametrize(
    "href",
    [
        "https://web.archive.org/web/2024/https://ours.example/guide",
        "https://partner.example/report?url=https%3A%2F%2Fours.example%2Fguide",
    ],
)
def test_what_only_carries_our_address_is_not_followed_under_the_agreed_words_either(href: str) -> None:
    assert hrefs(f"<a href='{href}'>good boots</a>", anchor="good boots") == []
    assert hrefs("<a href='https://other.example/boots'>good boots</a>", anchor="good boots"), (
        "another page may be ours"
    )


def test_the_agreed_words_make_any_link_likely() -> None:
    found = candidates(document("<a href='/shop'>Good  Boots</a>"), TARGET, "good boots").elsewhere
    assert [(each.seen.href, each.is_likely) for each in found] == [("https://partner.example/shop", True)]


def test_a_link_that_was_not_seen_before_led_nowhere() -> None:
    (found,) = candidates(document("<a href='/go/boots'>good boots</a>"), TARGET, "good boots").elsewhere
    assert (found.is_likely, found.led_there) == (True, False)


@pytest.mark.parametrize(
    ("href", "led_there"),
    [
        ("https://partner.example/out?t=2", True),
        ("http://partner.example/out?t=1#x", True),
        ("https://partner.example/away?t=1", False),
        ("https://other.example/out?t=1", False),
    ],
)
def test_a_redirector_is_known_again_whatever_its_query(href: str, *, led_there: bool) -> None:
    (first,) = candidates(document("<a href='https://partner.example/out?t=1'>good boots</a>"), TARGET).elsewhere
    before = replace(first.seen, match=Match.REDIRECTOR)
    (found,) = candidates(document(f"<a href='{href}'>good boots</a>"), TARGET, "", before).elsewhere
    assert found.led_there is led_there


def test_of_several_queries_the_very_address_that_led_there_comes_first() -> None:
    (first,) = candidates(document("<a href='/out?t=9'>good boots</a>"), TARGET).elsewhere
    before = replace(first.seen, match=Match.REDIRECTOR, text="", before="", after="")
    html = "".join(f"<a href='/out?t={number}'>x</a> " for number in range(12))
    assert hrefs(html, before=before)[0] == "https://partner.example/out?t=9"


def test_the_redirector_that_led_there_is_known_again_without_its_words() -> None:
    html = "<a href='https://other.example/boots'>{}</a>"
    (first,) = candidates(document(html.format("good boots")), TARGET, "good boots").elsewhere
    before = replace(first.seen, match=Match.REDIRECTOR)
    (found,) = candidates(document(html.format("shoes")), TARGET, "", before).elsewhere
    assert (found.is_likely, found.led_there) == (True, True)


def test_a_former_site_of_ours_is_followed_whatever_its_host() -> None:
    html = "<a href='https://www.old-ours.example/guide'>a</a> <a href='https://not-old-ours.example/'>b</a>"
    assert hrefs(html, former=("old-ours.example",)) == ["https://www.old-ours.example/guide"]
    assert hrefs("<a href='https://xn--mnchen-3ya.example/x'>a</a>", former=("münchen.example",))


def test_the_likeliest_come_first_and_five_are_enough() -> None:
    before = find_link(document(f"<p>{WORDS}<a href='{TARGET}'>boots</a></p>"), TARGET).best
    many = "".join(f"<a href='/go/{number}'>other</a> " for number in range(9))
    found = hrefs(f"<p>{many}</p><p>{WORDS}<a href='/go/there'>shoes</a></p>", before=before)
    assert (found[0], len(found)) == ("https://partner.example/go/there", MOST)


def test_each_address_is_followed_once() -> None:
    assert len(hrefs("<a href='/go/1'>a</a> <a href='/go/1'>b</a>")) == 1


def test_links_to_other_pages_of_ours_are_asked_about_the_nearest_first() -> None:
    html = "".join(f"<a href='https://ours.example/{path}'>x</a>" for path in ("", "a", "b", "guides", "guide?ref=x"))
    found = candidates(document(html), TARGET)
    assert found.elsewhere == ()
    assert [seen.href.partition("example/")[2] for seen in found.ours][:2] == ["guide?ref=x", "guides"]
    assert len(found.ours) == MOST_OURS


def test_a_page_of_our_own_site_has_none() -> None:
    page = document("<a href='/go/boots'>boots</a> <a href='/other'>x</a>", url="https://ours.example/start")
    assert candidates(page, TARGET) == NO_CANDIDATES
