"""Both sides with each partner: what is got, what is given, and what is given for nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from jobs.exchanges.cycles import Cycle
from jobs.exchanges.given_words import unreturned_words
from jobs.exchanges.reciprocity import BothSides, CrowdedPage, Reciprocity
from jobs.model.exchange import Contribution
from jobs.model.link import Link
from jobs.model.link_status import LinkState
from jobs.model.our_page import OurPage
from jobs.model.page import Outcome
from jobs.model.reading import OutwardLink, PageFacts, Sighting
from jobs.model.tracked_page import TrackedPage
from jobs.verdicts.acceptance import accept_link
from tests.jobs.exchanges.tools import NOW
from tests.tools.nouns import MISSING, link, partner, seen

THEIR_PAGE, OUR_PAGE = "https://blog.friend.example/post", "https://www.ours.example/partners"
DAY = timedelta(days=1)


def theirs(state: LinkState = LinkState.LIVE, page_url: str = THEIR_PAGE, number: int = 1, **more: object) -> Link:
    return replace(link(number, state), page_url=page_url, target="https://ours.example/shop", **more)  # type: ignore[arg-type]  # only ever its fields


def read(url: str, followed: int = 85, *leads_to: str, outcome: Outcome = Outcome.OK) -> TrackedPage:
    facts = PageFacts(url, url, 200, followed_external=followed, external_domains=leads_to)
    return TrackedPage(url, "", NOW, last_outcome=outcome, facts=facts)


def ours(*urls: str, url: str = OUR_PAGE, followed: bool = True, outcome: Outcome = Outcome.OK) -> OurPage:
    links = tuple(OutwardLink(each, each.split("/")[2].removeprefix("www."), followed) for each in urls)
    return OurPage(url, read(url, len(urls), outcome=outcome), links=links, followed=len(urls) if followed else 0)


FRIEND = "https://friend.example/"


def found(links: list[Link], pages: list[OurPage], *known: TrackedPage) -> Reciprocity:
    both = BothSides(["ours.example"])
    both.take_links(links, {page.url: page for page in known or (read(THEIR_PAGE),)})
    both.take_our_pages(pages)
    return both.reciprocity()


def test_links_on_both_sides_are_reciprocal_with_the_share_that_each_passes_on() -> None:
    [site] = found([theirs()], [ours(FRIEND, "https://www.friend.example/about", "https://other.example/")]).sites
    assert site.balance.got == Contribution(1, 1, 0.01)
    assert site.balance.given == Contribution(2, 2, 2 * (0.85 / 3))
    assert (site.site, site.our_pages) == ("friend.example", (OUR_PAGE,))
    assert site.is_reciprocal
    assert not site.is_unreturned


LOST, PENDING, REPLACED = LinkState.LOST, LinkState.PENDING, LinkState.REPLACED


@pytest.mark.parametrize(
    ("why", "states", "page"),
    [
        ("lost, and we still link", [LOST], ours(FRIEND)),
        ("lost beside one not placed yet", [LOST, PENDING], ours(FRIEND)),
    ],
)
def test_what_is_given_for_nothing_is_found(why: str, states: list[LinkState], page: OurPage) -> None:
    links = [theirs(state, number=number) for number, state in enumerate(states)]
    [site] = found(links, [page]).sites
    assert site.is_unreturned, why
    assert (site.lost, site.our_pages) == (("L-0",), (OUR_PAGE,))


@pytest.mark.parametrize(
    ("why", "states", "page"),
    [
        ("another of theirs stands", [LOST, LinkState.LIVE], ours(FRIEND)),
        ("not placed yet is no loss", [PENDING], ours(FRIEND)),
        ("in doubt is not lost", [LinkState.SUSPECT], ours(FRIEND)),
        ("another page stands there: nobody knows", [REPLACED], ours(FRIEND)),
        ("lost beside one of which nobody knows", [LOST, REPLACED], ours(FRIEND)),
        ("our link passes on nothing", [LOST], ours(FRIEND, followed=False)),
        ("our page cannot be read", [LOST], ours(FRIEND, outcome=Outcome.TIMEOUT)),
        ("we link elsewhere", [LOST], ours("https://other.example/")),
    ],
)
def test_nothing_is_given_in_vain_that_is_not_proved_on_both_sides(
    why: str, states: list[LinkState], page: OurPage
) -> None:
    links = [theirs(state, number=number) for number, state in enumerate(states)]
    assert [site.is_unreturned for site in found(links, [page]).sites] == [False], why


def test_a_loss_that_was_accepted_is_not_brought_up_again() -> None:
    lost = replace(link(1, LinkState.LOST, MISSING), page_url=THEIR_PAGE, target="https://ours.example/")
    accepted = accept_link(lost, [MISSING], "U1", NOW)
    assert [site.is_unreturned for site in found([lost], [ours(FRIEND)]).sites] == [True]
    assert [site.is_unreturned for site in found([accepted], [ours(FRIEND)]).sites] == [False]


def test_pages_that_cannot_be_read_are_counted_and_nothing_more() -> None:
    pages = [
        ours(FRIEND, outcome=Outcome.BLOCKED),
        ours(url="https://ours.example/b"),
        ours(FRIEND, url="https://theirs.example/"),
    ]
    seen_so = found([theirs()], pages)
    assert (seen_so.read, seen_so.unread) == (1, 1)
    assert seen_so.sites[0].balance.given == Contribution()


def test_pages_that_are_gone_are_neither_read_nor_unread() -> None:
    pages = [
        ours(url="https://ours.example/gone", outcome=Outcome.GONE),
        ours(url="https://ours.example/elsewhere", outcome=Outcome.REPLACED),
    ]
    seen_so = found([theirs()], pages)
    assert (seen_so.read, seen_so.unread) == (0, 0)


def test_troubles_are_told_of_lists_of_sites_that_the_links_lead_to() -> None:
    broken = [
        replace(page, is_list=True, page=replace(page.page, last_reason="no well-formed XML"))
        for page in (ours(url=f"https://{site}.example/sitemap.xml") for site in ("ours", "client"))
    ]
    assert found([theirs()], broken).troubles == ("https://ours.example/sitemap.xml: no well-formed XML",)


def test_of_many_pages_that_link_to_a_partner_ten_are_named_and_the_others_counted() -> None:
    many = [ours(FRIEND, url=f"https://ours.example/{number}") for number in range(15)]
    [site] = found([theirs(LOST)], many).sites
    assert (len(site.our_pages), site.more_pages) == (10, 5)
    assert unreturned_words(site).endswith("still links there: https://ours.example/0 and 14 other pages")


def test_two_addresses_of_one_page_are_one() -> None:
    again = replace(ours(FRIEND, url="https://ours.example/old"), page=ours(FRIEND).page)
    assert found([theirs()], [ours(FRIEND), again]).sites[0].balance.given.standing == 1


def test_a_tracked_link_on_a_page_of_ours_counts_once_whether_or_not_the_page_is_read_for_all() -> None:
    our_link = replace(link(2), page_url=OUR_PAGE, target=FRIEND, sighting=Sighting(seen(), 1))
    alone = found([theirs(), our_link], [], read(THEIR_PAGE), read(OUR_PAGE, 17))
    assert alone.sites[0].balance.given == Contribution(1, 1, 0.85 / 17)
    both = found([theirs(), our_link], [ours(FRIEND)], read(THEIR_PAGE), read(OUR_PAGE, 17))
    assert both.sites[0].balance.given == Contribution(1, 1, 0.85)


def test_a_link_that_nobody_follows_passes_on_nothing_and_one_on_an_unread_page_nobody_knows() -> None:
    unfollowed = theirs(sighting=Sighting(seen(rel=("nofollow",)), 1))
    assert found([unfollowed], []).sites[0].balance.got == Contribution(1, 1)
    assert found([theirs()], [], read("https://x.example/")).sites[0].balance.got == Contribution(1, 1, unknown=1)


def test_full_pages_of_ours_are_named_the_fullest_first() -> None:
    full = [
        replace(ours(FRIEND, url=f"https://ours.example/{count}"), followed=count, over_limit_since=NOW)
        for count in (101, 300)
    ]
    assert found([theirs()], full).crowded == (
        CrowdedPage("https://ours.example/300", 300, NOW),
        CrowdedPage("https://ours.example/101", 101, NOW),
    )


THROUGH_US = ("friend.example", "third.example", "ours.example")


@pytest.mark.parametrize("circles", [(THROUGH_US,), ()])
def test_a_circle_of_three_through_us_is_found_by_what_pages_link_to_where_asked_for(
    circles: tuple[Cycle, ...],
) -> None:
    both = BothSides(["ours.example"], circles=bool(circles))
    both.take_links([theirs(), theirs(page_url="https://third.example/x", number=2)], {})
    both.take_partners([partner(page_url="https://lonely.example/")])
    both.take_pages(
        [
            read(THEIR_PAGE, 2, "third.example", "big.example"),
            read("https://third.example/x", 1, "ours.example"),
            read("https://lonely.example/", 1, "ours.example", outcome=Outcome.TIMEOUT),
        ]
    )
    both.take_our_pages([ours(FRIEND, "https://lonely.example/")])
    assert both.reciprocity().cycles == circles


def test_those_given_to_in_vain_come_first() -> None:
    links = [
        theirs(page_url="https://a.example/"),
        theirs(page_url="https://b.example/", number=2),
        theirs(LinkState.LOST, "https://c.example/", 3),
    ]
    page = ours("https://b.example/", "https://c.example/")
    seen_so = found(links, [page])
    assert [site.site for site in seen_so.sites] == ["c.example", "b.example", "a.example"]
    assert [site.site for site in seen_so.unreturned] == ["c.example"]
    assert [site.site for site in seen_so.reciprocal] == ["b.example"]
