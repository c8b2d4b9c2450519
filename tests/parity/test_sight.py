"""Which links of a page are hidden, held against what Chromium shows its visitors."""

import json
from collections import Counter
from pathlib import Path

import pytest

from jobs.model.document import Spot
from jobs.web.html.parse import parse
from tests.parity.browser import CHROMIUM
from tests.parity.hiding import Page, pages
from tests.parity.sight import LETTERS, URL, visitor

PAGES = {page.name: page for page in pages()}
SIGHTS: dict[str, str] = json.loads(Path(__file__).with_name("sights.json").read_text(encoding="utf-8"))
"""Of each link a letter: see `sight.LETTERS`."""


def ours(page: Page) -> str:
    """What we say of each link of a page, in the same letters."""
    document = parse(page.body.encode(), url=URL, content_type="text/html; charset=utf-8")
    return "".join(map(_letter, map(document.spot, range(len(document.links)))))


def _letter(spot: Spot) -> str:
    return LETTERS["hidden" if spot.hidden else "hidden at first" if spot.hidden_at_first else "shown"]


def test_every_page_has_an_answer_for_every_link() -> None:
    assert {name: len(sights) for name, sights in SIGHTS.items()} == {
        name: len(parse(page.body.encode(), url=URL, content_type="text/html").links) for name, page in PAGES.items()
    }
    assert len(PAGES) >= 150


def test_calls_hidden_what_no_visitor_sees_and_nothing_else() -> None:
    count = Counter(pair for name, page in PAGES.items() for pair in zip(SIGHTS[name], ours(page), strict=True))
    said = sum(number for (_, we), number in count.items() if we == "h")
    true = sum(number for (they, _), number in count.items() if they == "h")
    assert count["h", "h"] / said >= 0.99
    assert count["h", "h"] / true >= 0.97


@pytest.mark.parametrize("name", [name for name in PAGES if not name.startswith("mixed")])
def test_tells_what_a_script_or_a_visitor_shows_from_what_nobody_does(name: str) -> None:
    hidden = [letter == "h" for letter in SIGHTS[name]]
    assert [letter == "h" for letter in ours(PAGES[name])] == hidden


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM.exists(), reason=f"the stored answers were not checked: there is no {CHROMIUM}")
def test_the_browser_still_sees_what_is_stored() -> None:
    some = list(PAGES)[::24]
    with visitor() as chromium:
        answers = {name: chromium.letters(PAGES[name].body, PAGES[name].scripts) for name in some}
    assert answers == {name: SIGHTS[name] for name in some}
