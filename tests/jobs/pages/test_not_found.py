import pytest
from hypothesis import given
from hypothesis import strategies as some

from jobs.model.document import Document
from jobs.pages.not_found import _SAID, _SAYS_SO, _evened, mentions_not_found, says_not_found
from jobs.web.html.parse import parse

FILLER = "The river runs past the old mill, and the path follows it for an hour or two. " * 20


def document(title: str, text: str) -> Document:
    return parse(f"<title>{title}</title><p>{text}".encode(), url="https://a.example/", content_type="text/html")


@pytest.mark.parametrize(
    ("title", "text"),
    [
        pytest.param("Lost and found", "Umbrellas, gloves.", id="other words of finding"),
        pytest.param("How to find pages not found by Google", FILLER, id="an article"),
        pytest.param("What is a 404 Not Found?", FILLER, id="a question"),
        pytest.param("404 Not Found: what it means", FILLER + "The page was not found.", id="an explanation"),
        pytest.param("Page not found", FILLER * 4, id="too much text for a notice"),
        pytest.param("Peugeot 404 Coupé", "A car of 1965.", id="a number that is a name"),
        pytest.param("Welcome", "The company has no page limit.", id="words that only sound like it"),
        pytest.param("", "", id="nothing at all"),
    ],
)
def test_takes_for_a_page(title: str, text: str) -> None:
    assert not says_not_found(document(title, text))


@pytest.mark.parametrize(
    "title",
    [
        "404 Not Found",
        "404",
        "Error 404: Page Not Found",
        "Page Not Found (404)",
        "Page not found - River Walks",
        "River Walks | Page not found",
        "Oops! That page can\u2019t be found. \u2013 River Walks",
        "The page you requested was not found",
        "This page isn't available",
        "Seite nicht gefunden | Flusswege",
        "Erreur 404",
        "Page introuvable \u2013 Balades",
        "Página no encontrada - Paseos",
        "Pagina non trovata",
        "Pagina niet gevonden",
        "Nie znaleziono strony",
        "Страница не найдена",
        "ページが見つかりません",
        "页面不存在",
    ],
)
def test_believes_a_title_that_says_no_more(title: str) -> None:
    assert says_not_found(document(title, FILLER))


@pytest.mark.parametrize(
    "text",
    [
        "Oops! The page you are looking for does not exist.",
        "We couldn't find the page you were looking for.",
        "The resource you requested could not be found.",
        "Die Seite, die Sie suchen, existiert nicht.",
        "Cette page n'existe plus.",
        "La página no existe.",
    ],
)
def test_believes_few_words(text: str) -> None:
    assert says_not_found(document("River Walks", text))


def test_a_long_page_that_mentions_it_is_told_from_one_that_says_nothing_else() -> None:
    long = document("ridge [River Walks]", f"This topic does not exist yet. {FILLER * 4}")
    assert mentions_not_found(long)
    assert not says_not_found(long)
    assert not mentions_not_found(document("River Walks", FILLER))


SAID = some.one_of(
    some.from_regex(_SAYS_SO, fullmatch=True),
    some.text(max_size=12),
    some.sampled_from(
        [
            "page \u0130s not found",
            "\u017feite n\u0131cht",
            "SAYFA BULUNAMADI",
            "\u0397 ΣΕΛΊΔΑ ΔΕΝ ΒΡΈΘΗΚΕ",
            "not ",
            "found",
        ]
    ),
)


@given(some.lists(SAID, max_size=4))
def test_a_mention_is_found_wherever_the_pattern_of_whole_notices_fits(said: list[str]) -> None:
    text = "".join(said)
    assert bool(_SAID.search(_evened(text))) is bool(_SAYS_SO.search(text))
