"""The served markup around a link is the page's own bytes, bounded, and never another place."""

import pytest

from jobs.pages.find_link import find_link
from jobs.pages.markup import LONGEST, markup_at, markup_of
from jobs.web.html.parse import parse

TARGET = "https://shop.example/boots?a=1&b=2"
URL = "https://blog.example/ridge"
LINK = '<A\n class=x HREF="https://shop.example/boots?a=1&amp;b=2">good <b>boots</b></A>'


def cut(page: str, encoding: str = "utf-8") -> str:
    body = page.encode(encoding)
    document = parse(body, url=URL, content_type=f"text/html; charset={encoding}")
    best = find_link(document, TARGET).best
    assert best is not None
    return markup_of(best, document, body)


@pytest.mark.parametrize(
    ("page", "why"),
    [
        (f"<p>so we bought {LINK} there</p>", "as it is served, entities and all"),
        (f"<!-- {LINK.replace('good', 'old')} --><p>so we bought {LINK} there</p>", "not the one in a comment"),
        (
            f'<link rel="x" href="https://shop.example/boots?a=1&amp;b=2"><p>so we bought {LINK} there',
            "not another tag",
        ),
    ],
)
def test_the_cut_is_the_link_with_what_stands_around_it(page: str, why: str) -> None:
    shown = cut(page)
    assert "so we bought" in shown, why
    assert 'HREF="https://shop.example/boots?a=1&amp;b=2">good <b>boots</b></A>' in shown, why


def test_the_cut_is_bounded_on_a_page_of_one_endless_line() -> None:
    assert len(cut(f"<p>{'x' * 100_000}{LINK}{'y' * 100_000}")) <= LONGEST


def test_other_encodings_are_read_as_the_page_is() -> None:
    assert "für Schuhe" in cut(f"<p>für Schuhe {LINK}</p>", "windows-1252")


def test_what_cannot_be_found_again_gives_nothing_rather_than_a_guess() -> None:
    assert cut(f"<p>{LINK.replace('boots?', '&#98;oots?')}</p>") == ""


def test_words_are_found_where_they_stand() -> None:
    body = b"<p>In the end we bought <i>good boots</i> and went on.</p>"
    document = parse(body, url=URL, content_type="text/html")
    assert "In the end we bought <i>good boots</i>" in markup_at("end we bought", document, body)
    assert markup_at("nowhere", document, body) == ""


def test_a_link_to_a_longer_address_is_another_link() -> None:
    page = '<p><a href="https://ours.example/guide-to-prices" rel=nofollow>Old</a> and <a href="https://ours.example/guide">New</a>'
    body = page.encode()
    document = parse(body, url=URL, content_type="text/html")
    best = find_link(document, "https://ours.example/guide").best
    assert best is not None
    shown = markup_of(best, document, body)
    assert shown.startswith("nofollow") or "New" in shown
    assert shown.rstrip().endswith('<a href="https://ours.example/guide">New</a>')
