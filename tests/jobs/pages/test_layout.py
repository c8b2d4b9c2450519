from datetime import UTC, datetime

from jobs.model.document import Place
from jobs.model.page import Page
from jobs.pages.asked import LinkLayout, LinkQuestion
from jobs.pages.extract import extract

URL = "https://partner.example/links"
OURS = "https://ours.example/guide"


def layout(body: str, *targets: str) -> LinkLayout:
    page = Page(URL, URL, 200, (("content-type", "text/html"),), body.encode(), datetime.now(UTC))
    return extract(page, [LinkQuestion(target) for target in targets]).layout


def test_links_are_counted_by_address_and_place() -> None:
    found = layout(
        '<nav><a href="/a">A</a><a href="/b#x">B</a><a href="/b#y">B</a><a href="https://n.example/">N</a></nav>'
        '<main><p><a href="https://one.example/#a">1</a> <a href="https://one.example/#b">1</a>'
        f'<a href="{OURS}">ours</a> <a href="mailto:x@y.example">m</a></p></main>'
        '<footer><a href="https://one.example/">1</a><a href="https://two.example/">2</a></footer>'
    )
    assert found.internal == 2
    assert found.places == ((Place.BODY, 2), (Place.FOOTER, 1), (Place.NAV, 1))


def test_a_link_in_the_text_counts_there_though_the_menu_has_it_first() -> None:
    both = '<a href="https://one.example/">1</a>'
    assert layout(f"<nav>{both}</nav><main>{both}</main>").places == ((Place.BODY, 1),)
    assert layout(f"<nav>{both}</nav><footer>{both}</footer>").places == ((Place.NAV, 1),)


def test_our_links_stand_where_they_stand_among_those_to_other_sites() -> None:
    found = layout(
        '<a href="/own">own</a><a href="https://one.example/">1</a><a href="https://one.example/">1</a>'
        f'<a href="{OURS}?utm_source=x">ours</a><a href="https://ours.example/b">b</a>',
        OURS,
        "https://ours.example/b",
        "https://ours.example/missing",
    )
    assert found.positions == {(OURS, ""): 2, ("https://ours.example/b", ""): 3}


def test_an_empty_page_has_nothing() -> None:
    found = layout("<p>words</p>", OURS)
    assert (found.internal, found.places, found.positions) == (0, (), {})
