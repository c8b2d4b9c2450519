"""Declarative shadow trees are read as part of the page."""

# ruff: noqa: E501 - a page stands in one piece, as it is served

import pytest

from jobs.web.html.parse import parse


@pytest.mark.parametrize(
    ("page", "links", "why"),
    [
        ("<x-y><template shadowrootmode=open><a href=/1>1</a></template></x-y>", ["/1"], "an open one"),
        ("<div><template ShadowRootMode=Closed><a href=/1>1</a></template></div>", ["/1"], "a closed one shows too"),
        ("<div><template><a href=/1>1</a></template></div>", [], "a template is no part of the page"),
        ("<div><template shadowrootmode=none><a href=/1>1</a></template></div>", [], "nor one of no known mode"),
        (
            "<a href=/0>0</a><x-y><template shadowrootmode=open><x-z><template shadowrootmode=open><a href=/1>1</a></template></x-z><a href=/2>2</a></template><a href=/3>3</a></x-y><a href=/4>4</a>",
            ["/0", "/1", "/2", "/3", "/4"],
            "one within another, in their places",
        ),
    ],
)
def test_reads_the_links_of_shadow_trees(page: str, links: list[str], why: str) -> None:
    document = parse(page.encode(), url="https://a.example/", content_type="text/html; charset=utf-8")
    assert [link.raw_href for link in document.links] == links, why


def test_reads_its_words_in_their_place_and_leaves_its_styles_to_itself() -> None:
    page = (
        "<p>One</p><x-y><template shadowrootmode=open><style>p{display:none}</style><p>two <a href=/1>three</a></p>"
        "</template></x-y><p><a href=/2>four</a></p>"
    )
    document = parse(page.encode(), url="https://a.example/", content_type="text/html; charset=utf-8")
    assert document.text == "One two three four"
    assert [document.spot(number).hidden for number in range(2)] == [False, False]
