from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.model.findings import Finding, Severity
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.page import Outcome
from jobs.model.verdict import Change, Observation, Policy, Probe, Scope
from jobs.verdicts.state_machine import judge, mark, needs_probe

T0 = datetime(2026, 5, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)
POLICY = Policy()
MISSING = Finding("missing", Severity.LOST, "The link is not on the page.")
NOFOLLOW = Finding("nofollow", Severity.WEAKENED, "The link has nofollow.")
TARGET_GONE = Finding("target_gone", Severity.WEAKENED, "Our page answers 404.")

PRESENT = Observation(Outcome.OK, present=True)
NOFOLLOWED = Observation(Outcome.OK, present=True, findings=(NOFOLLOW,))
ABSENT = Observation(Outcome.OK, present=False, findings=(MISSING,), probe=Probe.UP)
GONE = Observation(Outcome.GONE, present=False, findings=(MISSING,), probe=Probe.UP)
TIMEOUT = Observation(Outcome.TIMEOUT, present=None)
SITE_DOWN = replace(ABSENT, probe=Probe.DOWN)
ALL_SAME = replace(ABSENT, probe=Probe.ALL_SAME)
NO_PROBE = replace(ABSENT, probe=Probe.NOT_MADE)
STORM = replace(ABSENT, trusted=False)
ANOTHER_PAGE = Finding("another_page", Severity.LOST, "The page is another one now.")
REPLACED = Observation(Outcome.REPLACED, present=False, findings=(ANOTHER_PAGE,), probe=Probe.UP)
WALLED = replace(REPLACED, probe=Probe.ALL_SAME)
DAY = 24 * HOUR

LIVE = LinkStatus(LinkState.LIVE, since=T0 - timedelta(days=9), last_present_at=T0 - timedelta(days=1))
PENDING = LinkStatus(LinkState.PENDING, since=T0)


def walk(standing: LinkStatus, *looks: tuple[float, Observation]) -> tuple[LinkStatus, list[Change]]:
    """Judge one check after another, each so many hours after the first; what changed is gathered."""
    changes: list[Change] = []
    for hours, observation in looks:
        verdict = judge(standing, observation, POLICY, T0 + hours * HOUR)
        standing = verdict.standing
        changes += verdict.changes
    return standing, changes


PROVED = ((0, ABSENT), (1, ABSENT), (7, ABSENT), (31, ABSENT))


@pytest.mark.parametrize(
    ("start", "looks", "state", "changes", "why"),
    [
        (LinkStatus(), [(0, PRESENT)], LinkState.LIVE, [Change.LIVE], "a new link that is there is live"),
        (LinkStatus(), [(0, ABSENT)], LinkState.PENDING, [Change.PENDING], "a new link that is not there is awaited"),
        (LinkStatus(), [(0, TIMEOUT)], LinkState.NEW, [], "nothing is known yet"),
        (PENDING, [(0, ABSENT), (9, GONE), (99, ABSENT)], LinkState.PENDING, [], "what was never there is not lost"),
        (PENDING, [(0, PRESENT)], LinkState.LIVE, [Change.LIVE], "it was placed"),
        (LIVE, [(0, ABSENT)], LinkState.SUSPECT, [Change.SUSPECT], "one absence is a suspicion"),
        (LIVE, PROVED[:3], LinkState.SUSPECT, [Change.SUSPECT], "two confirming checks are one short"),
        (LIVE, PROVED, LinkState.LOST, [Change.SUSPECT, Change.LOST], "three confirming checks prove it"),
        (LIVE, [(0, GONE), (1, GONE), (7, ABSENT), (31, GONE)], LinkState.LOST, [Change.SUSPECT, Change.LOST], "mixed"),
        (LIVE, [*PROVED[:3], (31, PRESENT)], LinkState.LIVE, [Change.SUSPECT, Change.CLEARED], "it is there after all"),
        (LIVE, [*PROVED[:3], (20, ABSENT)], LinkState.SUSPECT, [Change.SUSPECT], "a check before its time is no proof"),
        (LIVE, [*PROVED[:3], (31, TIMEOUT)], LinkState.SUSPECT, [Change.SUSPECT], "unknown postpones"),
        (LIVE, [*PROVED[:3], (31, TIMEOUT), (32, ABSENT)], LinkState.LOST, [Change.SUSPECT, Change.LOST], "not resets"),
        (LIVE, [*PROVED[:3], (31, SITE_DOWN)], LinkState.SUSPECT, [Change.SUSPECT], "the whole site is down"),
        (LIVE, [*PROVED[:3], (31, ALL_SAME)], LinkState.SUSPECT, [Change.SUSPECT], "every page is the same page"),
        (LIVE, [*PROVED[:3], (31, NO_PROBE)], LinkState.SUSPECT, [Change.SUSPECT], "no proof without a control probe"),
        (LIVE, [(0, STORM)], LinkState.LIVE, [], "while we suspect ourselves nothing moves"),
        (LIVE, [(0, replace(ABSENT, by_hand=True))], LinkState.LIVE, [], "a check by hand shows, and does not count"),
        (
            LIVE,
            [*PROVED[:3], *[(8 + n / 10, replace(ABSENT, by_hand=True)) for n in range(9)]],
            LinkState.SUSPECT,
            [Change.SUSPECT],
            "impatience proves nothing",
        ),
        (LIVE, [*PROVED, (32, PRESENT)], LinkState.LOST, [Change.SUSPECT, Change.LOST], "one presence is not recovery"),
        (
            LIVE,
            [*PROVED, (32, PRESENT), (32.2, PRESENT)],
            LinkState.RECOVERED,
            [Change.SUSPECT, Change.LOST, Change.RECOVERED],
            "two presences ten minutes apart are",
        ),
        (
            LIVE,
            [*PROVED, (32, PRESENT), (32.1, PRESENT)],
            LinkState.LOST,
            [Change.SUSPECT, Change.LOST],
            "the second came too soon",
        ),
        (
            LIVE,
            [*PROVED, (32, PRESENT), (33, ABSENT), (34, PRESENT)],
            LinkState.LOST,
            [Change.SUSPECT, Change.LOST],
            "two presences in a row are asked for",
        ),
        (LIVE, [(0, NOFOLLOWED)], LinkState.SUSPECT, [], "a weakening seen once waits for a second check"),
        (LIVE, [(0, NOFOLLOWED), (0.5, NOFOLLOWED)], LinkState.SUSPECT, [], "the second check came too soon"),
        (LIVE, [(0, NOFOLLOWED), (1, NOFOLLOWED)], LinkState.WEAKENED, [Change.WEAKENED], "seen again: proved"),
        (LIVE, [(0, NOFOLLOWED), (1, PRESENT)], LinkState.LIVE, [], "it passed"),
        (
            LIVE,
            [(0, NOFOLLOWED), (1, NOFOLLOWED), (25, PRESENT)],
            LinkState.RECOVERED,
            [Change.WEAKENED, Change.RECOVERED],
            "the nofollow is gone",
        ),
        (
            LIVE,
            [(0, NOFOLLOWED), (1, NOFOLLOWED), (25, TIMEOUT), (49, NOFOLLOWED)],
            LinkState.WEAKENED,
            [Change.WEAKENED],
            "an unknown neither mends nor tells again",
        ),
    ],
)
def test_what_looks_make_of_a_link(
    start: LinkStatus, looks: list[tuple[float, Observation]], state: LinkState, changes: list[Change], why: str
) -> None:
    standing, told = walk(start, *looks)
    assert (standing.state, told) == (state, changes), why


FOR_A_WEEK = [(0, REPLACED), *[(1 + 24 * days, REPLACED) for days in range(7)], (168, REPLACED)]


@pytest.mark.parametrize(
    ("start", "looks", "state", "changes", "why"),
    [
        (LIVE, FOR_A_WEEK[:-1], LinkState.SUSPECT, [Change.SUSPECT], "another page may pass in six days"),
        (LIVE, FOR_A_WEEK, LinkState.REPLACED, [Change.SUSPECT, Change.REPLACED], "after seven it is told"),
        (
            LIVE,
            [*FOR_A_WEEK, *[(168 + 24 * days, REPLACED) for days in range(1, 60)]],
            LinkState.REPLACED,
            [Change.SUSPECT, Change.REPLACED],
            "once, and never as lost",
        ),
        (
            LIVE,
            [(0, REPLACED), *[(1 + 24 * days, WALLED) for days in range(30)]],
            LinkState.SUSPECT,
            [Change.SUSPECT, Change.UNREACHABLE],
            "all pages of the site are this one: it cannot be read",
        ),
        (LIVE, [*FOR_A_WEEK[:-1], (168, TIMEOUT)], LinkState.SUSPECT, [Change.SUSPECT], "an unknown postpones it"),
        (
            LIVE,
            [*FOR_A_WEEK[:-1], (168, TIMEOUT), (170, REPLACED)],
            LinkState.REPLACED,
            [Change.SUSPECT, Change.REPLACED],
            "and resets nothing",
        ),
        (
            LIVE,
            [*FOR_A_WEEK[:4], (80, PRESENT), *[(81 + hours, look) for hours, look in FOR_A_WEEK[:-1]]],
            LinkState.SUSPECT,
            [Change.SUSPECT, Change.CLEARED, Change.SUSPECT],
            "a presence does",
        ),
        (
            LIVE,
            [*FOR_A_WEEK[:4], *[(80 + hours, look) for hours, look in PROVED]],
            LinkState.LOST,
            [Change.SUSPECT, Change.LOST],
            "the page is itself again, without the link",
        ),
        (
            LIVE,
            [*PROVED[:3], (31, REPLACED), (55, ABSENT)],
            LinkState.LOST,
            [Change.SUSPECT, Change.LOST],
            "a wall between two proofs postpones the second, and no more",
        ),
        (
            LIVE,
            [*FOR_A_WEEK, (192, PRESENT)],
            LinkState.RECOVERED,
            [Change.SUSPECT, Change.REPLACED, Change.RECOVERED],
            "the page is back",
        ),
        (
            LIVE,
            [*FOR_A_WEEK, *[(192 + hours, look) for hours, look in PROVED[:3]]],
            LinkState.REPLACED,
            [Change.SUSPECT, Change.REPLACED],
            "gone for good wants as many proofs as ever",
        ),
        (
            LIVE,
            [*FOR_A_WEEK, *[(192 + hours, replace(GONE, findings=(MISSING,))) for hours, _ in PROVED]],
            LinkState.LOST,
            [Change.SUSPECT, Change.REPLACED, Change.LOST],
            "and then it is lost",
        ),
        (PENDING, FOR_A_WEEK, LinkState.PENDING, [], "what was never there has no page to be replaced"),
    ],
)
def test_what_another_page_at_the_address_makes_of_a_link(
    start: LinkStatus, looks: list[tuple[float, Observation]], state: LinkState, changes: list[Change], why: str
) -> None:
    standing, told = walk(start, *looks)
    assert (standing.state, told) == (state, changes), why


UNFOLLOWED = replace(ABSENT, unfollowed=True)
HELD = Observation(Outcome.OK, present=None, unfollowed=True)
DOUBTED = Observation(Outcome.OK, present=None)


@pytest.mark.parametrize(
    ("looks", "state", "since", "why"),
    [
        ([(0, HELD), (24, HELD)], LinkState.LIVE, 0, "while it is held back nothing moves, and the time is kept"),
        ([(0, HELD), (24, TIMEOUT), (48, HELD)], LinkState.LIVE, 0, "a page that was not read in between ends nothing"),
        ([(0, HELD), (24, PRESENT), (48, HELD)], LinkState.LIVE, 48, "a link that was back begins anew"),
        ([(0, HELD), (24, DOUBTED)], LinkState.LIVE, None, "a page that was read and leaves another doubt ends it"),
        ([(0, HELD), (24, DOUBTED), (48, HELD)], LinkState.LIVE, 48, "and the time begins anew"),
        ([(0, HELD), (24, ABSENT)], LinkState.SUSPECT, None, "where nothing may be the link, it is simply not there"),
        ([(0, HELD), *[(72 + at, UNFOLLOWED) for at in (0, 1, 7)]], LinkState.SUSPECT, 0, "proved as any absence is"),
        ([(0, HELD), *[(72 + at, UNFOLLOWED) for at in (0, 1, 7, 31)]], LinkState.LOST, 0, "by as many looks"),
        ([(0, HELD), *[(72 + at, UNFOLLOWED) for at in (0, 1, 7)], (103, PRESENT)], LinkState.LIVE, None, "it is back"),
    ],
)
def test_what_a_link_that_cannot_be_followed_makes_of_one_that_is_not_there(
    looks: list[tuple[float, Observation]], state: LinkState, since: float | None, why: str
) -> None:
    standing, _ = walk(LIVE, *looks)
    assert standing.state is state, why
    assert standing.unfollowed_since == (None if since is None else T0 + since * HOUR), why


def test_where_nothing_is_waited_for_another_page_is_told_when_it_has_stayed() -> None:
    at_once = Policy(confirm=())
    doubted = judge(LIVE, REPLACED, at_once, T0).standing
    assert (doubted.state, doubted.next_look_at) == (LinkState.SUSPECT, T0 + at_once.confirm_replaced)


def test_a_page_that_became_another_holds_that_finding_until_it_is_back() -> None:
    standing, _ = walk(LIVE, *FOR_A_WEEK)
    assert (standing.open, standing.replaced_since) == ((ANOTHER_PAGE,), T0)
    assert walk(standing, (192, PRESENT))[0].open == ()


def test_each_look_at_another_page_is_probed_until_it_is_told() -> None:
    standing, _ = walk(LIVE, (0, REPLACED))
    assert needs_probe(standing, T0 + HOUR / 2)
    told, _ = walk(LIVE, *FOR_A_WEEK)
    assert not needs_probe(told, T0 + 8 * DAY)


def test_recovered_becomes_live_at_the_next_look() -> None:
    standing, _ = walk(LIVE, *PROVED, (32, PRESENT), (33, PRESENT), (57, PRESENT))
    assert standing.state is LinkState.LIVE


def test_unreachable_is_said_once_and_ends_with_the_first_answer() -> None:
    standing, changes = walk(LIVE, *[(hours, TIMEOUT) for hours in range(0, 200, 10)], (201, PRESENT))
    assert changes == [Change.UNREACHABLE, Change.REACHABLE]
    assert standing.state is LinkState.LIVE


def test_a_weakening_of_the_target_is_left_alone_by_looks_at_the_source() -> None:
    bad_target = Observation(Outcome.OK, present=None, findings=(TARGET_GONE,), scope=Scope.TARGET)
    good_target = replace(bad_target, findings=())
    standing, changes = walk(LIVE, (0, bad_target), (1, bad_target), (2, PRESENT), (3, PRESENT))
    assert (standing.state, standing.open) == (LinkState.WEAKENED, (TARGET_GONE,))
    standing, more = walk(standing, (4, good_target))
    assert changes + more == [Change.WEAKENED, Change.RECOVERED]
    assert standing.state is LinkState.RECOVERED


def test_only_a_due_confirming_look_needs_a_probe() -> None:
    standing, _ = walk(LIVE, (0, ABSENT))
    assert not needs_probe(LIVE, T0)
    assert not needs_probe(standing, T0 + HOUR / 2)
    assert needs_probe(standing, T0 + HOUR)


def test_a_person_can_say_what_we_cannot_read() -> None:
    blocked, _ = walk(LIVE, (0, TIMEOUT))
    lost = mark(blocked, live=False, by="U1", now=T0 + HOUR)
    assert (lost.state, lost.marked_by) == (LinkState.LOST, "U1")
    assert judge(lost, TIMEOUT, POLICY, T0 + 2 * HOUR).standing.state is LinkState.LOST
    assert mark(lost, live=True, by="U2", now=T0 + 2 * HOUR).state is LinkState.LIVE


DEAD = replace(ABSENT, outcome=Outcome.DNS_ERROR)
BAD_TARGET = Observation(Outcome.OK, present=None, findings=(TARGET_GONE,), scope=Scope.TARGET)
GOOD_TARGET = replace(BAD_TARGET, findings=())


def test_a_dead_name_is_found_so_twice_an_hour_apart_however_short_the_waits() -> None:
    hasty = Policy(confirm=(timedelta(minutes=1),))
    once = judge(LIVE, DEAD, hasty, T0).standing
    soon = judge(once, DEAD, hasty, T0 + timedelta(minutes=1))
    assert soon.changes == ()
    assert soon.standing.next_look_at == T0 + HOUR
    assert judge(soon.standing, DEAD, hasty, T0 + HOUR).changes == (Change.LOST,)


def test_a_suspect_whose_looks_are_all_in_vain_stays_suspect_and_is_called_unreachable() -> None:
    for vain in (TIMEOUT, SITE_DOWN, ALL_SAME):
        standing, changes = walk(LIVE, (0, ABSENT), *[(hours, vain) for hours in range(1, 24 * 30, 10)])
        assert (standing.state, standing.absences) == (LinkState.SUSPECT, 1)
        assert changes == [Change.SUSPECT, Change.UNREACHABLE]


def test_whom_a_person_calls_live_is_not_called_unreachable_and_the_first_reading_decides_again() -> None:
    marked = mark(LIVE, live=True, by="U1", now=T0)
    blocked, changes = walk(marked, *[(hours, TIMEOUT) for hours in range(1, 24 * 30, 10)])
    assert (blocked.state, blocked.marked_by, blocked.marked_at, changes) == (LinkState.LIVE, "U1", T0, [])
    read, _ = walk(blocked, (800, PRESENT))
    assert (read.marked_by, read.marked_at) == ("", None)


def test_a_mark_leaves_alone_what_it_does_not_speak_of() -> None:
    quiet = replace(LIVE, snoozed_until=T0 + 9 * HOUR, open=(NOFOLLOW, TARGET_GONE))
    lost = mark(quiet, live=False, by="U1", now=T0)
    assert (lost.snoozed_until, lost.open) == (T0 + 9 * HOUR, (TARGET_GONE,))
    assert lost.last_present_at == LIVE.last_present_at


def test_our_page_that_is_mended_while_the_link_is_lost_is_noticed() -> None:
    standing, _ = walk(LIVE, (-9, BAD_TARGET), (-8, BAD_TARGET), *PROVED)
    assert standing.state is LinkState.LOST
    assert standing.open == (MISSING, TARGET_GONE)
    mended = judge(standing, GOOD_TARGET, POLICY, T0 + 40 * HOUR)
    assert (mended.changes, mended.standing.open) == ((Change.STRENGTHENED,), (MISSING,))
    assert mended.standing.state is LinkState.LOST


def test_a_broken_page_of_ours_outlives_loss_and_recovery_of_the_link() -> None:
    standing, _ = walk(LIVE, (-9, BAD_TARGET), (-8, BAD_TARGET), *PROVED, (50, PRESENT), (51, PRESENT))
    assert (standing.state, standing.open) == (LinkState.RECOVERED, (TARGET_GONE,))
    assert judge(standing, GOOD_TARGET, POLICY, T0 + 60 * HOUR).changes == (Change.RECOVERED,)


def test_a_weakened_link_that_is_absent_once_and_back_is_told_no_second_time() -> None:
    _, changes = walk(LIVE, (0, NOFOLLOWED), (1, NOFOLLOWED), (25, ABSENT), (26, NOFOLLOWED), (50, NOFOLLOWED))
    assert changes == [Change.WEAKENED, Change.SUSPECT, Change.CLEARED]


FRESH = replace(PRESENT, findings=(Finding("noindex", Severity.WEAKENED, "The page is noindex.", passing=True),))
STALE = replace(PRESENT, findings=(Finding("noindex", Severity.WEAKENED, "The page is noindex."),))


@pytest.mark.parametrize(
    ("checks", "state", "why"),
    [
        ([(0, FRESH), *[(24 * day, STALE) for day in range(1, 6)]], LinkState.SUSPECT, "it mostly passes by itself"),
        ([(0, FRESH), (100, PRESENT)], LinkState.LIVE, "and did"),
        ([(0, FRESH), *[(24 * day, STALE) for day in range(1, 7)]], LinkState.WEAKENED, "or it lasts"),
        ([(0, STALE), (1, STALE)], LinkState.WEAKENED, "of what was not just edited nobody expects that"),
        (
            [(0, replace(FRESH, findings=(*FRESH.findings, NOFOLLOW))), (1, NOFOLLOWED)],
            LinkState.WEAKENED,
            "what is found beside it does not wait",
        ),
    ],
)
def test_a_weakening_that_mostly_passes_by_itself_is_told_when_it_lasts(
    checks: list[tuple[float, Observation]], state: LinkState, why: str
) -> None:
    assert walk(LIVE, *checks)[0].state is state, why


OBSERVATIONS_SAMPLED = (
    PRESENT, NOFOLLOWED, ABSENT, GONE, TIMEOUT, SITE_DOWN, ALL_SAME, NO_PROBE, STORM, replace(ABSENT, by_hand=True),
    REPLACED, WALLED, replace(REPLACED, by_hand=True),
)  # fmt: skip
OBSERVATIONS = st.sampled_from(OBSERVATIONS_SAMPLED)
LOOKS = st.lists(st.tuples(st.floats(0.05, 40), OBSERVATIONS), max_size=25)


def judged(looks: list[tuple[float, Observation]]) -> list[tuple[LinkStatus, Observation, LinkStatus]]:
    """Each check with the standing before and after it; times are waits after the check before."""
    standing, at, steps = LIVE, T0, []
    for wait, observation in looks:
        at += wait * HOUR
        after = judge(standing, observation, POLICY, at).standing
        steps.append((standing, observation, after))
        standing = after
    return steps


@given(LOOKS)
def test_law_an_unknown_never_moves_a_link_towards_lost(looks: list[tuple[float, Observation]]) -> None:
    for before, observation, after in judged(looks):
        if observation in (TIMEOUT, STORM) or (before.absences and observation in (SITE_DOWN, ALL_SAME, NO_PROBE)):
            assert after.absences == before.absences
            assert after.state is before.state


@given(LOOKS)
def test_law_a_presence_clears_suspicion(looks: list[tuple[float, Observation]]) -> None:
    for _, observation, after in judged(looks):
        if observation is PRESENT:
            assert after.absences == 0
            assert after.state is not LinkState.SUSPECT


@given(LOOKS)
def test_law_nobody_is_lost_with_fewer_proofs_than_the_policy_asks_for(looks: list[tuple[float, Observation]]) -> None:
    proofs = 0
    for before, observation, after in judged(looks):
        proofs = 0 if observation.present else proofs + (observation.present is False)
        if after.state is LinkState.LOST and before.state is not LinkState.LOST:
            assert proofs > len(POLICY.confirm)


@given(LOOKS)
def test_law_another_page_proves_no_absence(looks: list[tuple[float, Observation]]) -> None:
    proofs = 0
    for before, observation, after in judged(looks):
        if observation.outcome is Outcome.REPLACED:
            assert after.absences in {before.absences, 0}
            assert (after.state is LinkState.LOST) is (before.state is LinkState.LOST)
        is_proof = observation.present is False and observation.outcome is not Outcome.REPLACED
        proofs = 0 if observation.present else proofs + is_proof
        if after.state is LinkState.LOST and before.state is not LinkState.LOST:
            assert proofs > len(POLICY.confirm), "not counting what another page said"


@given(st.lists(st.sampled_from((REPLACED, TIMEOUT)), min_size=9, max_size=30))
def test_law_another_page_that_stays_is_told_at_last(looks: list[Observation]) -> None:
    standing, changes = walk(LIVE, (0, REPLACED), *[(24 * (1 + day), look) for day, look in enumerate(looks)])
    _, more = walk(standing, (24 * 40, REPLACED), (24 * 41, REPLACED))
    assert [*changes, *more].count(Change.REPLACED) == 1


@given(LOOKS, OBSERVATIONS)
def test_law_the_same_look_judged_twice_changes_nothing(
    looks: list[tuple[float, Observation]], last: Observation
) -> None:
    steps = judged(looks)
    standing = steps[-1][2] if steps else LIVE
    at = T0 + timedelta(days=90)
    once = judge(standing, last, POLICY, at).standing
    twice = judge(once, last, POLICY, at)
    assert (twice.standing, twice.changes) == (once, ())


@given(LOOKS)
def test_law_every_suspicion_plans_a_look_or_waits_for_one_that_is_due(looks: list[tuple[float, Observation]]) -> None:
    for _, _, after in judged(looks):
        if after.state is LinkState.SUSPECT:
            assert after.next_look_at is not None


@given(LOOKS)
def test_law_a_link_that_stays_away_is_lost_and_one_that_stays_recovers(looks: list[tuple[float, Observation]]) -> None:
    steps = judged(looks)
    standing, at = (steps[-1][2] if steps else LIVE), T0 + timedelta(days=90)
    for look, end in ((ABSENT, LinkState.LOST), (PRESENT, LinkState.LIVE)):
        for _ in range(len(POLICY.confirm) + 2):
            at += timedelta(days=2)
            standing = judge(standing, look, POLICY, at).standing
        assert standing.state is end


MORE = (*OBSERVATIONS_SAMPLED, DEAD, BAD_TARGET, GOOD_TARGET)


@given(st.lists(st.tuples(st.floats(0.05, 40), st.sampled_from(MORE)), max_size=25))
def test_law_looks_at_our_page_never_move_a_link_into_or_out_of_lost(looks: list[tuple[float, Observation]]) -> None:
    for before, observation, after in judged(looks):
        if observation.scope is Scope.TARGET:
            assert (before.state is LinkState.LOST) is (after.state is LinkState.LOST)
            assert after.absences == before.absences


@pytest.mark.parametrize(
    ("start", "looks", "days", "why"),
    [
        (LinkStatus(), [(0, PRESENT), (24, PRESENT), (72, PRESENT)], 3, "from the first sight to the last"),
        (LIVE, [(0, PRESENT)], 1, "from the last sight on"),
        (LIVE, [(0, TIMEOUT), (24, PRESENT)], 2, "what could not be read in between stood"),
        (LIVE, [(0, ABSENT), (24, PRESENT)], 2, "a suspicion that was none"),
        (LIVE, [*PROVED, (240, PRESENT), (241, PRESENT), (265, PRESENT)], 1, "what was proved lost did not stand"),
        (PENDING, [(0, ABSENT), (24, PRESENT)], 0, "it stands from when it was first seen"),
    ],
)
def test_a_link_has_lived_as_long_as_it_was_seen_to_stand(
    start: LinkStatus, looks: list[tuple[float, Observation]], days: float, why: str
) -> None:
    assert walk(start, *looks)[0].lived == days * DAY, why


def test_a_link_that_a_person_calls_live_has_lived_until_then() -> None:
    blocked, _ = walk(LIVE, (0, TIMEOUT))
    marked = mark(blocked, live=True, by="U1", now=T0 + 2 * DAY)
    assert (marked.lived, marked.last_present_at) == (3 * DAY, T0 + 2 * DAY)
    lost, _ = walk(LIVE, *PROVED)
    assert mark(lost, live=True, by="U1", now=T0 + 9 * DAY).lived == lost.lived
