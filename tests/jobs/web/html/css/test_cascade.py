"""Which rules of a page's own style sheets hide a link; `tests/parity` asks Chromium about many more."""

import pytest

from jobs.checks.dispatcher import Bounds
from jobs.web.html.css import cascade, matching
from jobs.web.html.css.syntax import Cut, cut
from jobs.web.html.parse import parse

LINK = "<a class=l href=/x>x</a>"


def hidden(css: str, around: str) -> bool:
    page = f"<style>{css}</style>{around.replace('@', LINK)}"
    document = parse(page.encode(), url="https://a.example/", content_type="text/html; charset=utf-8")
    assert len(document.links) == 1
    return document.spot(0).hidden


@pytest.mark.parametrize(
    ("css", "around", "hides", "why"),
    [
        (".a{display:none}", "<p class=a>@</p>", True, "a class"),
        (".a{display:none}", "<p class='b a'>@</p>", True, "one of several"),
        (".a{display:none}", "<p class=ab>@</p>", False, "another class"),
        ("#a{display:none}", "<p id=a>@</p>", True, "an id"),
        ("p{display:none}", "<p>@</p>", True, "a name"),
        ("P{display:none}", "<p>@</p>", True, "in either case"),
        ("*{display:none}", "@", True, "everything"),
        ("[data-x]{display:none}", "<p data-x>@</p>", True, "an attribute"),
        ("p[data-x='1']{display:none}", "<p data-x=1>@</p>", True, "an attribute's value"),
        ("[data-x~=a]{display:none}", "<p data-x='b a'>@</p>", True, "one of an attribute's words"),
        ("[data-x|=a]{display:none}", "<p data-x=a-b>@</p>", True, "the beginning before a dash"),
        ("[data-x^=a]{display:none}", "<p data-x=ba>@</p>", False, "not at its beginning"),
        ("[data-x$=a]{display:none}", "<p data-x=ba>@</p>", True, "at its end"),
        ("[data-x*='']{display:none}", "<p data-x=ba>@</p>", False, "nothing is in no value"),
        (".a.b{display:none}", "<p class=a>@</p>", False, "both are asked for"),
        (".a .l{display:none}", "<div class=a><p>@</p></div>", True, "anywhere within"),
        (".a>.l{display:none}", "<div class=a><p>@</p></div>", False, "a child only"),
        (".a > p > .l{display:none}", "<div class=a><p>@</p></div>", True, "child by child"),
        ("p:not(.b){display:none}", "<p class=b>@</p>", False, "all but those"),
        ("p:not(.b){display:none}", "<p>@</p>", True, "and so this one"),
        (":root .l{display:none}", "@", True, "within the root"),
        (".a,.b{display:none}", "<p class=b>@</p>", True, "a list"),
        (r".a\:b{display:none}", "<p class='a:b'>@</p>", True, "an escaped name"),
        (".a:hover{display:none}", "<p class=a>@</p>", False, "waits for a person"),
        (".a+.l{display:none}", "<p class=a>@</p>", False, "beside, not within"),
        ("p{display:none} .a{display:block}", "<p class=a>@</p>", False, "a class weighs more than a name"),
        (".a{display:block} p{display:none}", "<p class=a>@</p>", False, "in either order"),
        (".a{display:none} .a{display:block}", "<p class=a>@</p>", False, "the later of two"),
        (".a{display:none!important} #b{display:block}", "<p class=a id=b>@</p>", True, "importance beats weight"),
        (".a{display:none}", "<p class=a style='display:block'>@</p>", False, "the element's own style beats a rule"),
        (".a{display:none!important}", "<p class=a style='display:block'>@</p>", True, "but not an important one"),
        (".a{display:block!important}", "<p class=a style='display:none'>@</p>", False, "which also shows"),
        ("p{display:block}", "<p hidden>@</p>", False, "a rule beats what the browser would do"),
        (".a{left:-9999px} p{position:absolute}", "<p class=a>@</p>", True, "two rules that hide together"),
        (".a{position:absolute}", "<p class=a style='left:-9999px'>@</p>", True, "a rule and a style together"),
        (".a{visibility:hidden} .l{visibility:visible}", "<p class=a>@</p>", False, "shown again within"),
        ("@media print{.a{display:none}}", "<p class=a>@</p>", False, "on paper only"),
        ("@media screen{.a{display:none}}", "<p class=a>@</p>", True, "on a screen"),
        ("@media (max-width:600px){.a{display:none}}", "<p class=a>@</p>", False, "on a small screen only"),
        ("@media print{.b{color:red}}.a{display:none}", "<p class=a>@</p>", True, "after a block that does not count"),
        ("@supports (x:y){.a{display:none}}", "<p class=a>@</p>", True, "taken to be supported"),
        ("@keyframes k{from{opacity:0}}", "<p class=a>@</p>", False, "steps of an animation are no rules"),
        ("@import 'x.css';.a{display:none}", "<p class=a>@</p>", True, "after an import"),
        ("/*.a{display:none}*/", "<p class=a>@</p>", False, "a comment"),
        (".a/**/{display:none}", "<p class=a>@</p>", True, "a comment within"),
        (".a{display:none", "<p class=a>@</p>", True, "a rule cut short"),
        (".a{}}.a{display:none}", "<p class=a>@</p>", False, "a brace too many breaks the next rule"),
        (".is-hidden{display:none}", "<p class=is-hidden>@</p>", True, "a name with a sign of hiding in it"),
        (".hidden{color:red}", "<p class=hidden>@</p>", False, "a name hides nothing"),
    ],
)
def test_a_rule_hides(css: str, around: str, *, hides: bool, why: str) -> None:
    assert hidden(css, around) is hides, why


@pytest.mark.parametrize(
    ("around", "hides", "why"),
    [
        ("<details>@</details>", False, "folded, for the visitor to open"),
        ("<details open>@</details>", False, "open"),
        ("<details><summary>@</summary></details>", False, "the summary always shows"),
        ("<dialog>@</dialog>", True, "closed"),
        ("<dialog open>@</dialog>", False, "open"),
        ("<div popover>@</div>", True, "not shown before somebody asks"),
        ("<datalist>@</datalist>", True, "never shown"),
        ("<p hidden=until-found>@</p>", False, "shown once it is looked for"),
        ("<p hidden=x>@</p>", True, "whatever the value"),
    ],
)
def test_a_browser_hides_by_itself(around: str, *, hides: bool, why: str) -> None:
    assert hidden("", around) is hides, why


def test_what_is_alike_in_another_place_is_judged_there() -> None:
    page = (
        "<style>.a p{display:none}</style><div class=a><p>@</p></div><div class=b><p>@</p></div><div class=a><p>@</p>"
    )
    document = parse(page.replace("@", LINK).encode(), url="https://a.example/", content_type="text/html")
    assert [document.spot(number).hidden for number in range(3)] == [True, False, True]


def test_links_that_differ_in_what_a_rule_asks_for_are_told_apart() -> None:
    page = "<style>a[href$='2']{display:none}</style><p><a href=/1>1</a><a href=/2>2</a></p>"
    document = parse(page.encode(), url="https://a.example/", content_type="text/html")
    assert [document.spot(number).hidden for number in range(2)] == [False, True]


@pytest.mark.parametrize(
    ("page", "hides", "why"),
    [
        ("<style type=text/less>.l{display:none}</style>", False, "no style sheet to a browser"),
        ("<style type='text/css'>.l{display:none}</style>", True, "one by its type"),
        ("<style>.p{.l{display:none}}</style>", False, "a rule within another that does not fit"),
        ("<style>.l{display:none !ie}</style>", False, "a hack of long ago"),
        ("<style>.l{DISPLAY:NONE}</style>", True, "in capitals"),
        ("<style><!-- .l{display:none} --></style>", True, "between the signs of a comment of HTML"),
        ("<style>.l{clip-path:polygon(0 0, 0 0, 0px 0%)}</style>", True, "a shape of no size"),
        ("<style>.l{clip-path:polygon(0 0, 100% 0, 0 100%)}</style>", False, "a shape"),
    ],
)
def test_reads_a_sheet_as_a_browser_does(page: str, why: str, *, hides: bool) -> None:
    document = parse((page + LINK).encode(), url="https://a.example/", content_type="text/html; charset=utf-8")
    assert document.spot(0).hidden is hides, why


@pytest.mark.parametrize(
    ("head", "around", "hides", "why"),
    [
        ("", "<p style='color:#fff'><a href=/x style='color:inherit'>x</a></p>", True, "white on what no sheet sets"),
        (
            "<link rel=stylesheet href=x.css>",
            "<a href=/x style='color:#fff'>x</a>",
            False,
            "a file may set what is behind",
        ),
        ("<link rel=preload as=style href=x.css>", "<a href=/x style='color:#fff'>x</a>", False, "once it is loaded"),
        (
            "<style>@import 'x.css';</style>",
            "<a href=/x style='color:#fff'>x</a>",
            False,
            "a file that a sheet takes in",
        ),
        ("<link rel=icon href=x.png>", "<a href=/x style='color:#fff'>x</a>", True, "no style sheet"),
        (
            "<link rel=stylesheet href=x.css>",
            "<div style='background:#222'><p><a href=/x style='color:#222'>x</a></p></div>",
            False,
            "a file may set what is between",
        ),
        (
            "<link rel=stylesheet href=x.css>",
            "<a href=/x style='color:#222;background:#222'>x</a>",
            True,
            "both said by the link itself",
        ),
        ("<link rel=stylesheet href=x.css>", "<a href=/x style='display:none'>x</a>", True, "no matter of colours"),
    ],
)
def test_letters_vanish_only_in_what_is_known_to_be_behind_them(
    head: str, around: str, why: str, *, hides: bool
) -> None:
    document = parse((head + around).encode(), url="https://a.example/", content_type="text/html; charset=utf-8")
    assert document.spot(0).hidden is hides, why


def test_a_page_of_the_same_sheet_is_judged_by_its_own_classes() -> None:
    css = "<style>.a{display:none}.a.open{display:block}</style><script>1</script>"
    pages = [
        "<div class=a>@</div><p>words and more words</p>",
        "<i class=open></i><div class=a>@</div><p>words and more</p>",
    ]
    said = []
    for page in pages:
        spot = parse((css + page.replace("@", LINK)).encode(), url="https://a.example/", content_type="text/html").spot(
            0
        )
        said.append((spot.hidden, spot.hidden_at_first))
    assert said == [(False, True), (True, False)]


@pytest.mark.parametrize(
    ("page", "kind", "why"),
    [
        ("<html><body>@</body></html>", "application/xhtml+xml", "XML knows no quirks mode"),
        ("<html xmlns='http://www.w3.org/1999/xhtml'><body>@</body></html>", "text/xml", "whatever it is called"),
        ('<iframe srcdoc="@"></iframe>', "text/html", "a frame without an address of its own, with a doctype or not"),
    ],
)
def test_what_needs_no_doctype_is_not_read_in_quirks_mode(page: str, kind: str, why: str) -> None:
    inner = "<style>.Gone{display:none}.gone{text-indent:-9999}</style><p class='gone'><a href='/x'>x</a></p>"
    document = parse(page.replace("@", inner).encode(), url="https://a.example/", content_type=kind)
    document = document.framed[0].document if document.framed else document
    assert not document.spot(0).hidden, why


def test_selectors_beyond_a_page_s_share_fit_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    css = "<style>p:not([b]){color:red} p:not([c]){display:none}</style>"
    page = (css + f"<p>{LINK}</p>").encode()
    assert parse(page, url="https://a.example/", content_type="text/html").spot(0).hidden
    monkeypatch.setattr(matching, "_MOST_ASKED", 0)
    assert not parse(page, url="https://a.example/", content_type="text/html").spot(0).hidden


def test_the_sheets_of_as_many_sites_as_are_visited_at_once_are_cut_once(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = list[str]()

    def cut_and_told(css: str, most_rules: int) -> Cut:
        seen.append(css)
        return cut(css, most_rules)

    monkeypatch.setattr(cascade, "cut", cut_and_told)
    sheets = [f".l{{display:none}} .cut-once-{number}{{color:red}}" for number in range(Bounds().hosts)]
    assert all(hidden(css, f"<p>{number} @</p>") for number in range(2) for css in sheets)
    assert len(seen) == len(sheets)
