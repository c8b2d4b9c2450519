"""Which declarations hide an element, by themselves and with what its parent says."""

import pytest

from jobs.web.html.hidden import Visibility, declarations, hiding_properties, shown_under, told_with


@pytest.mark.parametrize(
    ("style", "hides", "why"),
    [
        ("", False, "nothing is said"),
        ("color:red", False, "a colour hides nothing that we could tell"),
        ("display:none", True, "the plain way"),
        ("DISPLAY : NONE ;", True, "case and spaces do not count"),
        ("display:none-such", False, "a value of another name"),
        ("visibility:hidden", True, "there, and not to be seen"),
        ("visibility:collapse", True, "the same, for tables"),
        ("content-visibility:hidden", True, "its content is skipped"),
        ("content-visibility:auto", False, "skipped only while off the screen"),
        ("opacity:0", True, "transparent"),
        ("opacity:0.0", True, "transparent, written longer"),
        ("opacity:0%", True, "transparent, as a share"),
        ("opacity:.01", False, "hardly to be seen, but there"),
        ("opacity:inherit", False, "a word is no zero"),
        ("font-size:0", True, "letters without size"),
        ("font-size:0em", True, "the same with a unit"),
        ("font-size:initial", False, "a word is no zero"),
        ("font-size:.8em", False, "small print"),
        ("text-indent:-9999px", True, "words moved off the screen"),
        ("text-indent:-2em", False, "a hanging indent"),
        ("position:absolute;left:-9999px", True, "off the screen"),
        ("position:fixed;top:-100vh", True, "off the screen by its height"),
        ("left:-9999px", False, "without a position, a side moves nothing"),
        ("position:absolute;left:-20px", False, "a little aside"),
        ("position:relative;left:-9999px", False, "left as it is: some move it back within"),
        ("position:absolute;clip:rect(0,0,0,0)", True, "cut away"),
        ("position:absolute;clip:rect(1px 1px 1px 1px)", True, "cut away, in the old spelling"),
        ("clip:rect(0,0,0,0)", False, "clip needs a position"),
        ("clip-path:inset(50%)", True, "cut away from all sides"),
        ("clip-path:inset(10%)", False, "trimmed"),
        ("overflow:hidden;height:0", True, "a box without height that shows nothing beyond it"),
        ("overflow:hidden;width:1px", True, "a box of one pixel"),
        ("overflow:hidden;width:auto", False, "a word is no zero"),
        ("overflow:hidden;height:10px", False, "a small box"),
        ("height:0", False, "what is in it overflows, and shows"),
        ("overflow:visible;height:0", False, "the same said aloud"),
        ("transform:scale(0)", True, "shrunk to nothing"),
        ("transform:scale(0.5)", False, "shrunk to half"),
        ("transform:translateX(-9999px)", True, "moved off the screen"),
        ("scale:0", True, "shrunk to nothing, in one property"),
        ("display:none;display:block", False, "the last of its kind counts"),
    ],
)
def test_a_style_hides(style: str, *, hides: bool, why: str) -> None:
    declared = {name: value for name, value, _ in declarations(style)}
    assert shown_under(Visibility(), declared).hidden is hides, why


@pytest.mark.parametrize(
    ("parent", "child", "hides", "why"),
    [
        ("display:none", "display:block", True, "what is gone takes its children along"),
        ("opacity:0", "opacity:1", True, "transparency covers what is within"),
        ("visibility:hidden", "visibility:visible", False, "a child can turn back"),
        ("visibility:hidden", "visibility:inherit", True, "or leave it"),
        ("font-size:0", "font-size:16px", False, "a child has its own size"),
        ("font-size:0", "", True, "or that of its parent"),
        ("text-indent:-9999px", "text-indent:0", False, "a child has its own indent"),
    ],
)
def test_a_child_can_undo_some_of_it(parent: str, child: str, *, hides: bool, why: str) -> None:
    shown = Visibility()
    for style in (parent, child):
        shown = shown_under(shown, {name: value for name, value, _ in declarations(style)})
    assert shown.hidden is hides, why


def test_reads_what_is_important_and_skips_what_cannot_hide() -> None:
    style = "color:red; left : -5px!important; background:url(a;b); display:none ! important;max-width:1px"
    assert declarations(style) == [
        ("left", "-5px", True),
        ("display", "none", True),
        ("max-width", "1px", False),
    ]


@pytest.mark.parametrize(
    ("style", "properties"),
    [
        ("display:none;color:red", {"display"}),
        ("position:absolute;left:-9999px;top:0", {"left"}),
        ("overflow:hidden;width:100%;height:0", {"height"}),
        ("overflow:hidden", set()),
    ],
)
def test_names_the_properties_that_hide(style: str, properties: set[str]) -> None:
    assert hiding_properties(declarations(style)) == properties


def test_a_side_is_told_with_its_position_and_a_size_with_its_overflow() -> None:
    assert told_with({"left"}) == {"left", "position"}
    assert told_with({"height"}) == {"height", "overflow", "overflow-x", "overflow-y"}
    assert told_with({"display"}) == {"display"}
