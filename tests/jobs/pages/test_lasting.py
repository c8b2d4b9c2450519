"""A page that is other only in what is fleeting says the same; what only looks fleeting is told from it."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from jobs.bench._made_pages import CHANGING, COUNTED, TARGET, made_pages
from jobs.model.page import Headers, Page
from jobs.model.reading import PageFacts, Seen, Sighting
from jobs.pages.asked import Extracted, LinkQuestion
from jobs.pages.extract import extract
from jobs.pages.lasting import lasting_of, may_be_as_read
from jobs.web.html.parse import parse
from tests.tools.readings import seen
from tests.tools.times import NOON

URL = "https://partner.example/some/page.html"
UTF8: Headers = (("content-type", "text/html; charset=utf-8"),)
HEAD = "<!doctype html><html><head><title>A page</title>"
LINK = f"</head><body><p>So many words with <a href={TARGET}>our page</a> among them, and more.</p>"
LINKS = (LINK, LINK.replace("<p>", "<p hidden>"), LINK.replace("<p>", "<p id=backlinks hidden>"))
END = "</body></html>"

FLEETING = {
    "a code": "<script>{}</script>",
    "a code of a kind of its own": "<script type='application/json' id=x>{}</script>",
    "a code in a noscript": "<noscript><p>x</p><script>{}</script></noscript>",
    "a hidden field": '<form><input type="hidden" name=t value="{}"></form>',
    "a hidden field the other way round": "<input value='{}' name=t type=hidden>",
    "a nonce": '<script nonce="{}" src=/x.js></script>',
    "a nonce of a style": "<style nonce='{}'>p{{color:red}}</style>",
    "a token": '<meta name="csrf-token" content="{}">',
}
LOOKS_FLEETING = {
    "text": "<p>{}</p>",
    "a field that is shown": "<input name=q value='{}'>",
    "a code in a title": "<title><script>{}</script></title>",
    "a code in a text area": "<textarea><script>{}</script></textarea>",
    "a field in a text area": "<textarea><input type=hidden value='{}'></textarea>",
    "a code in an attribute": '<p title="<script>{}</script>">x</p>',
    "a code in a picture": "<svg><script>{}</script></svg>",
    "a code in a frame": "<iframe srcdoc='<script>{}</script>'></iframe>",
    "a code in a template": "<template><script>{}</script></template>",
    "a code in a style": "<style>p::after{{content:'<script>{}</script>'}}</style>",
    "a code in a comment": "<!-- <script>{}</script> -->",
    "a field in a comment": "<!-- <input type=hidden value='{}'> -->",
    "a code with no end": "<script>{}",
    "a code in capitals": "<SCRIPT>{}</SCRIPT>",
    "a code behind a sign in its tag": "<script data-x='a>b{}'>code</script>",
    "what is shown as it stands": "<xmp><script>{}</script></xmp>",
    "a token that is a refresh": '<meta name="csrf-token" content="9; url=/{}" http-equiv=refresh>',
    "a nonce that is none": "<p data-nonce='{}'>x</p>",
    "a nonce of a link": "<link rel=preload href=/x nonce='{}'>",
    "a nonce in another attribute": """<style media=" nonce='{}'" nonce=''>p{{color:red}}</style>""",
    "a hidden field in a code that stays": """<script>"<!-- <input type=hidden value='{}'>"</script>""",
    "a code in the tag of another": "<script data-x='<script>{}</script>'></script>",
    "a comment": "<!-- {} -->",
    "a field that styles ask for": "<style>[value='x'] ~ p {{display:none}}</style><input type=hidden value='{}'>",
    "a link in the foot": f"<footer><a href={TARGET}?{{}}>x</a></footer>",
    "what comes after the page": "</html><!-- {} -->",
    "a link that is not closed": "<p><a href=/x><p><a href=/x>x</a>{}",
}
FILLED = (
    *("", "one", "two", "0", " ", '"', "'", "<", ">", "&amp;", "&#39;", "\r\n", "é", "\0"),
    *("<!--", "-->", "--", "</script", "</script>", "<script>", "</title>", "</textarea>", "</style>", "</html>"),
    *(
        f"<a href={TARGET}>x</a>",
        "<a href=/x>",
        "</template>",
        "<p>Buy dofollow backlinks here</p>",
        "' type=text x='",
        "x type=hidden",
    ),
    *(
        "</SCRIPT><meta name=robots content=noindex><script>",
        "</Script ><textarea><script>",
        "0;url=https://x.example/",
    ),
)


def page(body: str | bytes, headers: Headers = UTF8) -> Page:
    return Page(URL, URL, 200, headers, body if isinstance(body, bytes) else body.encode(), NOON)


def lasting_mark(page: Page) -> str:
    lasting = lasting_of(page)
    return lasting.mark if lasting else ""


def is_as_read(page: Page, facts: PageFacts, before: Sequence[Seen | None]) -> bool:
    return may_be_as_read(facts, before) and lasting_mark(page) == facts.lasting_mark


def read(page: Page, before: Seen | None = None) -> Extracted:
    return extract(page, [LinkQuestion(TARGET, "", before)])


def sighting(page: Page) -> Sighting:
    [answer] = read(page).answers.values()
    return answer.sighting


def said(found: Extracted) -> tuple[object, ...]:
    """All that is told but for what rests on the bytes themselves: markup, ids, marks."""
    facts = replace(found.facts, words_mark="", lasting_mark="", owner_ids=(), template="")
    [answer] = found.answers.values()
    best = answer.sighting.best and replace(answer.sighting.best, sight_mark="")
    return facts, found.alone, replace(answer, sighting=replace(answer.sighting, best=best, html="")), found.layout


PARTS = some.tuples(
    some.sampled_from([*FLEETING.values(), *FLEETING.values(), *FLEETING.values(), *LOOKS_FLEETING.values()]),
    some.booleans(),
)


@given(some.lists(PARTS, min_size=1, max_size=5), some.sampled_from(LINKS), some.data())
def test_of_what_has_one_mark_all_is_read_alike(
    parts: list[tuple[str, bool]], link: str, data: some.DataObject
) -> None:
    words = [data.draw(some.sampled_from(FILLED)) for _ in parts]
    changed, other = data.draw(some.integers(0, len(parts) - 1)), data.draw(some.sampled_from(FILLED))
    changed_words = [*words[:changed], other, *words[changed + 1 :]]
    one, two = page(written(parts, words, link)), page(written(parts, changed_words, link))
    first = read(one)
    if is_as_read(two, first.facts, [sighting(one).best]):
        assert said(read(two)) == said(first)


def written(parts: Sequence[tuple[str, bool]], words: Sequence[str], link: str = LINK) -> str:
    """A page with these parts, some before its link."""
    told = [(part.format(word), is_first) for (part, is_first), word in zip(parts, words, strict=True)]
    before, after = ("".join(part for part, is_first in told if is_first is wanted) for wanted in (True, False))
    return HEAD + before + link + after + END


@pytest.mark.parametrize("part", FLEETING.values(), ids=FLEETING)
@pytest.mark.parametrize("first", [True, False])
def test_what_is_fleeting_leaves_the_mark_as_it_is(part: str, first: bool) -> None:  # noqa: FBT001 - a column
    one, other = (written([(part, first), (LOOKS_FLEETING["text"], False)], [word, "x"]) for word in ("abc", "d-4711"))
    assert read(page(one)).facts.lasting_mark == lasting_mark(page(other)) != ""


@pytest.mark.parametrize("part", LOOKS_FLEETING.values(), ids=LOOKS_FLEETING)
def test_what_only_looks_so_does_not(part: str) -> None:
    one, other = (page(written([(part, False)], [word])) for word in ("abc", "d-4711"))
    mark = read(one).facts.lasting_mark
    assert not mark or mark != lasting_mark(other)


@pytest.mark.parametrize("end", ["</SCRIPT>", "</Script >", "</scripT/>"])
@pytest.mark.parametrize(
    "then", ["<meta name=robots content=noindex>", "<meta http-equiv=refresh content='0;url=/x'>", "<xmp>"]
)
def test_what_stands_behind_the_end_of_a_code_in_capitals_is_no_code(end: str, then: str) -> None:
    one, other = (page(written([(FLEETING["a code"], True)], [word])) for word in ("a", f"a{end}{then}<script>b"))
    assert read(one).facts.lasting_mark != lasting_mark(other)
    assert said(read(one)) != said(read(other))


def test_a_code_that_writes_of_a_noscript_may_move_a_canonical_out_of_the_head() -> None:
    named = "<noscript><img src=/x></noscript><link rel=canonical href=/other>"
    one, other = (page(written([(FLEETING["a code"] + named, True)], [word])) for word in ("a", "'<noscript>'"))
    assert read(one).facts.lasting_mark != lasting_mark(other)
    assert read(one).facts.canonicals != read(other).facts.canonicals


def test_so_it_is_on_pages_as_sites_serve_them() -> None:
    for made in made_pages(12):
        first = read(page(made.body + b"<!-- made in 0.04 s -->"))
        other = made.body.replace(CHANGING, b"n0nce-at-each-answer-4711")
        assert bool(first.facts.lasting_mark) is made.truth.present
        assert first.facts.lasting_mark in {"", lasting_mark(page(other + b"<!-- made in 0.05 s -->"))}
        assert lasting_mark(page(other.replace(COUNTED, b"4711-readers"))) != lasting_mark(page(other))


@pytest.mark.parametrize(
    "headers",
    [
        (("content-type", "text/html"),),
        (("content-type", "text/html; charset=iso-8859-1"),),
        (("content-type", "application/xhtml+xml; charset=utf-8"),),
    ],
)
def test_a_page_whose_bytes_may_mean_something_else_has_none(headers: Headers) -> None:
    assert lasting_mark(page(HEAD + LINK + END, headers)) == ""


def test_nor_has_one_that_does_not_end_or_is_very_large() -> None:
    assert lasting_mark(page(HEAD + LINK)) == ""
    assert lasting_mark(page(HEAD + LINK + "<p>and so on</p>" * 150_000 + END)) == ""


def test_headers_that_say_where_a_page_sends_its_visitors_are_in_it() -> None:
    body = HEAD + LINK + END
    assert lasting_mark(page(body, (*UTF8, ("refresh", "0; url=/x")))) != lasting_mark(page(body)) != ""


def test_a_page_is_as_it_was_where_all_its_links_were_shown() -> None:
    one = page(written([(FLEETING["a code"], False)], ["one"]))
    facts, other = read(one).facts, page(written([(FLEETING["a code"], False)], ["two"]))
    assert is_as_read(other, facts, [seen(), seen(place="footer")])
    assert not is_as_read(other, replace(facts, lasting_mark=""), [seen()])
    for before in ([], [None], [seen(), None], [seen(hidden=True)], [seen(), seen(hidden_at_first=True)]):
        assert not is_as_read(other, facts, before)
    for hidden in (seen(hidden=True), seen(hidden_at_first=True), seen(better_hidden=True)):
        assert is_as_read(other, facts, [seen(), replace(hidden, hidden_by_markup=True)])


OURS = f"<a href={TARGET}>our page</a>"
NOFOLLOW = f"<p><a rel=nofollow href={TARGET}>our page</a></p>"


@pytest.mark.parametrize(
    ("links", "is_known", "why"),
    [
        (f"<p id=later hidden><a href={TARGET}>ours</a></p>{NOFOLLOW}", False, "shown, the followed one is the best"),
        (f"{NOFOLLOW}<p id=later hidden><a href={TARGET}>ours</a></p>", False, "wherever it stands"),
        (f"<p>{LINK}</p><p id=later hidden><a href={TARGET}>our page</a></p>", True, "shown, it is no better"),
        (f"{NOFOLLOW}<p id=later hidden><a rel=nofollow href={TARGET}></a></p>", True, "nor is one like it"),
        (f"<p id=later hidden>{OURS}</p><footer>{OURS}</footer>", True, "shown in time is less than shown"),
        (f"{NOFOLLOW}<p id=later hidden><a href=https://other.example/>x</a></p>", True, "another link"),
    ],
)
def test_a_hidden_link_that_a_code_shows_is_found_where_it_is_the_better_one(
    links: str,
    is_known: bool,  # noqa: FBT001 - a column
    why: str,
) -> None:
    codes = "<script>start()</script>", "<script>show('later')</script>"
    one, other = (page(f"{HEAD}</head><body>{links}{code}{END}") for code in codes)
    best, facts = sighting(one).best, read(one).facts
    assert is_as_read(other, facts, [best]) is is_known, why
    assert (sighting(other).best == best) is is_known, why


CODES = ("start()", "", "show('later', 'data-later')", "show('bit')", "later.style.display = 'none'")


@pytest.mark.parametrize(
    ("links", "is_known", "why"),
    [
        (f"<p hidden>{OURS}</p>", True, "it has no name by which a code could show it"),
        (f"<p style=display:none>{OURS}</p>", True, "nor has this"),
        (f"<style>p{{display:none}}</style><p>{OURS}</p>", True, "nor by its style"),
        (f"<p id=bit hidden>{OURS}</p>", True, "so short a name tells nothing"),
        (f"<details><summary>More</summary>{OURS}</details>", True, "a visitor opens it"),
        (f"<p id=later role=tabpanel hidden>{OURS}</p>", True, "so does one a tab, whatever codes say of its name"),
        (f"<p hidden>{OURS}</p>{NOFOLLOW}", True, "the better one is hidden for good"),
        (f"<p id=later hidden>{OURS}</p>", False, "a code may show it by its name"),
        (f"<style>.later{{display:none}}</style><p class=later>{OURS}</p>", False, "or its class"),
        (f"<p data-later hidden>{OURS}</p>", False, "or another attribute"),
        (f"<style>.later p{{display:none}}</style><div class=later><p>{OURS}</p></div>", False, "or by what is around"),
        (f"<p hidden>{OURS}</p><p id=later hidden>{OURS}</p>{NOFOLLOW}", False, "one of two better ones has a name"),
    ],
)
def test_of_a_hidden_link_all_is_read_alike_where_codes_were_not_asked(
    links: str,
    is_known: bool,  # noqa: FBT001 - a column
    why: str,
) -> None:
    body = f"</head><body><div>{'So many words beside it. ' * 9}</div>{links}<script>"
    one, *others = (page(f"{HEAD}{body}{code or ' '}</script>{END}") for code in CODES)
    best, first = sighting(one).best, read(one)
    assert {is_as_read(other, first.facts, [best]) for other in others} == {is_known}, why
    assert all(said(read(other)) == said(first) for other in others) is is_known, why


@pytest.mark.parametrize("part", [*FLEETING.values(), *LOOKS_FLEETING.values()])
def test_what_was_told_already_of_a_page_is_what_its_reader_tells(part: str) -> None:
    one = page(written([(part, True)], ["abc"]))
    assert extract(one, [LinkQuestion(TARGET)], lasting=lasting_of(one)) == read(one)


def test_a_tree_is_asked_what_is_fleeting_once() -> None:
    told = parse(written([(FLEETING["a nonce"], True), (FLEETING["a code"], False)], ["x&y", "z"]).encode(), url=URL)
    assert told.fleeting == (("", "z"), (), ("x&y",), (), ())


@pytest.mark.parametrize(
    ("many", "is_told"), [("<!-- x -->", False), ("<input name=x>", True), ("<a href=/x>x</a>", True)]
)
def test_of_very_many_pieces_what_comes_behind_them_lasts(many: str, is_told: bool) -> None:  # noqa: FBT001 - a column
    part = many * 2_001 + FLEETING["a code"]
    one, other = (page(written([(part, False)], [word])) for word in ("abc", "d-4711"))
    assert (read(one).facts.lasting_mark == lasting_mark(other) != "") is is_told


def test_links_written_in_codes_are_counted_but_for_very_many() -> None:
    few, more, many = (lasting_mark(page(written([(FLEETING["a code"], False)], ["<a >" * n]))) for n in (1, 2, 2_001))
    assert few != more
    assert not many


def test_a_page_with_long_comments_ends_all_the_same() -> None:
    one, other = (page(f"<!-- {words} -->" + HEAD + LINK + END) for words in ("x" * 9_000, "y" * 9_000))
    assert "" != lasting_mark(one) != lasting_mark(other) != ""
