"""The file of a claim: all that it rests on, and nothing that runs."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from jobs.model.event import Event
from jobs.model.findings import Finding, Severity
from jobs.model.incident import Evidence, Incident, IncidentKind
from jobs.model.link_status import LinkState
from jobs.model.page import Outcome
from jobs.model.proving_check import ProvingCheck
from jobs.model.terms import Covered, Guarantee, Money, Terms
from jobs.partners.pack import ClaimPack, alert_of, pack_html
from tests.tools.nouns import MISSING, NOFOLLOW, incident, link
from tests.tools.times import NOON

LOST = replace(
    link(12, LinkState.LOST, MISSING),
    terms=Terms(Money(Decimal(90), "EUR"), date(2099, 3, 1)),
    guarantee=Guarantee((Covered.REMOVED,), 14, "a <b>new</b> link"),
)
EVENTS = [Event(NOON, "C1", "L-12", "lost", "The page no longer links <script>")]


def test_it_holds_all_that_a_claim_rests_on() -> None:
    checks = (ProvingCheck(NOON, Outcome.GONE, 404, "missing"),)
    page = pack_html(ClaimPack(LOST, replace(incident(12), proofs=checks), EVENTS, NOON, "Hello\n\n<please>")).decode()
    for part in (
        *("90 EUR", "1 Mar 2099", "14 days after", "removed", "a &lt;b&gt;new&lt;/b&gt; link", "garden tools"),
        *("404", "The page no longer links to the target.", "&lt;please&gt;", "https://blog.example/post"),
    ):
        assert part in page
    assert "<script" not in page
    assert "<b>new" not in page
    assert "default-src &#x27;none&#x27;" in page


def test_what_is_not_kept_any_more_is_said() -> None:
    bare = pack_html(ClaimPack(replace(LOST, proofs=(), proof=None), None, (), NOON)).decode()
    assert bare.count("Nothing is kept of it.") == 2
    assert "The mail" not in bare


def test_before_stands_as_the_link_keeps_it_where_the_alert_is_forgotten() -> None:
    kept = replace(LOST, proof=Evidence(NOON, "https://blog.example/post", 200, text="words around"))
    assert "words around" in pack_html(ClaimPack(kept, None, (), NOON)).decode()


OURS_IS_GONE = Finding("target_gone", Severity.WEAKENED, "Our own page answers 404.", "200", "404")
OWN = incident(12)
SHARED = incident(7, 12, before=Evidence(NOON, "https://blog.example/another", 200, text="of another link"))
ABOUT_OURS = incident(12, 13, kind=IncidentKind.TARGET, findings=(OURS_IS_GONE,))


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ([OWN], OWN),
        ([OWN, ABOUT_OURS], OWN),  # what is wrong with our page is told later, and is nothing to claim
        ([OWN, SHARED], OWN),
        ([ABOUT_OURS], None),
        ([replace(SHARED, recovered=frozenset({12}))], None),
        ([], None),
    ],
)
def test_the_alert_of_a_claim_is_the_links_own(told: list[Incident], expected: Incident | None) -> None:
    assert alert_of(LOST, told) == expected


def test_of_an_alert_that_links_share_nothing_of_the_others_is_told() -> None:
    kept = replace(LOST, proof=Evidence(NOON, "https://blog.example/post", 200, text="words around"))
    alert = alert_of(kept, [SHARED])
    assert alert
    assert (alert.members, alert.before, alert.after) == ((12,), kept.proof, None)
    page = pack_html(ClaimPack(kept, alert, EVENTS, NOON)).decode()
    assert "words around" in page
    assert "another" not in page


def test_what_was_found_is_what_the_pages_site_has_to_mend() -> None:
    both = link(12, LinkState.WEAKENED, NOFOLLOW, OURS_IS_GONE)
    page = pack_html(ClaimPack(both, None, (), NOON)).decode()
    assert NOFOLLOW.text in page
    assert OURS_IS_GONE.text not in page
