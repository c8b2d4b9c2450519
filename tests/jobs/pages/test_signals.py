"""What a page tells search engines, written as it is written."""

import pytest

from jobs.model.document import Canonical, MetaRefresh, RobotsTag
from jobs.model.page import Hop
from jobs.model.reading import PageFacts
from jobs.pages.evidence import LONGEST, MOST, signals
from tests.tools.nouns import PAGE, facts

OTHER = "https://blog.example/other?a=1&b=2"


@pytest.mark.parametrize(
    ("page", "lines"),
    [
        (facts(robots=()), ()),
        (facts(robots=(RobotsTag("meta robots", "noindex"),)), ('<meta name="robots" content="noindex">',)),
        (
            facts(robots=(RobotsTag("meta googlebot", 'a"b'),)),
            ('<meta name="googlebot" content="a&quot;b">',),
        ),
        (facts(robots=(RobotsTag("X-Robots-Tag", "noindex, nofollow"),)), ("X-Robots-Tag: noindex, nofollow",)),
        (facts(robots=(RobotsTag("X-Robots-Tag googlebot", "noindex"),)), ("X-Robots-Tag: googlebot: noindex",)),
        (
            facts(robots=(), canonicals=(Canonical("link", OTHER), Canonical("header", OTHER))),
            (
                '<link rel="canonical" href="https://blog.example/other?a=1&amp;b=2">',
                f'Link: <{OTHER}>; rel="canonical"',
            ),
        ),
        (
            facts(robots=(), refresh=MetaRefresh(5, OTHER)),
            ('<meta http-equiv="refresh" content="5; url=https://blog.example/other?a=1&amp;b=2">',),
        ),
        (facts(robots=(), hops=(Hop(PAGE, 301, "/other"),)), (f"301 {PAGE} -> /other",)),
        (
            facts(robots=(), google_allowed=False, google_rule="Disallow: /post"),
            ("robots.txt, for Googlebot: Disallow: /post",),
        ),
        (facts(robots=(RobotsTag("meta robots", "noindex"),) * 9), ('<meta name="robots" content="noindex">',)),
    ],
)
def test_each_is_a_line(page: PageFacts, lines: tuple[str, ...]) -> None:
    assert signals(page) == lines


def test_a_page_that_says_much_is_cut() -> None:
    tags = tuple(RobotsTag("meta robots", f"{number} {'x' * 900}") for number in range(50))
    assert [len(line) for line in signals(facts(robots=tags))] == [LONGEST] * MOST
