"""A page for each kind of wall, gate, setup or error page, and pages that only sound or look like one."""

import pytest

from jobs.model.document import Place
from jobs.model.page import Hop, Outcome, Page
from jobs.model.reading import Match, Seen
from jobs.pages.asked import LinkAnswer, LinkQuestion
from jobs.pages.extract import extract
from jobs.pages.wall_words import WALLS
from jobs.pages.walls import LOGIN_LINK, OPEN_END, PASSWORD
from tests.tools.times import NOON

URL = "https://partner.example/walk"
TARGET = "https://ours.example/guide"
AROUND = "We walked the long ridge above the lake and wore out our soles, so we looked for new ones. We bought"
AFTER = "in the small shop behind the station, and they have carried us over many hills since then."
HEADER = '<header><a href="/">Acme</a> <nav><a href="/tours">Tours</a></nav></header>'
FOOTER = "<footer><p>Stories from the hills, and the people who write them down.</p></footer>"
FORM = "<form method=post><input name=user><input type=password name=pw><button>Go</button></form>"
OTHER = "Another tale of a tour round the tarn, told by the fire in the evening, with friends and soup. " * 3
STORY = f"<p>{AROUND} boots {AFTER}</p>"


def before(*signs: str) -> Seen:
    return Seen(TARGET, (), "boots", Place.BODY, False, Match.EXACT, (), AROUND, AFTER, page_signs=signs)


def answer(html: str, *signs: str, final: str = URL, status: int = 302) -> LinkAnswer:
    """What the page is for a link that stood on it, when it bore these signs."""
    hops = (Hop(URL, status, final),) if final != URL else ()
    page = Page(URL, final, 200, (("content-type", "text/html"),), html.encode(), NOON, hops)
    asked = LinkQuestion(TARGET, before=before(*signs))
    return extract(page, [asked]).answers[asked.key]


def outcome(html: str, *signs: str, final: str = URL) -> Outcome:
    return answer(html, *signs, final=final).shown.outcome


def body(text: str, title: str = "A walk") -> str:
    whole = f"<body>{HEADER}<main>{text}</main>{FOOTER}</body>"
    return f"<!doctype html><html><head><title>{title}</title></head>{whole}</html>"


SAYS = [
    pytest.param(body("<p>?</p>", "Log in - Acme").replace("<p>?</p>", FORM), Outcome.BLOCKED, id="a login"),
    pytest.param(body("<h1>Login required</h1>"), Outcome.BLOCKED, id="MediaWiki"),
    pytest.param(body("<h1>Permission Denied</h1><p>Sorry.</p>"), Outcome.BLOCKED, id="DokuWiki: permission denied"),
    pytest.param(body("<h1>Zugriff verweigert</h1>", "Zugriff verweigert | Acme"), Outcome.BLOCKED, id="German"),
    pytest.param(body("<h1>Доступ запрещён</h1>"), Outcome.BLOCKED, id="Russian: denied"),
    pytest.param(body("<h1>This content is password protected</h1>"), Outcome.BLOCKED, id="a protected post"),
    pytest.param(body("<h1>We value your privacy</h1><button>Accept</button>"), Outcome.BLOCKED, id="consent"),
    pytest.param(body("<h1>Please confirm your age</h1><form><input name=year></form>"), Outcome.BLOCKED, id="age"),
    pytest.param(body("<p>Sind Sie mindestens 18 Jahre alt?</p>", "Altersprüfung"), Outcome.BLOCKED, id="German: age"),
    pytest.param(body("<h1>Verify you are human</h1>"), Outcome.BLOCKED, id="a check for people"),
    pytest.param(body("<h1>Wait while your request is being verified...</h1>"), Outcome.BLOCKED, id="Imunify360"),
    pytest.param(
        "<title>Acme - Error</title><body id='error-page'><div class='wp-die-message'><p>?</p></div></body>",
        Outcome.SERVER_ERROR,
        id="WordPress' error page in any language",
    ),
    pytest.param("<p>There has been a critical error on this website.</p>", Outcome.SERVER_ERROR, id="critical"),
    pytest.param("<h1>Error establishing a database connection</h1>", Outcome.SERVER_ERROR, id="database"),
    pytest.param("<p>SQLSTATE[HY000] [2002] Connection refused</p>", Outcome.SERVER_ERROR, id="PHP: database"),
    pytest.param(body("<h1>Wartungsarbeiten</h1>"), Outcome.SERVER_ERROR, id="German: closed"),
    pytest.param(body("<p>ただいまメンテナンス中です</p>"), Outcome.SERVER_ERROR, id="Japanese: maintenance"),
    pytest.param(body("<h1>LocalSettings.php not found.</h1>"), Outcome.SERVER_ERROR, id="MediaWiki: setup"),
    pytest.param(body("<h1>DokuWiki Setup Error</h1>"), Outcome.SERVER_ERROR, id="DokuWiki: setup"),
    pytest.param("<title>WordPress - Installation</title><p>Welcome.</p>", Outcome.SERVER_ERROR, id="WordPress: setup"),
    pytest.param("<title>Welcome to nginx!</title><h1>Welcome to nginx!</h1>", Outcome.SERVER_ERROR, id="no site"),
]  # fmt: skip


@pytest.mark.parametrize(("html", "expected"), SAYS)
def test_what_stands_in_the_pages_stead_says_nothing_of_the_link(html: str, expected: Outcome) -> None:
    assert outcome(html) is expected


def test_every_kind_of_words_has_a_page_and_a_source() -> None:
    reasons = {answer(case.values[0]).shown.reason for case in SAYS}  # type: ignore[arg-type]  # as parametrised
    assert {wall.reason for wall in WALLS} <= reasons
    assert all(wall.source for wall in WALLS)


@pytest.mark.parametrize("html", [case.values[0] for case in SAYS])
def test_a_page_that_still_shows_the_words_around_the_link_is_itself(html: str) -> None:
    assert outcome(f"{html}{STORY}") is Outcome.OK


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(body(f"<h1>Access denied: how we found the gate shut</h1><p>{OTHER * 9}</p>"), id="an article"),
        pytest.param(body(f"<h1>A tour</h1><p>{OTHER}</p>"), id="another text"),
        pytest.param(body("<h1>Signing in the rain</h1>"), id="words that only sound like it"),
    ],
)
def test_takes_for_a_page(html: str) -> None:
    assert outcome(html) is Outcome.OK


@pytest.mark.parametrize(
    ("signs", "expected"),
    [
        pytest.param((), Outcome.BLOCKED, id="a field for a password that was not there before"),
        pytest.param((PASSWORD,), Outcome.OK, id="one that was there all along"),
    ],
)
def test_a_password_is_asked_for_in_the_texts_place(signs: tuple[str, ...], expected: Outcome) -> None:
    assert outcome(body(f"<h1>A walk</h1>{FORM}"), *signs) is expected


@pytest.mark.parametrize(
    ("href", "signs", "expected"),
    [
        pytest.param("/index.php?title=Special:UserLogin&returnto=walk", (), Outcome.BLOCKED, id="MediaWiki"),
        pytest.param("/login?next=%2Fwalk", (), Outcome.BLOCKED, id="next"),
        pytest.param("/login?next=%2Fwalk", (LOGIN_LINK,), Outcome.OK, id="one that was there all along"),
        pytest.param("/login?next=%2Fother", (), Outcome.OK, id="one that leads elsewhere"),
        pytest.param("/share?next=%2Fwalk", (), Outcome.OK, id="no login"),
    ],
)
def test_a_login_that_leads_back_here(href: str, signs: tuple[str, ...], expected: Outcome) -> None:
    assert outcome(body(f'<h1>A walk</h1><p>Some text. <a href="{href}">Go</a></p>'), *signs) is expected


@pytest.mark.parametrize(
    ("final", "expected"),
    [
        ("https://partner.example/login?next=/walk", Outcome.BLOCKED),
        ("https://partner.example/users/sign_in", Outcome.BLOCKED),
        ("https://partner.example/session/new", Outcome.BLOCKED),
        ("https://partner.example/wp-login.php?redirect_to=%2Fwalk", Outcome.BLOCKED),
        ("https://partner.example/index.php?title=Special:UserLogin&returnto=Walk", Outcome.BLOCKED),
        ("https://partner.example/ucp.php?mode=login", Outcome.BLOCKED),
        ("https://accounts.partner.example/v3/choose?continue=https://partner.example/walk", Outcome.BLOCKED),
        ("https://consent.medium.example/ask?r=walk", Outcome.BLOCKED),
        ("https://partner.example/age-gate?to=/walk", Outcome.BLOCKED),
        ("https://partner.example/wp-admin/install.php", Outcome.SERVER_ERROR),
        ("https://partner.example/mw-config/index.php", Outcome.SERVER_ERROR),
        ("https://partner.example/walk-again", Outcome.OK),
        ("https://partner.example/blog/logins-explained", Outcome.OK),
        ("https://partner.example/", Outcome.SOFT_404),
        ("https://elsewhere.example/", Outcome.SOFT_404),
    ],
)
def test_where_a_redirect_ends_tells_of_walls(final: str, expected: Outcome) -> None:
    assert outcome(body(f"<h1>A tour</h1><p>{OTHER}</p>"), final=final) is expected


OPEN = f"<!doctype html><html><body>{HEADER}<main><h1>A walk</h1><p>It began"
FATAL = "<br />\n<b>Fatal error</b>:  Allowed memory size exhausted in <b>/srv/walk.php</b> on line <b>12</b><br />"


@pytest.mark.parametrize(
    ("html", "signs", "expected"),
    [
        pytest.param(f"<p>A walk</p>{FATAL}", (), Outcome.TRUNCATED, id="PHP says so"),
        pytest.param(f"<p>{AROUND}</p>{FATAL}", (), Outcome.TRUNCATED, id="in the middle of the words around the link"),
        pytest.param(OPEN, (), Outcome.TRUNCATED, id="a theme that dies without a word"),
        pytest.param(f"{HEADER}<main><div><p>It began", (), Outcome.TRUNCATED, id="no body tags, parts left open"),
        pytest.param(OPEN, (OPEN_END,), Outcome.OK, id="it never ended"),
        pytest.param(OPEN + STORY, (), Outcome.OK, id="it goes on behind the link's place"),
        pytest.param("<p>A walk<p>It began", (), Outcome.OK, id="nothing that has to be ended"),
        pytest.param(body(f"<pre>{FATAL}</pre><p>{OTHER * 9}</p>"), (), Outcome.OK, id="an article about an error"),
    ],
)
def test_a_page_that_breaks_off(html: str, signs: tuple[str, ...], expected: Outcome) -> None:
    assert outcome(html, *signs) is expected


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        pytest.param("<html><head></head><body></body></html>", Outcome.BLANK, id="a white screen"),
        pytest.param("<title>A walk</title><script>a()</script>", Outcome.BLANK, id="whatever its scripts"),
        pytest.param("<script>location.replace('/new')</script>", Outcome.NEEDS_JS, id="a script moves the visitor on"),
        pytest.param(
            "<frameset cols='20%,80%'><frame src=/a><frame src=/b></frameset>", Outcome.NOT_HTML, id="only frames"
        ),
        pytest.param(
            f"{HEADER}<div id=app></div>{FOOTER * 3}<script src=/b.js></script>", Outcome.NEEDS_JS, id="an empty mount"
        ),
        pytest.param(
            f"{HEADER}<div class=x></div>{FOOTER * 5}<script src=/b.js></script>",
            Outcome.NEEDS_JS,
            id="only a template",
        ),
        pytest.param(
            f"{HEADER}<div id=app><p>{OTHER}</p></div>{FOOTER * 3}<script src=/b.js></script>", Outcome.OK, id="filled"
        ),
    ],
)
def test_nothing_to_read_is_no_reading(html: str, expected: Outcome) -> None:
    assert outcome(html) is expected


def test_signs_are_kept_with_the_link() -> None:
    html = body(f"<p>{AROUND} <a href='{TARGET}'>boots</a></p>{FORM}")
    best = answer(html).sighting.best
    assert best is not None
    assert best.page_signs == (PASSWORD,)
