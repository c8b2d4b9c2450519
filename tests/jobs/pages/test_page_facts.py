import pickle

from jobs.model.document import Canonical, RobotsTag
from jobs.model.page import FetchFailure, Headers, Hop, Outcome, Page
from jobs.model.reading import PageFacts
from jobs.pages.page_facts import failure_facts, links_out, page_facts, with_headers
from jobs.web.html.parse import parse
from tests.tools.times import NOON

URL = "https://www.partner.example/links"


def facts(html: str, headers: Headers = ()) -> PageFacts:
    page = Page(URL, URL, 200, headers, html.encode(), NOON)
    document = parse(page.body, url=URL, content_type="text/html; charset=utf-8", headers=headers)
    return page_facts(page, document, links_out(document.links, URL))


def link(href: str, rel: str = "") -> str:
    return f"<a href='{href}' rel='{rel}'>x</a>"


def test_external_is_another_registrable_domain() -> None:
    seen = facts(link("/a") + link("https://partner.example/") + link("https://blog.partner.example/"))
    assert (seen.links, seen.external, seen.external_domains) == (3, 0, ())


def test_only_links_over_the_web_are_external() -> None:
    seen = facts(link("mailto:a@other.example") + link("tel:123") + link("javascript:void(0)") + link("http://[broken"))
    assert seen.external == 0


def test_external_links_are_counted_by_address() -> None:
    seen = facts(link("https://a.example/") + link("https://a.example/#top") + link("https://a.example/b"))
    assert (seen.external, seen.external_domains) == (2, ("a.example",))


def test_what_rel_bars_is_not_followed() -> None:
    seen = facts(
        link("https://a.example/", "nofollow")
        + link("https://b.example/", "ugc")
        + link("https://c.example/", "sponsored")
        + link("https://d.example/", "noopener")
    )
    assert (seen.external, seen.followed_external, seen.external_domains) == (4, 1, ("d.example",))


def test_an_address_linked_both_ways_is_followed() -> None:
    assert facts(link("https://a.example/", "nofollow") + link("https://a.example/")).followed_external == 1


def test_a_nofollow_page_is_a_finding_of_its_own_and_changes_no_count() -> None:
    assert facts("<meta name=robots content=nofollow>" + link("https://a.example/")).followed_external == 1


def test_sites_of_one_public_suffix_are_each_their_own() -> None:
    seen = facts(link("https://a.github.io/") + link("https://b.github.io/") + link("https://shop.c.co.uk/"))
    assert seen.external_domains == ("a.github.io", "b.github.io", "c.co.uk")


def test_domains_are_bounded() -> None:
    assert len(facts("".join(link(f"https://a{n}.example/") for n in range(1100))).external_domains) == 1000


def test_metas_and_headers_speak_together() -> None:
    headers = (("x-robots-tag", "nofollow"), ("link", '<https://c.example/>; rel="canonical"'))
    seen = facts("<meta name=robots content=noindex><link rel=canonical href=/d>", headers)
    assert seen.robots == (RobotsTag("meta robots", "noindex"), RobotsTag("X-Robots-Tag", "nofollow"))
    assert seen.canonicals == (
        Canonical("link", "https://www.partner.example/d"),
        Canonical("header", "https://c.example/"),
    )


def test_new_headers_replace_old_ones_and_leave_metas() -> None:
    old = (("x-robots-tag", "nofollow"), ("link", '<https://c.example/>; rel="canonical"'))
    before = facts("<meta name=robots content=noindex><link rel=canonical href=/d>", old)
    after = with_headers(before, (("x-robots-tag", "noindex"),), NOON)
    assert after.robots == (RobotsTag("meta robots", "noindex"), RobotsTag("X-Robots-Tag", "noindex"))
    assert after.canonicals == (Canonical("link", "https://www.partner.example/d"),)
    assert with_headers(after, old, NOON) == before


def test_the_company_a_page_keeps() -> None:
    seen = facts(link("https://best-casino.example/") + "<p>Here you can buy backlinks.</p>")
    assert seen.neighbours == ("best-casino.example (gambling)",)
    assert seen.offers == ("buy backlinks",)


def test_a_failure_has_its_way_and_its_outcome() -> None:
    hops = (Hop(URL, 301, "/gone"),)
    failure = FetchFailure(URL, Outcome.GONE, "the page answered 404 Not Found", NOON, f"{URL}/gone", 404, (), hops)
    seen = failure_facts(failure)
    assert (seen.outcome, seen.status, seen.final_url, seen.hops) == (Outcome.GONE, 404, f"{URL}/gone", hops)
    assert seen.reason == "the page answered 404 Not Found"


def test_what_is_kept_of_a_page_is_bounded_however_much_it_says() -> None:
    many = "".join(f"<link rel=canonical href=/{n}{'x' * 9_000}>" for n in range(100))
    said = "<meta name=robots content='" + "index," * 100_000 + "'>" * 1
    page = facts(f"<title>{'long ' * 100_000}</title>{many}{said * 100}")
    assert len(pickle.dumps(page)) < 200_000
    assert len(page.canonicals) == 20
