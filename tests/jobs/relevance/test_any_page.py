"""Whatever a page is made of, it is compared without an exception, and what is doubtful is said to be."""

import pytest

from jobs.model.relevance import Closeness, Doubt, Relevance
from jobs.relevance import prepare, score
from tests.jobs.relevance import corpus

URL = "https://example.org/"
OURS = prepare(corpus.html(*corpus.BIKES_EN), URL)
SHOP = "".join(
    f"<li><a href=/p{number}><img alt='Bicycle battery {number} Wh'>Bicycle battery, {number} Wh</a> "
    f"<span>{number}.00 EUR</span> <button>Add to cart</button></li>"
    for number in range(200)
)
PAYWALL = (
    "<title>Which electric bike for the city?</title><article><h1>Which electric bike for the city?</h1>"
    "<p>We tried twelve of them.</p></article><section>Subscribe now to read on. You have read your last free "
    "article. Log in</section>"
)


def compared(html: str) -> Relevance:
    return score(OURS, prepare(html, URL))


@pytest.mark.parametrize("language", corpus.OTHER_SCRIPTS)
def test_every_script_is_read_from_its_page_and_called_another_language(language: str) -> None:
    text = corpus.OTHER_SCRIPTS[language][0]
    result = compared(corpus.html(text[:20], text * 8, language))
    assert result.theirs.language == language
    assert Doubt.LANGUAGES_DIFFER in result.doubts


def test_a_page_of_two_scripts_is_compared() -> None:
    mixed = corpus.BIKES_EN_2[1] + corpus.OTHER_SCRIPTS["ja"][0] * 3 + corpus.OTHER_SCRIPTS["ar"][0] * 3
    assert compared(corpus.html("mixed", mixed)).score > compared(corpus.html(*corpus.BREAD_EN)).score


def test_of_nothing_but_links_it_is_said_that_no_main_text_was_found() -> None:
    links = "".join(f"<a href=/{number}>Shop {number}</a> " for number in range(300))
    assert Doubt.FALLBACK_EXTRACTION in compared(f"<title>Links</title>{links}").doubts


def test_two_megabytes_of_tiny_links_are_read_in_part_and_doubted() -> None:
    links = "<a href=/x>a</a>" * 131_072
    result = compared(f"<title>Links</title>{links}")
    assert len(links) == 2 * 1024 * 1024
    assert result.closeness is Closeness.UNCLEAR
    assert {Doubt.SHORT_TEXT, Doubt.FALLBACK_EXTRACTION} <= set(result.doubts)


def test_a_shop_is_compared_by_what_it_sells() -> None:
    bikes = compared(f"<title>Bicycle batteries</title><ul>{SHOP}</ul>")
    other = SHOP.replace("Bicycle battery", "Sourdough bread").replace("Wh", "g")
    assert bikes.score > compared(f"<title>Bread</title><ul>{other}</ul>").score
    assert bikes.low_confidence


def test_before_a_paywall_there_is_little_text_and_it_is_said() -> None:
    assert Doubt.SHORT_TEXT in compared(PAYWALL).doubts
