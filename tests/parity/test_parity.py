"""We read each hard page as Chromium with JavaScript off does."""

import pytest

from jobs.web.html.parse import parse
from tests.parity.browser import CHROMIUM, browser
from tests.parity.compare import differences
from tests.parity.pages import PAGES, Hard, stored

ANSWERS = stored()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_reads_a_hard_page_as_the_browser_does(page: Hard) -> None:
    document = parse(page.body, url=page.url, content_type=page.content_type)
    assert differences(document, ANSWERS[page.name]) == []


@pytest.mark.parametrize("page", [page for page in PAGES if page.name.startswith("hidden")], ids=lambda page: page.name)
def test_hides_what_the_browser_hides(page: Hard) -> None:
    document = parse(page.body, url=page.url, content_type=page.content_type)
    theirs = [anchor["raw"] for anchor in ANSWERS[page.name]["anchors"] if anchor["hidden"]]
    spots = [(link.raw_href, document.spot(number)) for number, link in enumerate(document.links)]
    assert [href for href, spot in spots if spot.hidden or spot.hidden_at_first] == theirs


@pytest.mark.browser
@pytest.mark.skipif(not CHROMIUM.exists(), reason=f"the stored answers were not checked: there is no {CHROMIUM}")
def test_the_browser_still_says_what_is_stored() -> None:
    some = PAGES[::12]
    with browser() as chromium:
        answers = {page.name: chromium.read(page.url, page.content_type, page.body) for page in some}
    assert answers == {page.name: ANSWERS[page.name] for page in some}
