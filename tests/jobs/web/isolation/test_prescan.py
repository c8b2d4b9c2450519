"""The quick look: what passes its bounds, which are lowered here, stands out, and ordinary pages do not."""

import pytest

from jobs.bench._made_pages import made_pages
from jobs.web.isolation import prescan
from jobs.web.isolation.prescan import weigh

ROW = b'<div class="a b"><p>Some words <a href="/x?y=1">link</a><i class="icon"></i></p><br><img src=x></div>\n'
BEYOND = {
    "nested blocks": b"<div>" * 20,
    "one tag with many attributes": b"<a " + b"x " * 30 + b">",
    "formatting opened again and again": b"<p>" + b"<i>x " * 5 + b"</p>" + b"<div>x</div>" * 10,
}
ORDINARY = {
    "a long page": ROW * 3_000,
    "many breaks and list items": b"<ul>" + b"<li>a<br>b" * 20_000 + b"</ul>",
    "data in an attribute": b'<p><img src="data:image/png;base64,' + b"A" * 200_000 + b'"></p>',
    "data in a script": b'<script>{"a": "' + b"b c d " * 50_000 + b'"}</script>',
    "markup in the data of scripts": b"<p>"
    + ROW * 200
    + b'<script>["'
    + b'<b>x<\\/b>", "<div>' * 30_000
    + b'"]</script>',
    "comparisons in scripts and marks of data": b"<script>/* <![CDATA[ */"
    + b"if (i<5) {} " * 20_000
    + b"</script>"
    + ROW,
    "comments": b"<!-- <b><div> -->" * 10_000,
    "capital letters": ROW.upper() * 3_000,
    "nothing": b"",
}


@pytest.mark.parametrize("name", BEYOND)
def test_what_passes_a_bound_is_suspicious(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for bound, most in (("_MOST_NESTED", 10), ("_MOST_SEPARATORS", 20), ("_LONG_TAG", 40), ("_MOST_REOPENED", 60)):
        monkeypatch.setattr(prescan, bound, most)
    assert weigh(BEYOND[name]).is_suspicious
    monkeypatch.undo()
    assert not weigh(BEYOND[name]).is_suspicious


@pytest.mark.parametrize(
    "before",
    [
        pytest.param(b"<script>x</script><!-- x --><style>x</style>", id="all of them, each with its end"),
        pytest.param(b"<script>x</script>" * 15, id="ends of scripts close no element"),
        pytest.param(b"<!-- a <script -->", id="a comment names a script"),
        pytest.param(b"<!-- a <script --><script>x</script>", id="a comment names a script, and one follows"),
        pytest.param(b"<script>'<!--'</script>", id="a script names a comment"),
        pytest.param(b"<p title='<style'>", id="an attribute names a style"),
        pytest.param(b"<!-->", id="a comment that is over at once"),
        pytest.param(b"<script>", id="a script that never ends may be none"),
    ],
)
@pytest.mark.parametrize("after", [b"", b"-->"], ids=["", "the end of a comment"])
def test_what_hides_behind_scripts_and_comments_is_counted(
    before: bytes, after: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prescan, "_MOST_NESTED", 10)
    assert weigh(before + b"<DIV>" * 12 + after).is_suspicious


@pytest.mark.parametrize(("start", "end"), [(b"<script>", b"</script>"), (b"<style>", b"</style>"), (b"<!--", b"-->")])
def test_what_stands_in_them_is_not(start: bytes, end: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prescan, "_MOST_NESTED", 10)
    assert not weigh(start + b"<DIV>" * 20 + end).is_suspicious


@pytest.mark.parametrize("pad", [0, 1, 37, 38, 39, 40, 41, 79, 80, 81])
def test_a_long_tag_is_seen_wherever_it_stands(pad: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prescan, "_MOST_SEPARATORS", 20)
    monkeypatch.setattr(prescan, "_LONG_TAG", 40)
    for before in (b"x" * pad, b"<p>" * pad, b"x" * pad + b">"):
        assert weigh(before + b"<a " + b"x " * 30 + b">" + b"<p>" * 5).is_suspicious
        assert weigh(before + b"<a " + b"x " * 30).is_suspicious
    assert not weigh(b"x " * 50 + b">").is_suspicious


def test_of_pages_as_sites_serve_them_none_is() -> None:
    assert not any(weigh(made.body).is_suspicious for made in made_pages(40))


@pytest.mark.parametrize("name", ORDINARY)
def test_an_ordinary_page_is_not(name: str) -> None:
    assert not weigh(ORDINARY[name]).is_suspicious
