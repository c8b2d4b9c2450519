"""Selectors that are matched here, held against Lexbor, which goes through the whole page for each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser, LexborNode

from jobs.web.html.css.matching import Element, Matcher
from jobs.web.html.css.selectors import Selector, ignoring_case, read_selectors

NAMES = ("", ".a", ".b", "#x", ".a.b", ".A", ".A.a", "#X")
WITHOUT = ("", ":not(.a)", ":not( .b )", ":not(#x)", ":not(.a):not(.b)", ":not(.a):first-child")
IN_CAPITALS = (":not(.A)", ":not(.A):not(.a)", ":not(#X)", ".a:not(.B)")


def selector_of(text: str, *, quirks: bool = False) -> Selector:
    (selector,) = read_selectors((ignoring_case(text) if quirks else text,)) or ()
    return selector


def elements(node: LexborNode, outer: Element | None, *, quirks: bool = False) -> list[Element]:
    own = Element(node, node.attributes, outer, quirks=quirks)
    inner = [elements(each, own, quirks=quirks) for each in node.iter() if each.is_element_node]
    return [own, *(each for some in inner for each in some)]


@given(
    st.booleans(),
    st.lists(st.sampled_from(["<p>", "<b class=a>", "<b class='A b'>", "<i id=x>", "<i class=b></i>"]), max_size=8),
    st.tuples(st.sampled_from(["", "b", "*"]), st.sampled_from(NAMES)).map("".join),
    st.sampled_from(WITHOUT + IN_CAPITALS),
    st.sampled_from(["", "p ", ".a:not(.b) ", ":not(.b) > ", ":not(.B) > ", ".B ", "main > "]),
)
def test_finds_the_elements_that_lexbor_finds(
    quirks: bool,  # noqa: FBT001 - hypothesis gives it by its place
    parts: list[str],
    names: str,
    without: str,
    before: str,
) -> None:
    wanted = before + names + (without or ":not(.c)")
    tree = LexborHTMLParser(f"{'' if quirks else '<!doctype html>'}<main>{''.join(parts)}</main>")
    assert tree.root is not None
    matcher, selector = Matcher(tree.root), selector_of(wanted, quirks=quirks)
    _, *inner = elements(tree.root, None, quirks=quirks)  # beside the root Lexbor counts the doctype
    found = {each.node.mem_id for each in inner if matcher.fits(selector, each)}
    assert found == {node.mem_id for node in tree.css(wanted)} - {tree.root.mem_id}
    assert matcher._fitting == {}


@pytest.mark.parametrize("broken", [":not(.5)", ":not(.-)"])
def test_leaves_it_to_lexbor_to_say_what_is_no_name(broken: str) -> None:
    root = LexborHTMLParser("<p class=a>").root
    assert root is not None
    assert Matcher(root).fits(Selector(f".a{broken}", (0, 2, 0), frozenset()), elements(root, None)[-1]) is None
