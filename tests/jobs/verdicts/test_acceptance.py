"""What accepting means, from readings of a page to what is told: a link's life with the people who decide about it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from jobs.alerts import decisions as incidents
from jobs.alerts.incidents import alerts_for
from jobs.model.event import Event
from jobs.model.findings import Finding, Severity
from jobs.model.incident import Incident, IncidentKind, IncidentStatus
from jobs.model.link import Accepted, Expectation, Link
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.notice import Notice, NoticeKind
from jobs.model.page import FetchFailure, Outcome, Page
from jobs.model.tracked_page import HostState, TrackedPage
from jobs.model.verdict import Evaluation, Observation, Policy, Scope
from jobs.model.write import Write
from jobs.pages.extract import extract
from jobs.pages.page_facts import failure_facts
from jobs.pages.reading import Reading
from jobs.pages.what_it_is import ControlReadings
from jobs.rules import alerts
from jobs.verdicts.acceptance import accept_link, is_accepted, still_accepted
from jobs.verdicts.evaluate import Circumstances, evaluate, question_about
from tests.tools import nouns
from tests.tools.times import NOON

T0 = datetime(2026, 5, 1, tzinfo=UTC)
URL, TARGET = "https://blog.example/ridge", "https://shop.example/boots"
TEXT = "We walked the long ridge above the lake and wore out our soles, so we looked for new ones in the village. " * 3
THERE = f'<p>{TEXT} In the end we bought <a href="{TARGET}">good boots</a> and went on.</p>'
PAGES = {
    "there": THERE,
    "absent": f"<p>{TEXT} In the end we bought good boots and went on.</p>",
    "elsewhere": THERE.replace(TARGET, "https://shop.example/sale"),
    "nofollow": THERE.replace("<a ", '<a rel="nofollow" '),
    "noindex": '<meta name="robots" content="noindex">' + THERE,
    "renamed": THERE.replace("good boots</a>", "red shoes</a>"),
    "other words": THERE.replace("good boots</a>", "green hats</a>"),
}
HOME = "<h1>Walking in the hills and other stories of ours</h1>"
BAD = ("absent", "gone", "elsewhere", "nofollow", "noindex", "renamed", "other words")
ADA = "U0ADA"


def page_of(name: str, link: Link) -> Reading:
    """A reading of the page as it is called in PAGES, or one that failed."""
    if name not in PAGES:
        outcome = {"gone": Outcome.GONE, "unread": Outcome.TIMEOUT}[name]
        failure = FetchFailure(URL, outcome, "as the test says", T0)
        return Reading(outcome, failure.reason, failure_facts(failure), failure=failure)
    received = (("content-type", "text/html; charset=utf-8"),)
    page = Page(URL, URL, 200, received, PAGES[name].encode(), T0)
    examined = extract(page, [question_about(link)])
    return Reading(Outcome.OK, "", examined.facts, received, "hash", None, page, examined)


def link_of(**more: object) -> Link:
    agreed = Expectation(anchor="good boots")
    base = Link(12, "C1", URL, TARGET, T0, LinkStatus(), expected=agreed)
    return replace(base, **more)  # type: ignore[arg-type]  # any of its fields


HOST = HostState("walks.example", root_answers=True)


@dataclass
class Life:
    """A link, what was told of it, and a clock that goes from one due check to the next."""

    link: Link = field(default_factory=link_of)
    known: dict[str, Incident] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    now: datetime = T0
    page: TrackedPage = field(default_factory=lambda: TrackedPage(URL, "blog.example", T0))

    def look(self, name: str, times: int = 1) -> "Life":
        for _ in range(times):
            planned = self.link.standing.next_look_at or self.now + timedelta(days=1)
            self.now = max(planned, self.now + timedelta(minutes=1))
            self._judge(page_of(name, self.link))
        return self

    def _judge(self, reading: Reading) -> None:
        gone = failure_facts(FetchFailure(URL + "x", Outcome.GONE, "", T0))
        home = Page(URL, URL, 200, (), HOME.encode(), T0)
        control = ControlReadings(extract(home).facts, gone)
        around = Circumstances(self.page, Policy(), {}, self.now, control, HOST)
        judged = evaluate(self.link, reading, around)
        self.take(judged)
        if reading.outcome is Outcome.OK:
            self.page = replace(self.page, facts=reading.facts)

    def take(self, judged: Evaluation) -> None:
        told = alerts_for([judged], self.known.values(), alerts, self.now)
        self.link = judged.after
        self.known |= told.incidents
        self.notices += told.notices
        self.events += told.events

    def decide(self, write: Write | None) -> "Life":
        if write:
            self.link = next(iter(write.links), self.link)
            self.known |= {each.id: each for each in write.incidents}
            self.notices += write.notices
            self.events += write.events
        return self

    def accept(self) -> "Life":
        self.now += timedelta(minutes=5)
        return self.decide(incidents.accept([self.link], list(self.known.values()), ADA, self.now))

    def unaccept(self) -> "Life":
        self.now += timedelta(minutes=5)
        return self.decide(incidents.unaccept([self.link], list(self.known.values()), ADA, self.now))

    def mark(self, *, live: bool) -> "Life":
        self.now += timedelta(minutes=5)
        return self.decide(incidents.mark(self.link, list(self.known.values()), ADA, self.now, live=live))

    def hushed(self) -> "Life":
        """The same with nothing told yet, so that a test sees what comes next."""
        self.notices, self.events = [], []
        return self

    @property
    def cards(self) -> list[Incident]:
        return [self.known[each.incident_id] for each in self.notices if each.kind is NoticeKind.CARD]

    @property
    def open(self) -> list[Incident]:
        return [each for each in self.known.values() if each.status.is_open]


def life(*pages: str) -> Life:
    """A link that was added while it was there, after these pages were seen long enough to be proved."""
    lived = Life().look("there", 2)
    for name in pages:
        lived.look(name, 5)
    return lived


@pytest.mark.parametrize("name", BAD)
def test_what_is_accepted_is_not_told_again_while_it_stays_so(name: str) -> None:
    lived = life(name).accept().hushed().look(name, 9)
    assert lived.notices == []
    assert is_accepted(lived.link)
    assert lived.open == []


@pytest.mark.parametrize("name", BAD)
@pytest.mark.parametrize("later", BAD)
def test_after_acceptance_and_recovery_the_next_trouble_is_told_like_a_first_one(name: str, later: str) -> None:
    first = life(later)
    again = life(name).accept().look("there", 4)
    assert again.link.expected.accepted == ()
    assert not is_accepted(again.link)
    again.hushed().look(later, 5)
    (card,), (wanted,) = again.cards, first.cards
    assert (card.kind, card.findings, card.log[0].text) == (wanted.kind, wanted.findings, wanted.log[0].text)
    assert again.link.standing.open == first.link.standing.open


@pytest.mark.parametrize(
    ("accepted", "later"),
    [
        ("nofollow", "absent"),
        ("nofollow", "noindex"),
        ("renamed", "other words"),
        ("elsewhere", "absent"),
        ("absent", "elsewhere"),
        ("noindex", "gone"),
    ],
)
def test_a_different_trouble_than_the_accepted_one_is_told(accepted: str, later: str) -> None:
    lived = life(accepted).accept().hushed().look(later, 5)
    (card,) = lived.cards
    assert card.findings == life(later).cards[0].findings
    assert not is_accepted(lived.link)


@pytest.mark.parametrize(
    ("seen", "why"),
    [
        (("there", "absent"), "one presence is no recovery"),
        (("elsewhere", "absent"), "seen otherwise once proves nothing"),
        (("unread", "unread"), "what cannot be read says nothing"),
        (("gone", "gone"), "it is absent as it was, only more so"),
    ],
)
def test_a_loss_stays_accepted(seen: Sequence[str], why: str) -> None:
    lived = life("absent").accept().hushed()
    for name in seen:
        lived.look(name)
    lived.look("absent", 5)
    assert (lived.cards, is_accepted(lived.link)) == ([], True), why


def test_a_weakening_stays_accepted_while_the_link_is_away_and_ends_when_it_is_as_agreed() -> None:
    lived = life("nofollow").accept().look("absent", 5).look("nofollow", 4)
    assert [old.kind for old in lived.link.expected.accepted] == ["nofollow"]
    assert lived.link.standing.open == ()
    lived.hushed().look("there")
    assert [event.kind for event in lived.events] == ["acceptance_ended"]
    assert lived.events[0].text == "Link is nofollow."
    assert len(lived.look("nofollow", 3).cards) == 1


def test_a_loss_that_an_older_version_left_accepted_on_a_link_that_is_there_is_told() -> None:
    """Versions before kept an acceptance for good."""
    stale = Accepted("missing", "absent", ADA, T0)
    lived = Life(link_of(expected=Expectation(accepted=(stale,)), standing=LinkStatus(LinkState.LIVE, T0)))
    lived.look("absent", 5)
    assert [finding.kind for finding in lived.cards[0].findings] == ["missing"]


def test_a_link_marked_as_live_is_told_of_when_it_is_lost_again() -> None:
    lived = life("absent").accept().mark(live=True)
    assert lived.link.expected.accepted == ()
    assert len(lived.hushed().look("absent", 5).cards) == 1


def test_a_link_marked_as_lost_by_hand_is_not_told_to_those_who_said_so() -> None:
    assert life().mark(live=False).hushed().look("absent", 5).notices == []


@pytest.mark.parametrize("name", BAD)
def test_what_was_accepted_can_be_taken_back(name: str) -> None:
    before = life(name)
    standing, told = before.link.standing, before.cards[0]
    lived = before.accept().hushed().unaccept()
    assert lived.link.expected.accepted == ()
    assert (lived.link.standing.state, lived.link.standing.open) == (standing.state, standing.open)
    (again,) = lived.open
    assert (again.id, again.findings) == (told.id, told.findings)
    assert [(event.kind, event.by) for event in lived.events] == [("unaccepted", ADA)]
    assert [line.text for line in again.log[-2:]] == ["accepted this as the new normal.", "took the acceptance back."]
    lived.look("there", 4)
    assert lived.open == []
    assert lived.known[told.id].status is IncidentStatus.RECOVERED


def test_what_was_accepted_before_it_was_told_is_found_anew() -> None:
    lived = life().look("nofollow").accept().hushed()
    assert lived.link.standing.state is LinkState.LIVE
    lived.unaccept()
    assert (lived.link.standing.state, lived.link.standing.open) == (LinkState.LIVE, ())
    assert len(lived.look("nofollow", 2).cards) == 1


def test_nothing_accepted_is_nothing_taken_back() -> None:
    assert incidents.unaccept([nouns.link(12)], [nouns.incident(12)], ADA, NOON) is None


def test_a_loss_whose_alert_is_no_longer_kept_is_named_by_its_rule() -> None:
    lost = accept_link(nouns.link(12, LinkState.LOST, nouns.MISSING), [nouns.MISSING], ADA, NOON)
    write = incidents.unaccept([lost], [], ADA, NOON)
    assert write
    assert [finding.text for finding in write.links[0].standing.open] == ["Link is gone."]


def test_one_of_several_is_accepted_and_the_others_are_waited_for() -> None:
    both = nouns.incident(12, 13)
    one, other = (nouns.link(number, LinkState.LOST, nouns.MISSING) for number in (12, 13))
    first = incidents.accept([one], [both], ADA, NOON)
    assert first
    (left,) = first.incidents
    assert (left.status, left.recovered, left.accepted) == (IncidentStatus.OPEN, frozenset({12}), frozenset({12}))
    assert left.log[-1].text == "accepted L-12 as the new normal."
    last = incidents.accept([other], [left], ADA, NOON + timedelta(minutes=1))
    assert last
    assert last.incidents[0].status is IncidentStatus.ACCEPTED
    back = incidents.unaccept([last.links[0]], last.incidents, ADA, NOON + timedelta(minutes=2))
    assert back
    (again,) = back.incidents
    assert (again.status, again.recovered, again.accepted) == (IncidentStatus.OPEN, frozenset({12}), frozenset({12}))


NODE = Finding("nofollow", Severity.WEAKENED, "It is nofollow.", now="nofollow")
OURS = Finding("target_noindex", Severity.WEAKENED, "Our page is noindex.", now="noindex")


@pytest.mark.parametrize(
    ("kind", "seen", "stays", "why"),
    [
        ("nofollow", Observation(Outcome.OK, True, accepted=(NODE,)), True, "it is so still"),
        ("nofollow", Observation(Outcome.OK, True, findings=(NODE,)), True, "it reads otherwise: that is told itself"),
        ("nofollow", Observation(Outcome.OK, True), False, "it is followed again"),
        ("nofollow", Observation(Outcome.OK, False), True, "it is not there to be judged"),
        ("nofollow", Observation(Outcome.BLOCKED, None), True, "nothing was read"),
        ("nofollow", Observation(Outcome.OK, True, trusted=False), True, "in a storm nothing moves"),
        ("nofollow", Observation(Outcome.OK, None, scope=Scope.TARGET), True, "our page says nothing of it"),
        ("target_noindex", Observation(Outcome.OK, None, accepted=(OURS,), scope=Scope.TARGET), True, "it is so still"),
        ("target_noindex", Observation(Outcome.OK, None, scope=Scope.TARGET), False, "our page is mended"),
        ("target_noindex", Observation(Outcome.TIMEOUT, None, scope=Scope.TARGET), True, "our page was not read"),
        ("target_noindex", Observation(Outcome.OK, True), True, "the other page says nothing of ours"),
    ],
)
def test_when_an_acceptance_ends(kind: str, seen: Observation, *, stays: bool, why: str) -> None:
    link = nouns.link(12, expected=Expectation(accepted=(Accepted(kind, kind, ADA, NOON),)))
    assert bool(still_accepted(link, link.standing, seen)) is stays, why


@pytest.mark.parametrize(
    ("state", "kind", "opened", "accepted", "why"),
    [
        (LinkState.LOST, "missing", (), True, "lost, and somebody said that it is fine"),
        (LinkState.LOST, "nofollow", (), False, "what was accepted is not that it is lost"),
        (LinkState.LOST, "missing", (nouns.MISSING,), False, "it was told again since"),
        (LinkState.LOST, "a_kind_of_old", (), False, "nobody knows what that was"),
        (LinkState.LIVE, "nofollow", (), True, "there, with less than was agreed"),
        (LinkState.SUSPECT, "nofollow", (), False, "what is suspected now is not accepted"),
        (LinkState.WEAKENED, "nofollow", (), False, "something else weakens it"),
    ],
)
def test_which_links_are_called_accepted(
    state: LinkState, kind: str, opened: tuple[Finding, ...], *, accepted: bool, why: str
) -> None:
    link = nouns.link(12, state, *opened, expected=Expectation(accepted=(Accepted(kind, "absent", ADA, NOON),)))
    assert is_accepted(link) is accepted, why


STEPS: dict[str, Callable[[Life], Life]] = {
    "accept": Life.accept,
    "unaccept": Life.unaccept,
    "mark live": lambda lived: lived.mark(live=True),
    "mark lost": lambda lived: lived.mark(live=False),
}
_SEEN = st.sampled_from(["there", *BAD, "unread"])
STORIES = st.lists(st.tuples(_SEEN, st.integers(1, 5)) | st.tuples(st.sampled_from([*STEPS]), st.just(1)), max_size=14)


def live(story: Sequence[tuple[str, int]]) -> Life:
    lived = Life()
    for what, times in story:
        (STEPS[what](lived) if what in STEPS else lived.look(what, times))
        assert_nothing_is_told_without_its_reason(lived)
    return lived


def assert_nothing_is_told_without_its_reason(lived: Life) -> None:
    for notice in lived.notices:
        about = lived.known.get(notice.incident_id)
        if notice.kind is NoticeKind.CARD:
            assert about is not None
            assert all(finding.text for finding in about.findings)
            assert about.findings
        if notice.kind is NoticeKind.REPLY:
            assert notice.text.strip()
            assert not notice.text.rstrip().endswith(":")
    for event in lived.events:
        assert event.text or event.kind not in {"lost", "weakened", "suspect"}
    told = {finding.kind for each in lived.open for finding in each.findings}
    assert {finding.kind for finding in lived.link.standing.open} <= told


@pytest.mark.slow
@given(STORIES)
@settings(max_examples=150, deadline=None)
@example([("there", 1), ("absent", 5), ("accept", 1), ("there", 4), ("absent", 5)])
@example([("mark lost", 1), ("accept", 1), ("there", 1), ("unaccept", 1)])
@example([("there", 1), ("absent", 5), ("accept", 1), ("elsewhere", 5), ("absent", 5)])
@example([("there", 1), ("nofollow", 3), ("absent", 1), ("accept", 1), ("unaccept", 1)])
def test_nothing_is_ever_told_without_its_reason(story: Sequence[tuple[str, int]]) -> None:
    live(story)


@pytest.mark.slow
@given(STORIES, st.sampled_from(BAD))
@settings(max_examples=100, deadline=None)
def test_whatever_was_accepted_before_a_link_as_agreed_is_tracked_as_one(
    story: Sequence[tuple[str, int]], later: str
) -> None:
    lived = live([*story, ("accept", 1), ("there", 4)])
    assert lived.link.expected.accepted == ()
    lived.hushed().look(later, 5)
    said = [notice for notice in lived.notices if notice.kind in {NoticeKind.CARD, NoticeKind.REPLY}]
    assert said
    assert [each.kind for each in lived.open] == [life(later).cards[0].kind]
    assert lived.link.standing.state in {LinkState.LOST, LinkState.WEAKENED}


def test_the_kinds_of_trouble_of_these_tests_are_told() -> None:
    assert {life(name).cards[0].kind for name in BAD} == {IncidentKind.LOST, IncidentKind.WEAKENED}
