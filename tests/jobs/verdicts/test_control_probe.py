"""The control probe: page, home page, random path, and what was usual before."""

import pytest

from jobs.model.page import Outcome
from jobs.model.reading import PageFacts
from jobs.model.tracked_page import HostState
from jobs.model.verdict import Probe
from jobs.pages.similarity import pack, sketch
from jobs.pages.what_it_is import ControlReadings
from jobs.verdicts.control_probe import read_probe

ARTICLE = sketch("We walked the long ridge above the lake and found the old hut open and warm after two days of rain.")
EDITED = sketch(
    "We walked the long ridge above the lake and found the old hut open and warm, and stayed a while there."
)
HOME = sketch("Welcome to our site about walking: here are the latest stories, the shop and the people who write it.")
DEFAULT = sketch("It works! This is the default web page for this server and nothing has been put here so far, sorry.")
WALL = sketch("Please prove that you are no robot. Your request 8f3a77c2 from 192.0.2.7 at 10:12 on 3 May waits.")
WALL_LATER = sketch(
    "Please prove that you are no robot. Your request 1d0b6e94 from 192.0.2.200 at 23:59 on 4 May waits."
)
BLANK = ()


def facts(shingles: tuple[int, ...] = (), outcome: Outcome = Outcome.OK, url: str = "https://p.example/a") -> PageFacts:
    return PageFacts(url, url, 200, shingles=shingles, outcome=outcome)


def home(shingles: tuple[int, ...] = (), outcome: Outcome = Outcome.OK) -> PageFacts:
    return facts(shingles, outcome, "https://p.example/")


def beside(root: PageFacts, random: PageFacts) -> ControlReadings:
    return ControlReadings(root, random)


GONE = facts(outcome=Outcome.GONE)
TIMEOUT = facts(outcome=Outcome.TIMEOUT)
NO_HOME, HOME_TIMEOUT = home(outcome=Outcome.GONE), home(outcome=Outcome.TIMEOUT)
SCRIPT = home(outcome=Outcome.NEEDS_JS)
UP = HostState("p.example", root_answers=True, root_sketch=pack(HOME), missing_outcome=Outcome.GONE)
SOFT = HostState("p.example", root_answers=True, root_sketch=pack(HOME), missing_outcome=Outcome.OK)
OLD = HostState("p.example", root_answers=True)
"""As earlier versions kept it: nobody knows what its home page read like."""
NEVER_SEEN = HostState("p.example")
HOMELESS = HostState("p.example", root_answers=False)
REFUSING = HostState("p.example", root_answers=False, root_outcome=Outcome.BLOCKED)


@pytest.mark.parametrize(
    ("page", "control", "usual", "probe", "why"),
    [
        (facts(EDITED), beside(home(HOME), GONE), UP, Probe.UP, "the site is up, the link is not"),
        (facts(EDITED), beside(home(HOME), GONE), OLD, Probe.UP, "so it is where little is known"),
        (GONE, beside(home(HOME), GONE), UP, Probe.UP, "the page is gone, the site is not"),
        (GONE, beside(HOME_TIMEOUT, TIMEOUT), UP, Probe.DOWN, "the whole host is down"),
        (GONE, beside(NO_HOME, GONE), UP, Probe.DOWN, "an outage that answers 404 to everything"),
        (GONE, beside(NO_HOME, GONE), NEVER_SEEN, Probe.DOWN, "we never saw its home page: rather wait"),
        (GONE, beside(NO_HOME, GONE), HOMELESS, Probe.UP, "it never had a home page"),
        (GONE, beside(HOME_TIMEOUT, TIMEOUT), HOMELESS, Probe.DOWN, "no home page, and now no answer at all"),
        (GONE, beside(home(outcome=Outcome.BLOCKED), GONE), REFUSING, Probe.UP, "the home page refuses us, as ever"),
        (GONE, beside(NO_HOME, GONE), REFUSING, Probe.DOWN, "even the refusal is gone: an outage"),
        (GONE, beside(home(HOME), GONE), REFUSING, Probe.UP, "there is a home page now"),
        (facts(DEFAULT), beside(home(DEFAULT), facts(DEFAULT)), UP, Probe.ALL_SAME, "a new server's default page"),
        (facts(DEFAULT), beside(home(DEFAULT), TIMEOUT), UP, Probe.ALL_SAME, "the random path failed by chance"),
        (facts(DEFAULT), beside(home(DEFAULT), GONE), UP, Probe.ALL_SAME, "that 404 is the web server's own"),
        (facts(DEFAULT), beside(home(DEFAULT), GONE), OLD, Probe.ALL_SAME, "nothing is known of the home page"),
        (facts(HOME), beside(home(HOME), GONE), UP, Probe.UP, "the address shows the home page, which is as ever"),
        (facts(WALL), beside(home(WALL_LATER), GONE), UP, Probe.ALL_SAME, "a wall with another id at each look"),
        (facts(WALL), beside(home(HOME), facts(WALL_LATER)), UP, Probe.ALL_SAME, "it spares the home page alone"),
        (facts(WALL), beside(home(HOME), facts(WALL_LATER)), SOFT, Probe.UP, "so the host always answers for no page"),
        (facts(BLANK), beside(home(BLANK), facts(BLANK)), UP, Probe.ALL_SAME, "a white screen everywhere"),
        (facts(BLANK), beside(home(HOME), GONE), UP, Probe.UP, "nothing is here, and something elsewhere"),
        (GONE, beside(home(BLANK), GONE), UP, Probe.UP, "what was not read is no empty page"),
        (facts(EDITED), beside(SCRIPT, GONE), UP, Probe.DOWN, "the home page had words, and now has a script alone"),
        (facts(EDITED), beside(SCRIPT, GONE), OLD, Probe.UP, "perhaps it always was a script's"),
        (home(HOME), beside(home(HOME), GONE), UP, Probe.UP, "the link stood on the home page"),
        (home(DEFAULT), beside(home(DEFAULT), facts(DEFAULT)), UP, Probe.ALL_SAME, "the home page and all else"),
    ],
)
def test_what_the_control_probe_says(
    page: PageFacts, control: ControlReadings, usual: HostState, probe: Probe, why: str
) -> None:
    assert read_probe(page, ARTICLE, control, usual) is probe, why


def test_a_page_that_is_as_it_was_is_itself_whatever_else_reads_alike() -> None:
    control = beside(home(ARTICLE), facts(ARTICLE))
    assert read_probe(facts(EDITED), ARTICLE, control, UP) is Probe.UP
