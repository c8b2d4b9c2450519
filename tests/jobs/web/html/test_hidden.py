"""Which declarations hide an element, by themselves and with what its parent says."""

import pytest

from jobs.web.html.css.cascade import own_style
from jobs.web.html.hidden import Visibility, shown_under


@pytest.mark.parametrize(
    ("style", "hides", "why"),
    [
        ("", False, "nothing is said"),
        ("color:red", False, "letters that differ from what is behind them"),
        ("color:#fff", True, "white on white"),
        ("color:#fefefe", True, "nearly so"),
        ("color:#ddd", False, "pale, but there"),
        ("color:transparent", True, "no colour"),
        ("color:#fff;background:#036", False, "white on blue"),
        ("color:#036;background:#036", True, "blue on blue"),
        ("color:#fff;background:url(x.png)", False, "what the picture is like nobody told"),
        ("color:transparent;text-shadow:0 0 2px #000", False, "a shadow alone"),
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
        ("opacity:.01", True, "nothing that an eye could see"),
        ("opacity:.3", False, "pale, but there"),
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
        ("position:relative;left:-9999px", True, "moved from where it stood"),
        ("position:absolute;left:99999px", True, "where nobody scrolls"),
        ("position:absolute;inset:auto auto auto -9999px", True, "four sides in one"),
        ("margin-left:-9999px", True, "off the screen by its margin"),
        ("margin-left:-9999px;padding-left:9999px", False, "and back"),
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
        ("transform:translate(-50%,-50%)", False, "centred"),
        ("translate:-9999px", True, "in one property"),
        ("font:0/0 a", True, "the size within a shorthand"),
        ("font:bold 14px/1.5 serif", False, "and one to read"),
        ("font-size:1px", True, "a speck"),
        ("text-indent:-9999px;background:url(logo.png)", False, "a picture stands for the words"),
        ("height:0;padding-bottom:56%;overflow:hidden;position:relative", False, "a box kept in shape by its padding"),
        ("scale:0", True, "shrunk to nothing, in one property"),
        ("display:none;display:block", False, "the last of its kind counts"),
    ],
)
def test_a_style_hides(style: str, *, hides: bool, why: str) -> None:
    assert shown_under(Visibility(), own_style(style, {})).hidden is hides, why


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
        shown = shown_under(shown, own_style(style, {}))
    assert shown.hidden is hides, why
