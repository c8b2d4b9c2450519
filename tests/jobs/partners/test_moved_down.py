from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from jobs.alerts.incidents import AlertChanges
from jobs.model.document import Place
from jobs.model.incident import IncidentStatus
from jobs.model.partner import Partner
from jobs.model.reading import PageFacts
from jobs.model.series import OurSpot, SeriesPoint
from jobs.partners.incidents import partner_changes
from jobs.partners.moved_down import moved_down
from jobs.partners.outbound import PartnerPast, evaluate_partner
from jobs.rules import alerts

DAY = date(2026, 5, 1)
L12 = frozenset({12})
NOW = datetime(2026, 5, 3, tzinfo=UTC)
URL = "https://p.example/links"
PARTNER = Partner(3, "C1", URL, max_outbound=500, added_at=NOW, outbound=40)
PAGE = PageFacts(URL, URL, 200, followed_external=40)


def seen(*stood: tuple[int, int], place: Place = Place.BODY, began: int = 0) -> list[SeriesPoint]:
    """Days on which L-12 stood as number so much among so many links."""
    return [
        SeriesPoint(DAY + timedelta(days=began + day), total, total, ours=(OurSpot(12, position, place),))
        for day, (position, total) in enumerate(stood)
    ]


@pytest.mark.parametrize(
    ("points", "found", "why"),
    [
        ([], False, "nothing is known"),
        (seen((3, 40)), False, "the first look"),
        (seen((3, 40), (90, 137)), False, "one look alone may be mistaken"),
        (seen((3, 40), (90, 137), (91, 138)), True, "two looks, and the page grew"),
        (seen((3, 40), (12, 137), (12, 138)), False, "nine places"),
        (seen((30, 40), (45, 137), (45, 138)), False, "not twice as low"),
        (seen((3, 40), (90, 137), (4, 138)), False, "it is up again"),
        (seen((3, 100), (70, 100), (90, 100)), False, "the page may shuffle its links"),
        (seen((3, 100), (50, 100), (4, 100), (70, 100), (90, 100)), False, "it does"),
        (seen((3, 100), (4, 100), (2, 101), (70, 100), (90, 100)), True, "it stood still for three days before"),
        (seen(*((3 + day, 100) for day in range(40))), False, "the page takes its links in turn, one a day"),
        (seen(*((1 + (3 + day) % 100, 100) for day in range(240))), False, "and round again"),
        (seen((3, 40), (90, 137), (30, 137), (60, 137), (70, 137)), False, "the page grew, and shuffles"),
        (seen((3, 40), (20, 40), (5, 41), (12, 41), (90, 137), (91, 137)), False, "it did so before it grew"),
        (seen(*((1 + (3 - day) % 100, 100) for day in range(60))), False, "the first goes to the end, one a day"),
        (seen(*[(3, 100)] * 4, *[(9, 100)] * 9, *[(80, 100)] * 2), True, "it stood still elsewhere meanwhile"),
        (seen(*((day, 90 + day) for day in range(3, 12)), *[(100, 101)] * 2), True, "new ones above it, then the end"),
        (seen((3, 40), (5, 42), (8, 45), (12, 49), (14, 51), (16, 53)), True, "one new link a day above it"),
        (
            seen(*((place, 90) for place in (3, 60, 9, 20, 5, 70) for _ in range(7))),
            False,
            "in another order each week",
        ),
        (seen(*[(3, 90)] * 4, *[(60, 90)] * 2, *[(3, 90)] * 3, *[(60, 90)] * 2), True, "put back, and down again"),
        (seen((3, 40), (5, 41)) + seen((5, 41), (5, 41), place=Place.FOOTER, began=2), True, "it left the text"),
        (seen((3, 40), (5, 41)) + seen((5, 41), place=Place.FOOTER, began=2), False, "one look alone again"),
        (seen((3, 40), place=Place.NAV) + seen((5, 41), (5, 41), place=Place.FOOTER, began=1), False, "edge to edge"),
        (seen((3, 40), place=Place.FOOTER) + seen((3, 41), (3, 41), began=1), False, "it came into the text"),
        ([*seen((3, 40), (90, 137), (91, 138)), SeriesPoint(DAY + timedelta(days=3), 138, 138)], False, "it is gone"),
    ],
)
def test_what_moved(points: list[SeriesPoint], *, found: bool, why: str) -> None:
    assert bool(moved_down(points, L12, None)) is found, why


def test_it_stays_found_for_as_long_as_it_is_so() -> None:
    points = seen((3, 40), *[(90, 137)] * 60)
    assert moved_down(points, L12, None) == moved_down(points[:5], L12, None)


@pytest.mark.parametrize(
    ("place", "in_header", "found", "why"),
    [
        (Place.BODY, 30, False, "a new menu stands above the text of all pages"),
        (Place.BODY, 5, True, "the other 25 came into the text"),
        (Place.SIDEBAR, 30, True, "a list in the sidebar is such a part itself"),
    ],
)
def test_links_that_all_pages_repeat_move_no_link_in_the_text(
    place: Place, in_header: int, *, found: bool, why: str
) -> None:
    before, after = seen(*[(3, 40)] * 4, place=place), seen(*[(33, 70)] * 3, place=place, began=4)
    after = [replace(each, places=((Place.HEADER, in_header),)) for each in after]
    assert bool(moved_down([*before, *after], L12, None)) is found, why


@pytest.mark.parametrize(
    ("place", "fell_to", "places", "found", "why"),
    [
        (Place.BODY, 33, ((Place.BODY, 70), (Place.SIDEBAR, 30)), False, "the sidebar may stand above the text now"),
        (Place.BODY, 60, ((Place.BODY, 70), (Place.SIDEBAR, 30)), True, "lower than that puts it"),
        (Place.BODY, 20, ((Place.BODY, 60), (Place.FOOTER, 40)), False, "footers are moved, too"),
        (Place.SIDEBAR, 73, ((Place.BODY, 70), (Place.SIDEBAR, 30)), False, "the text may stand above the sidebar now"),
        (Place.SIDEBAR, 29, ((Place.BODY, 5), (Place.SIDEBAR, 95)), True, "further down in the sidebar"),
    ],
)
def test_parts_of_the_page_in_another_order_move_no_link_in_one_of_them(
    place: Place, fell_to: int, places: tuple[tuple[Place, int], ...], why: str, *, found: bool
) -> None:
    points = [*seen(*[(3, 100)] * 4, place=place), *seen(*[(fell_to, 100)] * 3, place=place, began=4)]
    points = [replace(each, places=places) for each in points]
    assert bool(moved_down(points, L12, None)) is found, why


def test_a_link_that_is_gone_is_not_better() -> None:
    down = seen((3, 40), (90, 137), (91, 138))
    gone = [*down, SeriesPoint(DAY + timedelta(days=3), 138, 138)]
    assert moved_down(gone, L12, None, is_told=True) == moved_down(down, L12, None)
    assert moved_down(gone, frozenset(), None, is_told=True) is None, "it is tracked no longer"
    up = [*down, *seen((3, 138), began=3)]
    assert moved_down(up, L12, None, is_told=True) is None


def test_a_new_baseline_ends_it() -> None:
    points = seen((3, 40), *[(90, 137)] * 6)
    assert moved_down(points, L12, DAY) is not None
    assert moved_down(points, L12, DAY + timedelta(days=2)) is None


def test_links_of_other_channels_are_not_told() -> None:
    assert moved_down(seen((3, 40), (90, 137), (91, 138)), frozenset({13}), None) is None


def test_what_is_said() -> None:
    far = moved_down(seen((3, 40), (90, 137), (91, 138)), L12, None)
    assert far is not None
    assert far.text == ("L-12 is number 91 of 138 links to other sites now; on 1 May 2026 it was number 3 of 40.")
    assert (far.was, far.now) == ("L-12 number 3 of 40, in the main text", "L-12 number 91 of 138, in the main text")
    out = moved_down(seen((3, 40)) + seen((5, 41), (5, 41), place=Place.FOOTER, began=1), L12, None)
    assert out is not None
    assert out.text == "L-12 left the text of the page: it stands in the footer now."


def test_a_link_that_moved_on_by_a_few_is_no_news_and_another_that_moved_is() -> None:
    points = seen((3, 40), (90, 137), (91, 138), (92, 139))
    look = evaluate_partner(PARTNER, PAGE, 0.1, past=PartnerPast(points[:3], L12))
    opened = partner_changes(look, [], alerts, NOW).incidents.values()
    later = evaluate_partner(look.partner, PAGE, 0.1, past=PartnerPast(points, L12))
    assert partner_changes(later, opened, alerts, NOW) == AlertChanges()
    both = [replace(each, ours=(*each.ours, replace(each.ours[0], link=13))) for each in points]
    more = evaluate_partner(look.partner, PAGE, 0.1, past=PartnerPast(both, L12 | {13}))
    (incident,) = partner_changes(more, opened, alerts, NOW).incidents.values()
    assert "L-13 is number 92" in incident.log[-1].text


MOVED = PartnerPast(seen((3, 40), (90, 137), (91, 138)), L12, read_at=NOW - timedelta(days=1))


@pytest.mark.parametrize(
    ("became", "past", "status", "says"),
    [
        (
            PARTNER,
            replace(MOVED, links=frozenset({13})),
            IncidentStatus.STOPPED,
            "P-3: L-12 is tracked there no longer. Not held against the page any more: L-12",
        ),
        (
            PARTNER.with_baseline((), 40, NOW, "U0ADA"),
            MOVED,
            IncidentStatus.ACCEPTED,
            "P-3: what stands there now was made its baseline. Not held against the page any more: L-12",
        ),
        (
            PARTNER,
            replace(MOVED, points=(*MOVED.points, *seen((3, 137), began=3))),
            IncidentStatus.RECOVERED,
            "P-3 is better. No longer so: L-12",
        ),
    ],
    ids=["the link was removed", "a new baseline", "it is up again"],
)
def test_nothing_is_called_better_that_only_is_looked_at_otherwise(
    became: Partner, past: PartnerPast, status: IncidentStatus, says: str
) -> None:
    look = evaluate_partner(PARTNER, PAGE, 0.1, past=MOVED)
    opened = partner_changes(look, [], alerts, NOW).incidents.values()
    later = evaluate_partner(replace(became, findings=look.partner.findings), PAGE, 0.1, past=past)
    (ended,) = partner_changes(later, opened, alerts, NOW + timedelta(days=1)).incidents.values()
    assert ended.status is status
    assert ended.log[-1].text.startswith(says)
