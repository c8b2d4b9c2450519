"""Places among other elements, held against Lexbor, which counts them anew for each."""

from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from jobs.web.html.css.matching import Element, Matcher
from jobs.web.html.css.selectors import read_selectors

PLACES = (
    *(f":{which}-{of}" for which in ("first", "last", "only") for of in ("child", "of-type")),
    *(
        f":nth-{end}{of}({formula})"
        for end in ("", "last-")
        for of in ("child", "of-type")
        for formula in ("odd", " even ", "2n+1", "3n", "-n+3", "n + 2", "-2n+5", "2n - 1", "3", "+2", "0n+2", "n")
    ),
)


@given(
    st.lists(st.sampled_from(["<b>x</b>", "<i>x</i>", "words", "<!-- comment -->", "<p><b>x</b><b>y</b></p>"])),
    st.sampled_from(["", "b", "i", "main > ", "main b"]),
    st.sampled_from(PLACES),
)
def test_finds_the_elements_that_lexbor_finds(parts: list[str], before: str, place: str) -> None:
    tree = LexborHTMLParser(f"<main>{''.join(parts)}</main>")
    root = tree.root
    assert root is not None
    (selector,) = read_selectors((before + place,)) or ()
    matcher, outer = Matcher(root), Element(root, {}, None)
    for inner in ("body", "main"):
        outer = Element(tree.css(inner)[0], {}, outer)
    children = list(tree.css("main > *"))
    found = [child.mem_id for child in children if matcher.fits(selector, Element(child, {}, outer))]
    expected = {node.mem_id for node in tree.css(before + place)}
    assert found == [child.mem_id for child in children if child.mem_id in expected]
    assert matcher._fitting == {}
