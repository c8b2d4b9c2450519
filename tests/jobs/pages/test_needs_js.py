import pytest

from jobs.pages.needs_js import needs_js
from jobs.web.html.parse import parse

BUNDLE = "<script src=/static/js/main.3f2a.js></script>"
ROOT = "<div id=root></div>"
LOADING = "<div id=shell><p>Loading ...</p></div><script src=/app.js></script>"
STORY = "The river runs past the old mill, and the path follows it for an hour or two. " * 10


def asks(html: str) -> bool:
    return needs_js(parse(f"<body>{html}".encode(), url="https://a.example/", content_type="text/html"))


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<p>A short page.</p>", id="a short page without scripts"),
        pytest.param(f"<p>{STORY}</p>{BUNDLE}", id="a whole page with scripts"),
        pytest.param(f"<p>{STORY}</p><noscript>Please enable JavaScript.</noscript>", id="a whole page that asks too"),
        pytest.param("<noscript><img src=pixel.gif></noscript>", id="a noscript for counting visitors"),
        pytest.param("<script>var a = 1;</script><p>Hello.</p>", id="a line of script"),
        pytest.param("", id="an empty page"),
    ],
)
def test_is_a_page(html: str) -> None:
    assert not asks(html)


@pytest.mark.parametrize(
    "html",
    [
        pytest.param(ROOT + BUNDLE, id="a root and a bundle"),
        pytest.param(f"{ROOT}<script>{'x();' * 600}</script>", id="a root and much script"),
        pytest.param(f"{ROOT}<noscript>You need to enable JavaScript to run this app.</noscript>", id="English"),
        pytest.param(f"{ROOT}<noscript>Bitte aktivieren Sie JavaScript.</noscript>", id="German"),
        pytest.param(f"{ROOT}<noscript>Veuillez activer JavaScript</noscript>", id="French"),
        pytest.param("<p>This site requires JavaScript.</p>", id="asks on the page"),
        pytest.param(
            LOADING + "<div role=alert hidden>Your session has ended, sign in again.</div>" * 10, id="hidden messages"
        ),
        pytest.param(LOADING + "<div hidden><p>Choose your size here</p></div>" * 40, id="hidden steps"),
    ],
)
def test_is_a_shell(html: str) -> None:
    assert asks(html)
