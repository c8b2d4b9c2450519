import pytest

from jobs.model.page import Hop
from jobs.pages.redirects import Whither, departure

PAGE = "https://partner.example/walks"
HOPS = (Hop(PAGE, 301, "x"),)


def test_no_hops_is_no_departure() -> None:
    assert departure(PAGE, PAGE, ()) is None


@pytest.mark.parametrize(
    ("asked", "final", "whither"),
    [
        (PAGE, "https://www.partner.example/walks/", Whither.SPELLING),
        ("http://partner.example/walks", PAGE, Whither.SPELLING),
        (PAGE, "https://partner.example/new/walks", Whither.ELSEWHERE),
        (PAGE, "https://partner.example/?p=3", Whither.ELSEWHERE),
        (PAGE, "https://partner.example/", Whither.HOME),
        (PAGE, "https://partner.example/index.html", Whither.HOME),
        ("https://partner.example/", "https://partner.example/home", Whither.ELSEWHERE),
        (PAGE, "https://other.example/walks", Whither.OTHER_HOST),
        (PAGE, "https://blog.partner.example/walks", Whither.OTHER_HOST),
    ],
)
def test_where_a_redirect_ended(asked: str, final: str, whither: Whither) -> None:
    away = departure(asked, final, HOPS)
    assert away is not None
    assert away.whither is whither
    assert away.is_far is (whither in {Whither.HOME, Whither.OTHER_HOST})
