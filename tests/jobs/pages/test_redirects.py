import pytest

from jobs.model.page import Hop
from jobs.pages.redirects import RedirectKind, redirection

PAGE = "https://partner.example/walks"
HOPS = (Hop(PAGE, 301, "x"),)


def test_no_hops_is_no_departure() -> None:
    assert redirection(PAGE, PAGE, ()) is None


@pytest.mark.parametrize(
    ("asked", "final", "whither"),
    [
        (PAGE, "https://www.partner.example/walks/", RedirectKind.SPELLING),
        ("http://partner.example/walks", PAGE, RedirectKind.SPELLING),
        (PAGE, "https://partner.example/new/walks", RedirectKind.ELSEWHERE),
        (PAGE, "https://partner.example/?p=3", RedirectKind.ELSEWHERE),
        (PAGE, "https://partner.example/", RedirectKind.HOME),
        (PAGE, "https://partner.example/index.html", RedirectKind.HOME),
        ("https://partner.example/", "https://partner.example/home", RedirectKind.ELSEWHERE),
        (PAGE, "https://other.example/walks", RedirectKind.OTHER_HOST),
        (PAGE, "https://blog.partner.example/walks", RedirectKind.OTHER_HOST),
    ],
)
def test_where_a_redirect_ended(asked: str, final: str, whither: RedirectKind) -> None:
    away = redirection(asked, final, HOPS)
    assert away is not None
    assert away.whither is whither
    assert away.is_far is (whither in {RedirectKind.HOME, RedirectKind.OTHER_HOST})
