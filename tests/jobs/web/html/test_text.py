"""The visible text, the words of links and where they stand in it."""

# ruff: noqa: E501 - a page stands in one piece, as it is served

import pytest

from jobs.model.document import Document, TextFrom
from jobs.web.html.parse import parse


def read(page: str) -> Document:
    return parse(page.encode(), url="https://a.example/", content_type="text/html; charset=utf-8")


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>a</p><p>b</p>", "a b"),
        ("<p>a</p>b", "a b"),
        ("<div>a</div><span><i>b</i></span>", "a b"),
        ("a<b>b</b>c", "abc"),
        ("a <b>b</b> c", "a b c"),
        ("a<br>b", "a b"),
        ("<li>a<li>b", "a b"),
        ("<td>a", "a"),
        ("<table><td>a<td>b</table>", "a b"),
        ("a<script>x</script><style>y</style><template>z</template>b", "ab"),
        ("<title>t</title>a<noscript>n</noscript><textarea>x</textarea>", "a"),
        ("a<p hidden>x<b>y</b></p>b", "a b"),
        ("a<span style='display:none'>x</span>b", "ab"),
        ("<svg><title>t</title><text>s</text></svg>", "s"),
        (" \n a \t b&nbsp;c ", "a b c"),
        ("<a href=/x>\0</a>b", "b"),
    ],
)
def test_reads_the_visible_text(page: str, text: str) -> None:
    assert read(page).text == text


@pytest.mark.parametrize(
    ("page", "text", "why"),
    [
        ("<main style='opacity:0'>a b</main><script>1</script>", "a b", "a script shows what people came for"),
        ("<body style='opacity:0'>a<p hidden>x</p>", "", "nothing does"),
        ("<body style='opacity:0'>a<p hidden>x</p><script>1</script>", "a", "but for what is hidden in it"),
        ("<body style='opacity:0'>a<p hidden>x y</p><script>1</script>", "a x y", "unless that is most of it"),
        ("<div style='opacity:0'>a b c</div>d<script>1</script>", "a b c d", "most of the text"),
        ("<div style='opacity:0'>a</div>b c d<script>1</script>", "b c d", "a small part of it"),
        ("<div style='opacity:0'>a b c</div>d<script type=application/json>1</script>", "d", "data are no script"),
        ("<div style='opacity:0'>a b c</div>long words<script>1</script>", "a b c long words", "of most of the words"),
        ("<div style='opacity:0'>a<script>12345</script></div>b c<script>1</script>", "b c", "a code has no words"),
        (
            "<div style='opacity:0'>a b c<script>12345</script></div>four<script>1</script>",
            "a b c four",
            "nor takes any",
        ),
    ],
)
def test_what_is_hidden_at_first_is_read_where_it_is_most_of_a_page(page: str, text: str, why: str) -> None:
    assert read(page).text == text, why


def test_a_link_without_words_is_none_of_the_words_that_are_shown() -> None:
    plain, linked = (
        read(f"<p>two words </p>{link} <div hidden>three more words</div><script>1</script>")
        for link in ("", "<a href=/x><img src=/i></a>")
    )
    assert plain.words_mark == linked.words_mark
    assert plain.text == linked.text == "two words three more words"


def test_says_where_in_the_text_each_link_begins() -> None:
    document = read(
        "<p>See <a href=/1>our page</a>,<a href=/2><b>and</b></a> <a href=/3></a> <a>no</a> <a href=/4> this</a>."
    )
    assert document.text == "See our page,and no this."
    assert [document.text[document.position(number) :][:4] for number in range(3 + 1)] == [
        "our ",
        "and ",
        "no t",
        "this",
    ]


def test_a_link_without_words_takes_those_of_its_image_or_its_title() -> None:
    page = "<a href=/1>t<img alt=x></a><a href=/2 title=y><img alt=''><img alt='a  b'></a><a href=/3 title=' c '></a><a href=/4></a>"
    document = read(page)
    assert [tuple(document.words(number)) for number in range(4)] == [
        ("t", TextFrom.TEXT),
        ("a b", TextFrom.ALT),
        ("c", TextFrom.TITLE),
        ("", TextFrom.TEXT),
    ]


def test_counts_what_a_page_that_needs_scripts_shows() -> None:
    page = "<div id=root></div><noscript>Please enable <b>JavaScript</b></noscript><script src=/m.js></script><script>12345</script>"
    document = read(page + "<script type='application/ld+json'>{}</script>")
    assert (document.text, document.script_files, document.script_chars) == ("", 1, 5)
    assert document.noscript_text == "Please enable JavaScript"


@pytest.mark.parametrize(
    ("element", "expected"),
    [
        ("""<span onclick="location.href='/x'">s</span>""", [("https://a.example/x", "s")]),
        ("""<a href="javascript:window.open('http://b.example/')">s</a>""", [("http://b.example/", "s")]),
        ("""<a href="#" onclick="document.location='/x'">s</a>""", [("https://a.example/x", "s")]),
        ("""<a data-href="https://b.example/">s</a>""", [("https://b.example/", "s")]),
        ("""<a href="/real" onclick="location='/x'">s</a>""", []),  # an ordinary link too
        ("""<button onclick="go()" data-url="3">s</button>""", []),
    ],
)
def test_finds_links_that_only_a_script_follows(element: str, expected: list[tuple[str, str]]) -> None:
    assert list(read(element).js_links) == expected
