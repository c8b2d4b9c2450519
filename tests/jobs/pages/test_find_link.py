import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.model.document import Document, Place
from jobs.model.reading import Match
from jobs.pages import find_link as find_link_module
from jobs.pages.find_link import WORDS_AROUND, find_link
from jobs.web import urls
from jobs.web.html.parse import parse
from jobs.web.urls import TargetMatch

TARGET = "https://ours.example/guide"


def document(html: str, url: str = "https://partner.example/walks") -> Document:
    return parse(html.encode(), url=url, content_type="text/html; charset=utf-8")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        pytest.param(
            "<a href='{t}' rel=nofollow>no</a> <a href='{t}'>yes</a>", "yes", id="followed before not followed"
        ),
        pytest.param("<a href='{t}' hidden>no</a> <a href='{t}'>yes</a>", "yes", id="visible before hidden"),
        pytest.param(
            "<a href='{t}' hidden>no</a> <a href='{t}' rel=ugc>yes</a>",
            "yes",
            id="visible before followed, if not both",
        ),
        pytest.param("<nav><a href='{t}'>no</a></nav> <p><a href='{t}'>yes</a>", "yes", id="text before navigation"),
        pytest.param(
            "<body><noscript><a href='{t}'>no</a></noscript> <a href='{t}'>yes</a>", "yes", id="noscript comes last"
        ),
        pytest.param("<a href='{t}'></a> <a href='{t}'>yes</a>", "yes", id="words before none"),
        pytest.param("<a href='/out?u={t}'>no</a> <a href='{t}/'>yes</a>", "yes", id="direct before redirected"),
        pytest.param("<a href='{t}?utm_source=x'>no</a> <a href='{t}'>yes</a>", "yes", id="exact before variant"),
        pytest.param("<a href='{t}'>first</a> <a href='{t}'>second</a>", "first", id="else the first"),
    ],
)
def test_the_best_link_counts(html: str, text: str) -> None:
    sighting = find_link(document(html.replace("{t}", TARGET)), TARGET)
    assert sighting.best is not None
    assert sighting.best.text == text
    assert sighting.count == 2


def test_among_equals_the_agreed_anchor_is_best() -> None:
    page = document(f"<a href='{TARGET}'>other</a> <a href='{TARGET}'>A Guide</a>")
    sighting = find_link(page, TARGET, anchor="a  guide")
    assert sighting.best is not None
    assert sighting.best.text == "A Guide"


def test_a_good_link_is_better_than_one_with_the_agreed_anchor() -> None:
    page = document(f"<a href='{TARGET}'>other</a> <a rel=nofollow href='{TARGET}'>a guide</a>")
    sighting = find_link(page, TARGET, anchor="a guide")
    assert sighting.best is not None
    assert sighting.best.text == "other"


@pytest.mark.parametrize(
    "href",
    [
        "https://ours.example.evil.example/guide",
        "https://evil.example/ours.example/guide",
        "https://evil.example/?ours.example/guide",
        "https://www.facebook.com/sharer/sharer.php?u=https%3A%2F%2Fours.example%2Fguide",
        "https://web.archive.org/web/2020/https://ours.example/guide",
        "http://[broken",
        "mailto:guide@ours.example",
        "",
    ],
)
def test_what_only_resembles_the_target_is_not_it(href: str) -> None:
    sighting = find_link(document(f"<a href='{href}'>x</a>"), TARGET)
    assert not sighting.present
    assert sighting.nearest is None


@pytest.mark.parametrize(
    ("href", "target"),
    [
        ("https://ours.example/any/page", "ours.example"),
        ("https://blog.ours.example/", "ours.example"),
        ("http://ours.example/guide/?utm_source=a#b", TARGET),
        ("/guide", "https://partner.example/guide"),
        ("https://münchen.example/", "MÜNCHEN.example"),
        ("https://MÜNCHEN.example/a", "https://xn--mnchen-3ya.example/a"),
        ("https://ours.example/guide", "https://ours.example./guide"),
        ("https://partner.example/out?u=aHR0cHM6Ly9vdXJzLmV4YW1wbGUvZ3VpZGU=", TARGET),
        ("https://partner.example/out?to=HTTPS://OURS.EXAMPLE/guide", TARGET),
        ("http://127.0.0.1:8080/a", "http://127.0.0.1:8080/a"),
        ("https://partner.example/out?to=https%253A%252F%252Fours%252Eexample%252Fguide", TARGET),
        ("https://partner.example/out?to=https://münchen.example/", "https://münchen.example/"),
    ],
)
def test_finds(href: str, target: str) -> None:
    assert find_link(document(f"<a href='{href}'>x</a>"), target).present


def test_counts_what_stands_in_the_template() -> None:
    link = f"<a href='{TARGET}'>x</a>"
    sighting = find_link(document(f"<nav>{link}</nav><p>{link}</p><footer>{link}</footer>"), TARGET)
    assert (sighting.count, sighting.in_template) == (3, 2)


@pytest.mark.parametrize(
    ("html", "count"),
    [
        pytest.param("<p>We bought <a href='{t}'>boots</p>\n", 1, id="a last paragraph, and white space after it"),
        pytest.param("<ul><li><a href='{t}'>ours<li>Seeds<li>Tools<li>Soil</ul>", 1, id="a list"),
        pytest.param("<p><A HREF='{t}'>one<p>two", 1, id="in capitals"),
        pytest.param("<p><a href='{t}'>one<p>two</a> <a href='{t}'>three</a>", 2, id="and one more that is written"),
        pytest.param("<p><a href='{t}'>one</a><a href='{t}'>two</a>", 2, id="two that are written alike"),
    ],
)
def test_a_link_that_nobody_closed_counts_once(html: str, count: int) -> None:
    assert find_link(document(html.replace("{t}", TARGET)), TARGET).count == count


def test_gives_the_words_around_the_link() -> None:
    sighting = find_link(document(f"<p>{'b' * 300} before <a href='{TARGET}'>a guide</a> after {'c' * 300}"), TARGET)
    assert sighting.best is not None
    assert sighting.best.before.endswith("bb before ")
    assert sighting.best.after.startswith(" after cc")
    assert max(len(sighting.best.before), len(sighting.best.after)) == WORDS_AROUND


def test_an_image_link_has_its_words_around_it_too() -> None:
    sighting = find_link(document(f"<p>before <a href='{TARGET}'><img alt='a guide'></a> after"), TARGET)
    assert sighting.best is not None
    assert (sighting.best.text, sighting.best.before.strip(), sighting.best.after.strip()) == (
        "a guide",
        "before",
        "after",
    )


class TestAbsent:
    """Of what is left of an absent link, one trace is kept."""

    def test_another_page_of_ours_that_resembles_the_target_most(self) -> None:
        page = document("<a href='https://ours.example/'>a</a> <a href='https://ours.example/guides'>b</a>")
        sighting = find_link(page, TARGET)
        assert sighting.nearest is not None
        assert (sighting.nearest.text, sighting.nearest.match) == ("b", Match.SAME_SITE)

    def test_links_within_our_own_site_are_no_trace(self) -> None:
        page = document("<a href='/other'>a</a>", url="https://ours.example/start")
        assert find_link(page, TARGET).nearest is None

    def test_the_address_as_text_says_more_than_another_page_of_ours(self) -> None:
        page = document("<a href='https://ours.example/'>home</a> and see ours.example/guide for more")
        sighting = find_link(page, TARGET)
        assert sighting.nearest is None
        assert "ours.example/guide for more" in sighting.text_only

    def test_an_anchor_that_reads_like_the_target_but_leads_elsewhere_on_our_site(self) -> None:
        page = document("<a href='https://ours.example/old'>https://ours.example/guide</a>")
        sighting = find_link(page, TARGET)
        assert sighting.nearest is not None
        assert not sighting.text_only

    def test_a_script_says_most(self) -> None:
        page = document(f"ours.example/guide <span onclick=\"location='{TARGET}'\">a guide</span>")
        sighting = find_link(page, TARGET)
        assert sighting.js_only == f"“a guide” ({TARGET})"
        assert not sighting.text_only

    def test_nothing_at_all(self) -> None:
        sighting = find_link(document("<p>nothing</p>"), TARGET)
        assert (sighting.present, sighting.nearest, sighting.text_only, sighting.js_only) == (False, None, "", "")


def test_a_link_in_a_noscript_keeps_its_place() -> None:
    sighting = find_link(document(f"<body><noscript><a href='{TARGET}'>x</a></noscript>"), TARGET)
    assert sighting.best is not None
    assert sighting.best.place is Place.NOSCRIPT


@given(st.binary(max_size=300), st.text(max_size=40))
def test_never_raises(body: bytes, target: str) -> None:
    find_link(parse(body, url="https://partner.example/"), target)


FRAME = '<p>Words</p><iframe srcdoc="{}"{}></iframe>'
LINK = f"<p>see <a href='{TARGET}' rel=nofollow>a guide</a> here</p>"


@pytest.mark.parametrize(
    ("html", "hidden", "why"),
    [
        (FRAME.format(LINK, ""), False, "in a document that the page holds in a frame"),
        (FRAME.format(FRAME.format(LINK, "").replace('"', "&quot;"), ""), False, "in a frame in a frame"),
        (FRAME.format(LINK, " hidden"), True, "in a frame that is not shown"),
        (
            FRAME.format("<base href=https://ours.example/><a href=guide>a guide</a>", ""),
            False,
            "with a base of its own",
        ),
    ],
)
def test_a_link_in_a_frame_of_the_page_is_there_and_called_so(html: str, why: str, *, hidden: bool) -> None:
    best = find_link(document(html), TARGET).best
    assert best is not None, why
    assert (best.place, best.hidden, best.text) == (Place.IFRAME, hidden, "a guide"), why


def test_a_link_of_the_page_itself_goes_before_one_in_a_frame() -> None:
    found = find_link(document(FRAME.format(LINK, "") + f"<a href='{TARGET}'>ours</a>"), TARGET)
    assert found.best is not None
    assert (found.best.place, found.best.text, found.count) == (Place.BODY, "ours", 1)


def test_a_relative_link_in_a_frame_starts_from_the_page_around_it() -> None:
    found = find_link(
        document(FRAME.format("<a href=/guide>a guide</a>", ""), url="https://ours.example/links"), TARGET
    )
    assert found.best is not None


def test_of_the_links_in_several_frames_the_best_counts() -> None:
    frames = FRAME.format(LINK, "") + FRAME.format(f"<a href='{TARGET}'>followed</a>", "") * 30
    found = find_link(document(frames), TARGET)
    assert found.best is not None
    assert (found.best.text, found.best.followed, found.count) == ("followed", True, 31)


def test_what_is_kept_of_a_link_is_bounded() -> None:
    found = find_link(document(f"<a href='{TARGET}?utm_source={'x' * 100_000}'>{'long ' * 10_000}</a>"), TARGET)
    assert found.best is not None
    assert len(found.best.href) + len(found.best.text) < 6_000


@pytest.mark.parametrize("target", [TARGET, "ours.example"])
def test_no_link_is_compared_with_the_target_twice(target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[str] = []

    def same_target(href: str, wanted: str) -> TargetMatch:
        compared.append(href)
        return urls.same_target(href, wanted)

    monkeypatch.setattr(find_link_module, "same_target", same_target)
    page = document("".join(f"<a href='{TARGET}?utm_source={number}'>guide</a>" for number in range(9)))
    assert find_link(page, target).count == 9
    assert len(compared) == len(set(compared)) == 9
