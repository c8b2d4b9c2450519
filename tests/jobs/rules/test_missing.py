import pytest

from jobs.model.document import Place
from jobs.model.findings import Severity
from jobs.model.link import Expectation
from jobs.model.page import Outcome
from jobs.model.reading import Match, Sighting
from jobs.rules.missing import check
from tests.tools.readings import ABSENT, page, seen, sighting


@pytest.mark.parametrize(
    "sighting",
    [
        pytest.param(sighting(), id="the link is there"),
        pytest.param(sighting(hidden=True, rel=("nofollow",), place=Place.FOOTER), id="worth little, but there"),
        pytest.param(Sighting(None, text_only="see ours.example/guide"), id="told as text_only"),
        pytest.param(Sighting(None, nearest=seen(match=Match.SAME_SITE)), id="told as wrong_target"),
        pytest.param(Sighting(None, js_only="ours.example/guide"), id="told as js_only"),
    ],
)
def test_says_nothing_where(sighting: Sighting) -> None:
    assert check(Expectation(), sighting, page()) is None


def proves(outcome: Outcome) -> bool:
    return outcome is Outcome.OK or outcome.proves_absence


@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if not proves(outcome)])
def test_what_could_not_be_read_is_not_missing(outcome: Outcome) -> None:
    assert check(Expectation(), ABSENT, page(outcome=outcome)) is None


@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if proves(outcome)])
def test_proved_absence_is_lost(outcome: Outcome) -> None:
    found = check(Expectation(seen_anchor="a guide"), ABSENT, page(outcome=outcome))
    assert found is not None
    assert (found.severity, found.was, found.now) == (Severity.LOST, "linked as “a guide”", "absent")


def test_says_why_the_page_is_gone() -> None:
    found = check(Expectation(), ABSENT, page(outcome=Outcome.GONE, reason="the page answered 410 Gone"))
    assert found is not None
    assert found.text == "The page is gone (the page answered 410 Gone), and the link with it."


def test_says_where_the_page_goes_on() -> None:
    found = check(Expectation(), Sighting(None, further="https://partner.example/links/2/"), page())
    assert found is not None
    assert "goes on at https://partner.example/links/2/" in found.text
    gone = check(Expectation(), Sighting(None, further="https://partner.example/links/2/"), page(outcome=Outcome.GONE))
    assert gone is not None
    assert "goes on" not in gone.text
