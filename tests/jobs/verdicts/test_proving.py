"""Which checks are kept as those that proved a loss."""

from dataclasses import replace

import pytest

from jobs.model.findings import Finding
from jobs.model.link_status import LinkState, LinkStatus
from jobs.model.page import Outcome
from jobs.model.proving_check import ProvingCheck
from jobs.model.verdict import Change, Observation, Verdict
from jobs.verdicts.proving import proofs_after, proving_check
from tests.tools.nouns import MISSING, NOFOLLOW, link
from tests.tools.times import NOON

THIS = ProvingCheck(NOON, Outcome.GONE, 404, "missing")
OLDER = replace(THIS, status=410)


def standing(state: LinkState, absences: int = 0, *unproven: Finding) -> LinkStatus:
    return LinkStatus(state, absences=absences, unproven=unproven)


LIVE, LOST = standing(LinkState.LIVE), standing(LinkState.LOST, 4)
LOST_OTHERWISE = standing(LinkState.LOST, 4, MISSING)
ANOTHER = replace(standing(LinkState.SUSPECT), replaced_since=NOON)


@pytest.mark.parametrize(
    ("before", "after", "changes", "kept", "reason"),
    [
        (LIVE, standing(LinkState.SUSPECT, 1), (), (THIS,), "a first absence begins anew"),
        (standing(LinkState.SUSPECT, 1), standing(LinkState.SUSPECT, 2), (), (OLDER, THIS), "one that counts"),
        (standing(LinkState.SUSPECT, 2), standing(LinkState.SUSPECT, 2), (), (OLDER,), "one that does not count"),
        (standing(LinkState.SUSPECT, 3), LOST, (Change.LOST,), (OLDER, THIS), "the last one proves it"),
        (LOST, LOST, (), (OLDER,), "it stays lost"),
        (LOST, standing(LinkState.LOST), (), (OLDER,), "seen again once, which is no recovery yet"),
        (standing(LinkState.LOST), standing(LinkState.RECOVERED), (Change.RECOVERED,), (), "it is back"),
        (standing(LinkState.SUSPECT, 2), LIVE, (Change.CLEARED,), (), "a presence clears suspicion"),
        (LOST, LOST_OTHERWISE, (), (THIS,), "an accepted loss is found to be another one"),
        (LOST_OTHERWISE, LOST, (Change.LOST,), (OLDER, THIS), "and is told as that"),
        (LIVE, standing(LinkState.SUSPECT, 0, NOFOLLOW), (), (), "a weakening proves no loss"),
        (LIVE, ANOTHER, (), (THIS,), "another page stands there"),
        (standing(LinkState.SUSPECT, 2), replace(ANOTHER, absences=2), (), (OLDER, THIS), "beside absences"),
        (ANOTHER, ANOTHER, (), (OLDER,), "it does so for a while"),
    ],
)
def test_a_check_is_kept_while_it_counts(
    before: LinkStatus, after: LinkStatus, changes: tuple[Change, ...], kept: tuple[ProvingCheck, ...], reason: str
) -> None:
    known = link(standing=before, proofs=(OLDER,))
    assert proofs_after(known, Verdict(after, changes), THIS) == kept, reason


@pytest.mark.parametrize(("found", "kind"), [((NOFOLLOW, MISSING), "missing"), ((NOFOLLOW,), "nofollow"), ((), "")])
def test_a_check_is_named_by_what_is_lost_where_anything_is(found: tuple[Finding, ...], kind: str) -> None:
    observation = Observation(Outcome.OK, present=False, findings=found)
    assert proving_check(observation, 200, None, NOON).kind == kind


def test_absences_prove_no_other_page_and_another_page_no_absence() -> None:
    other, absence = replace(OLDER, outcome=Outcome.REPLACED), OLDER
    both = link(standing=replace(ANOTHER, absences=1), proofs=(absence, other))
    told = standing(LinkState.REPLACED)
    assert proofs_after(both, Verdict(told, (Change.REPLACED,)), THIS) == (other, THIS)
    assert proofs_after(both, Verdict(standing(LinkState.SUSPECT, 2)), THIS) == (absence, THIS)
