import pytest

from jobs.model.page import Outcome
from jobs.model.reading import PageFacts
from jobs.model.verdict import Probe
from jobs.pages.similarity import sketch
from jobs.pages.what_it_is import ControlReadings
from jobs.verdicts.control_probe import read_probe

ARTICLE = sketch("We walked the long ridge above the lake and found the old hut open and warm after two days of rain.")
EDITED = sketch(
    "We walked the long ridge above the lake and found the old hut open and warm, and stayed a while there."
)
HOME = sketch("Welcome to our site about walking: here are the latest stories, the shop and the people who write it.")
NOT_FOUND = sketch("Sorry, the page that you are looking for does not exist on this site; go back or use the search.")
DEFAULT = sketch("It works! This is the default web page for this server and nothing has been put here so far, sorry.")


def facts(shingles: tuple[int, ...] = (), outcome: Outcome = Outcome.OK) -> PageFacts:
    return PageFacts("https://p.example/a", "https://p.example/a", 200, shingles=shingles, outcome=outcome)


GONE = facts(outcome=Outcome.GONE)
TIMEOUT = facts(outcome=Outcome.TIMEOUT)


@pytest.mark.parametrize(
    ("page", "itself", "control", "root_answers", "probe", "why"),
    [
        (facts(EDITED), ARTICLE, ControlReadings(facts(HOME), GONE), True, Probe.UP, "the site is up, the link is not"),
        (GONE, ARTICLE, ControlReadings(facts(HOME), GONE), True, Probe.UP, "the page is gone, the site is not"),
        (GONE, ARTICLE, ControlReadings(TIMEOUT, TIMEOUT), True, Probe.DOWN, "the whole host is down"),
        (GONE, ARTICLE, ControlReadings(GONE, GONE), True, Probe.DOWN, "an outage that answers 404 to everything"),
        (GONE, ARTICLE, ControlReadings(GONE, GONE), None, Probe.DOWN, "we never saw its home page: rather wait"),
        (GONE, ARTICLE, ControlReadings(GONE, GONE), False, Probe.UP, "it never had a home page"),
        (GONE, ARTICLE, ControlReadings(TIMEOUT, TIMEOUT), False, Probe.DOWN, "no home page, and now no answer at all"),
        (facts(DEFAULT), ARTICLE, ControlReadings(facts(DEFAULT), facts(DEFAULT)), True, Probe.ALL_SAME, "an outage"),
        (facts(HOME), HOME, ControlReadings(facts(HOME), facts(HOME)), True, Probe.UP, "the home page is still itself"),
        (
            facts(HOME),
            (),
            ControlReadings(facts(HOME), facts(HOME)),
            True,
            Probe.ALL_SAME,
            "nothing to compare it with",
        ),
        (facts(), ARTICLE, ControlReadings(facts(), facts()), True, Probe.UP, "pages without text are never the same"),
    ],
)
def test_what_the_control_probe_says(
    page: PageFacts,
    itself: tuple[int, ...],
    control: ControlReadings,
    *,
    root_answers: bool | None,
    probe: Probe,
    why: str,
) -> None:
    assert read_probe(page, itself, control, root_answers=root_answers) is probe, why


FORBIDDEN = facts(outcome=Outcome.BLOCKED)


@pytest.mark.parametrize(
    ("page", "control", "usual", "probe", "why"),
    [
        (GONE, ControlReadings(FORBIDDEN, GONE), Outcome.BLOCKED, Probe.UP, "the home page refuses us, as ever"),
        (GONE, ControlReadings(GONE, GONE), Outcome.BLOCKED, Probe.DOWN, "even the refusal is gone: an outage"),
        (GONE, ControlReadings(facts(HOME), GONE), Outcome.BLOCKED, Probe.UP, "there is a home page now"),
    ],
)
def test_a_host_without_a_home_page_must_answer_as_it_always_did(
    page: PageFacts, control: ControlReadings, usual: Outcome, probe: Probe, why: str
) -> None:
    assert read_probe(page, ARTICLE, control, root_answers=False, root_outcome=usual) is probe, why


def test_a_default_page_is_seen_through_though_the_random_path_failed_by_chance() -> None:
    outage = ControlReadings(facts(DEFAULT), TIMEOUT)
    assert read_probe(facts(DEFAULT), ARTICLE, outage, root_answers=True) is Probe.ALL_SAME
    assert read_probe(facts(EDITED), ARTICLE, ControlReadings(facts(HOME), TIMEOUT), root_answers=True) is Probe.UP
