"""What a reading is: for the page of a link, our own page, the site's other pages, and by itself."""

from dataclasses import replace

import pytest

from jobs.model.page import Outcome
from jobs.pages.reading import Reading
from jobs.pages.what_it_is import ControlReadings, for_visitors, of_the_site, seen_as, what_it_is
from jobs.verdicts.evaluate import question_about
from tests.jobs.verdicts.test_evaluate import CHALLENGE, LINK, LINKED, PLAIN, failed, reading

NOT_FOUND = "<title>404 Not Found</title><h1>Page not found</h1>"
PARKED = "<title>a.example</title><h1>This domain is for sale</h1><p>Buy this domain today.</p>"
SCRIPTED = '<title>App</title><div id="root"></div><script src="/static/js/main.4f2a.js"></script>'
ELSEWHERE = reading("<p>Nothing of the kind.</p>").facts


def for_link(seen: Reading, control: ControlReadings | None = None) -> Outcome:
    answer = seen.examined.answers[question_about(LINK).key] if seen.examined else None
    return what_it_is(seen, answer, control).outcome


@pytest.mark.parametrize(
    ("seen", "shown", "why"),
    [
        (reading(LINKED), (Outcome.OK,) * 4, "a page with the link"),
        (reading(PLAIN), (Outcome.OK,) * 4, "the page without it"),
        (reading(NOT_FOUND + LINKED), (Outcome.OK,) * 4, "what has the link is the page, whatever it says beside"),
        (reading(NOT_FOUND), (*(Outcome.SOFT_404,) * 3, Outcome.OK), "the page is gone, the site is up"),
        (reading(CHALLENGE), (Outcome.BLOCKED,) * 4, "a challenge is nothing of the site's"),
        (reading(PARKED), (Outcome.PARKED,) * 4, "a broker answers for the site"),
        (reading(SCRIPTED), (Outcome.NEEDS_JS, Outcome.NEEDS_JS, Outcome.OK, Outcome.NEEDS_JS), "browsers run it"),
        (failed(Outcome.TIMEOUT), (Outcome.TIMEOUT,) * 4, "a failure is what it is for everyone"),
        (failed(Outcome.GONE), (Outcome.GONE,) * 4, "so is a page that is gone"),
        (replace(reading(NOT_FOUND), page=None, examined=None), (Outcome.OK,) * 4, "unchanged since it was well"),
    ],
)
def test_what_a_reading_is(seen: Reading, shown: tuple[Outcome, ...], why: str) -> None:
    """For a link, by itself, for visitors of the page, and as a sign that the site is up."""
    found = for_link(seen), what_it_is(seen).outcome, for_visitors(seen).outcome, of_the_site(seen).outcome
    assert found == shown, why


def test_a_link_in_a_page_that_was_cut_off_is_there_and_one_that_is_not_may_be_in_the_rest() -> None:
    with_link, without = (
        replace(reading(html), page=None, outcome=Outcome.TRUNCATED, reason="it broke off") for html in (LINKED, PLAIN)
    )
    assert for_link(with_link) is Outcome.OK
    assert for_link(without) is Outcome.TRUNCATED


def test_a_page_that_reads_like_a_path_that_cannot_exist_is_gone() -> None:
    like_random = ControlReadings(ELSEWHERE, reading(PLAIN).facts)
    assert for_link(reading(PLAIN), like_random) is Outcome.SOFT_404
    assert for_link(reading(PLAIN), ControlReadings(ELSEWHERE, ELSEWHERE)) is Outcome.OK
    assert for_link(reading(LINKED), like_random) is Outcome.OK, "the link is there"
    assert for_link(failed(Outcome.GONE), like_random) is Outcome.GONE


def test_facts_follow_what_the_reading_was_found_to_be() -> None:
    seen = reading(NOT_FOUND)
    known = seen_as(seen, what_it_is(seen))
    assert (known.outcome, known.facts.outcome) == (Outcome.SOFT_404, Outcome.SOFT_404)
    assert known.reason == known.facts.reason == "the page answers 200 and says that it was not found"
