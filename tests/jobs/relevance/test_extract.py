import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobs.relevance import PageText, prepare, read_text
from jobs.relevance.language import UNKNOWN, identify
from jobs.units.languages import one_name
from tests.jobs.relevance.corpus import BIKES_DE, BIKES_EN, WINE_FR, html

URL = "https://example.org/"


def test_title_description_headings_and_main_text_are_read_without_the_frame_around_them() -> None:
    title, text = BIKES_EN
    page = read_text(
        html(f"{title} &amp; more", f"{text}</p><h2>Range</h2><p>{text}", "EN-gb").replace(
            "</head>", "<meta name=Description content=' How  to choose '><meta property=og:title content=Other></head>"
        ),
        URL,
    )
    assert page.title == f"{title} & more"
    assert page.description == "How to choose"
    assert page.h1s == (f"{title} & more",)
    assert "mid-drive motor" in page.text
    assert "Sign in" not in page.text
    assert "cookies" not in page.text
    assert page.chars == len(page.text)
    assert page.language.code == "en"
    assert page.declared_language == "en-gb"
    assert not page.fell_back


def test_open_graph_stands_in_for_a_missing_title_and_description() -> None:
    page = read_text(
        "<head><meta property=og:title content=Bikes><meta property=og:description content=All></head><p>x", URL
    )
    assert (page.title, page.description) == ("Bikes", "All")


def test_a_page_without_main_text_falls_back_to_all_of_its_text() -> None:
    links = "".join(f"<li><a href=/{n}>Battery number {n} for cyclists</a></li>" for n in range(20))
    page = read_text(f"<html><body><nav><ul>{links}</ul></nav><span>Sold out</span></body></html>", URL)
    assert page.fell_back
    assert "Sold out" in page.text


def test_of_a_page_made_of_tags_all_text_is_read_at_once() -> None:
    links = "".join(f"<li><a href=/{n}>Battery {n}</a></li>" for n in range(11_000))
    page = read_text(
        f"<title>Shop</title><style>p {{}}</style><h1>All parts</h1><ul>{links}</ul><script>x</script>", URL
    )
    assert page.fell_back
    assert page.text.split()[-2:] == ["Battery", "10999"]
    assert (page.title, page.h1s) == ("Shop", ("All parts",))


def test_endless_titles_and_headings_are_cut() -> None:
    page = read_text(f"<title>{'word ' * 9_000}</title>" + "<h1>heading</h1>" * 900, URL)
    assert len(page.title) <= 500
    assert len(page.h1s) == 20


@pytest.mark.parametrize(
    "markup",
    [
        "",
        "\0" * 100,
        "plain text",
        "<p>a lone fragment",
        "<frameset><frame src=x></frameset>",
        "<b><i>never closed",
        "<table><table>",
        "<!-- never closed",
        "<<<",
        "\ud800 lone surrogate",
        '<?xml version="1.0" encoding="utf-16"?><html><body><p>text</html>',
        "%PDF-1.7 \x01\x02\x03",
    ],
)
def test_no_markup_raises(markup: str) -> None:
    page = read_text(markup, URL)
    assert page.url == URL
    assert prepare(markup, "").page.text == page.text


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet=st.characters(codec=None), max_size=200), st.sampled_from(["", "<p>", "<html><body><p>"]))
def test_no_text_raises(text: str, before: str) -> None:
    assert isinstance(read_text(before + text, URL), PageText)


@pytest.mark.parametrize(("text", "code"), [(BIKES_EN[1], "en"), (BIKES_DE[1], "de"), (WINE_FR[1], "fr")])
def test_language_comes_from_the_text_and_not_from_what_is_declared(text: str, code: str) -> None:
    page = read_text(html("", text, "nl"), URL)
    assert page.language.code == code
    assert page.language.confidence > 0.9
    assert page.declared_language == "nl"


@pytest.mark.parametrize("text", ["", "   ", "123 456 !?"])
def test_without_letters_no_language_is_claimed(text: str) -> None:
    assert identify(text) == UNKNOWN


@pytest.mark.parametrize(
    "text",
    [
        "OK",
        "Menu",
        "Home | Products | About us | Contact | Blog | Login",
        "Start Produkte Kontakt Impressum",
        "1 kg 2 kg 3 kg",
        "USD 12.50 EUR 11.20 GBP 9.80",
        "A1 B2 C3 D4 10 20 30",  # codes are no language
    ],
)
def test_what_says_too_little_is_of_no_language(text: str) -> None:
    assert identify(text) == UNKNOWN


def test_a_language_with_several_names_is_as_sure_as_any_other() -> None:
    croatian = identify("Vrt je lijep i cvijeće je crveno.")
    assert one_name(croatian.code) == one_name("hr")
    assert croatian.confidence > 0.9


def test_many_threads_read_the_same_as_one() -> None:
    pages = [html(title, text) for title, text in (BIKES_EN, BIKES_DE, WINE_FR)] * 8
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(prepare, pages, [URL] * len(pages))) == [prepare(page, URL) for page in pages]


def test_importing_loads_none_of_the_heavy_libraries() -> None:
    heavy = "{'trafilatura', 'wordfreq', 'py3langid', 'numpy', 'lxml'}"
    program = f"import sys, jobs.relevance; print(sorted({heavy} & set(sys.modules)))"
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"


def test_extraction_logs_no_warning_for_a_page_without_text(caplog: pytest.LogCaptureFixture) -> None:
    read_text("<html><body></body></html>", URL)
    assert not [record for record in caplog.records if record.levelname in {"WARNING", "ERROR"}]
