import pytest

from jobs.pages.candidates import further_page
from jobs.web.html.parse import parse


def found(href: str, url: str = "https://partner.example/walk") -> str:
    return further_page(parse(f"<p>A walk <a href='{href}'>2</a>".encode(), url=url))


@pytest.mark.parametrize("href", ["/walk/2/", "/walk/page/2", "/walk/comment-page-1/#comments", "/walk?page=2", "?p=3"])
def test_knows_a_further_page_of_the_same_text(href: str) -> None:
    assert found(href).startswith("https://partner.example/walk")


@pytest.mark.parametrize(
    "href", ["/walk", "/walk/with-dogs", "/walking/2/", "/2/", "https://ours.example/walk/2/", "/walk?share=2"]
)
def test_takes_for_another_page(href: str) -> None:
    assert found(href) == ""


def test_the_pages_of_a_home_page_are_other_texts() -> None:
    assert found("/page/2", "https://partner.example/") == ""
