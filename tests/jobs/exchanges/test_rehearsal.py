"""A move of our pages, rehearsed: what becomes of a link, for each way in which such lists go wrong."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from jobs.exchanges.ours.read import ask_new_site
from jobs.exchanges.ours.redirect_rules import RedirectRules
from jobs.exchanges.ours.rehearsal import (
    LinkedAddress,
    LinkedAddresses,
    Lot,
    Rehearsal,
    led_to,
    rehearse,
    with_answers,
)
from jobs.exchanges.ours.wording import rehearsal_words, verdict_words
from jobs.formats.redirect_list import RedirectList, lines_as_rows, read_redirects, redirects_in
from jobs.formats.sheet import RefusedFile
from jobs.model.link_status import LinkState
from jobs.model.reading import Match, Sighting
from jobs.pages.own_site import likeliest
from tests.tools.nouns import link, seen
from tests.tools.site import Answer
from tests.tools.world import open_world

OURS = "https://ours.example"


@dataclass(frozen=True)
class Case:
    name: str
    rules: str
    url: str
    fate: Lot
    ends_at: str = ""
    why: str = ""


CASES = (
    Case("one redirect", "/guide -> /help/guide", "/guide", Lot.MOVES, "/help/guide"),
    Case("not in the list", "/guide -> /help/guide", "/shop", Lot.MISSING),
    Case("a place that others are sent to stays", "/old -> /guide", "/guide", Lot.STAYS, "/guide"),
    Case("a chain of two", "/a -> /b\n/b -> /c", "/a", Lot.CHAIN, "/c", "straight to https://ours.example/c"),
    Case("the middle of a chain is one redirect", "/a -> /b\n/b -> /c", "/b", Lot.MOVES, "/c"),
    Case("a loop of two", "/a -> /b\n/b -> /a", "/a", Lot.LOOP, why="circle"),
    Case("a loop into itself", "/a -> /a", "/a", Lot.LOOP),
    Case("a chain that runs into a loop", "/a -> /b\n/b -> /c\n/c -> /b", "/a", Lot.LOOP),
    Case("other capitals are another page", "/Guide -> /help", "/guide", Lot.MISSING, why="capitals"),
    Case("the same capitals", "/Guide -> /help", "/Guide", Lot.MOVES, "/help"),
    Case("a slash too many is mostly the same", "/guide -> /help", "/guide/", Lot.MOVES, "/help", "slash"),
    Case("a slash too few", "/guide/ -> /help", "/guide", Lot.MOVES, "/help", "slash"),
    Case("the slash alone moves", "/guide -> /guide/", "/guide", Lot.MOVES, "/guide/"),
    Case("and there it ends", "/guide -> /guide/", "/guide/", Lot.STAYS, "/guide/"),
    Case("a slash there and back is a loop", "/guide -> /guide/\n/guide/ -> /guide", "/guide", Lot.LOOP),
    Case("a query goes along", "/guide -> /help", "/guide?ref=blog", Lot.MOVES, "/help?ref=blog"),
    Case("what tracks visitors does not matter", "/guide -> /help", "/guide?utm_source=x", Lot.MOVES),
    Case("a query that names a page", "/page?id=3 -> /garden", "/page?id=3", Lot.MOVES, "/garden"),
    Case("another query is another page", "/page?id=3 -> /garden", "/page?id=4", Lot.MISSING, why="query"),
    Case("a query before the path alone", "/page -> /all\n/page?id=3 -> /garden", "/page?id=3", Lot.MOVES, "/garden"),
    Case("the host moves", "https://old.example/* -> https://new.example/*", "https://old.example/a/b?c=1",
         Lot.MOVES, "https://new.example/a/b?c=1"),
    Case("the host moves with its home page", "https://old.example/* -> https://new.example/*",
         "https://old.example/", Lot.MOVES, "https://new.example/"),
    Case("www is no other site", "https://www.ours.example/a -> https://ours.example/b", "/a", Lot.MOVES, "/b"),
    Case("https alone", "http://ours.example/a -> https://ours.example/a", "http://ours.example/a", Lot.MOVES, "/a"),
    Case("and https stays", "http://ours.example/a -> https://ours.example/a", "/a", Lot.STAYS, "/a"),
    Case("http is asked for where the list says https", "/a -> /b", "http://ours.example/a", Lot.MOVES, "/b"),
    Case("all to the home page", "/* -> /", "/guide", Lot.HOME, "/", "page not found"),
    Case("one by one to the home page", "/guide -> https://ours.example", "/guide", Lot.HOME, "/"),
    Case("the home page in a language", "/guide -> /de/", "/guide", Lot.HOME, "/de/"),
    Case("the home page of the old site", "https://old.example/ -> https://new.example/", "https://old.example/",
         Lot.MOVES, "https://new.example/"),
    Case("a folder to one page", "/blog/* -> /news", "/blog/spring", Lot.CATCH_ALL, "/news", "many"),
    Case("a folder as a folder", "/blog/* -> /news/*", "/blog/spring/2", Lot.MOVES, "/news/spring/2"),
    Case("the exact line first", "/blog/* -> /news/*\n/blog/a -> /tips/a", "/blog/a", Lot.MOVES, "/tips/a"),
    Case("the longer folder first", "/* -> /\n/blog/* -> /news/*", "/blog/a", Lot.MOVES, "/news/a"),
    Case("what catches all spares what is new", "/old -> /guide\n/* -> /", "/guide", Lot.STAYS, "/guide"),
    Case("a folder that grows for ever", "/blog/* -> /blog/archive/*", "/blog/a", Lot.LOOP),
    Case("gone on purpose", "/guide 410", "/guide", Lot.GONE),
    Case("temporary", "/guide /help 302", "/guide", Lot.MOVES_FOR_NOW, "/help", "permanent"),
    Case("another site", "/guide -> https://shop.example/guide", "/guide", Lot.MOVES, "https://shop.example/guide",
         "another site"),
    Case("escapes are one spelling", "/caf%C3%A9 -> /cafe", "/café", Lot.MOVES, "/cafe"),
    Case("a fragment stays with the browser", "/guide -> /help", "/guide#part-2", Lot.MOVES, "/help"),
    Case("two lines of one address: the first", "/a -> /b\n/a -> /c", "/a", Lot.MOVES, "/b"),
)  # fmt: skip


def listed(text: str) -> RedirectList:
    return redirects_in(lines_as_rows(text.splitlines()), f"{OURS}/")


def rehearsed(rules: str, *urls: str) -> Rehearsal:
    asked = [LinkedAddress(_full(url), links=9 - number, sites=2) for number, url in enumerate(urls)]
    return rehearse(asked, RedirectRules(listed(rules).rules))


def _full(url: str) -> str:
    return f"{OURS}{url}" if url.startswith("/") else url


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_becomes_of_a_link(case: Case) -> None:
    [found] = rehearsed(case.rules, case.url).rehearsed
    assert found.fate is case.fate
    assert case.why in found.advice
    if case.ends_at:
        assert found.ends_at == _full(case.ends_at)


@pytest.mark.parametrize(
    ("line", "old", "new", "permanent"),
    [
        pytest.param("/a -> /b", "/a", "/b", True, id="an arrow"),
        pytest.param("https://ours.example/a → https://ours.example/b", "/a", "/b", True, id="another arrow"),
        pytest.param("/a\thttps://new.example/b", "/a", "https://new.example/b", True, id="a tab"),
        pytest.param("/a /b 301", "/a", "/b", True, id="Netlify"),
        pytest.param("/a /b 302", "/a", "/b", False, id="Netlify, temporary"),
        pytest.param("/blog/* /news/:splat 301!", "/blog/*", "/news/*", True, id="Netlify, the rest"),
        pytest.param("Redirect 301 /a https://new.example/b", "/a", "https://new.example/b", True, id="Apache"),
        pytest.param("Redirect permanent /a /b", "/a", "/b", True, id="Apache, in words"),
        pytest.param("RedirectTemp /a /b", "/a", "/b", False, id="Apache, temporary"),
        pytest.param(r"RedirectMatch 301 ^/blog/(.*)$ /news/$1", "/blog/*", "/news/*", True, id="Apache, the rest"),
        pytest.param(r"RewriteRule ^old\.html$ /new [R=301,L]", "/old.html", "/new", True, id="mod_rewrite"),
        pytest.param("RewriteRule ^old$ /new [R=302,L]", "/old", "/new", False, id="mod_rewrite, temporary"),
        pytest.param("rewrite ^/a$ /b permanent;", "/a", "/b", True, id="nginx"),
        pytest.param("location = /a { return 301 /b; }", "/a", "/b", True, id="nginx, a location"),
        pytest.param("ours.example/a -> ours.example/b", "/a", "/b", True, id="without a scheme"),
        pytest.param("/foo_(bar) -> /foo", "/foo_(bar)", "/foo", True, id="brackets of its own"),
    ],
)
def test_lines_of_all_kinds_are_read(line: str, old: str, new: str, permanent: bool) -> None:  # noqa: FBT001  # a table
    read = listed(line)
    assert not read.unread
    [rule] = read.rules
    assert (rule.old, rule.new, rule.is_permanent) == (_full(old), _full(new), permanent)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        pytest.param("/a", "two addresses", id="one address"),
        pytest.param(r"RewriteRule ^a/(\d+)$ /b/$1 [R=301]", "expression", id="an expression"),
        pytest.param("/a/*/b -> /c", "expression", id="a star in the middle"),
        pytest.param("/a /b 200", "no redirect", id="a rewrite"),
        pytest.param("/a -> ftp://x.example/b", "two addresses|no address", id="no web address"),
    ],
)
def test_a_line_that_cannot_be_rehearsed_is_named(line: str, why: str) -> None:
    read = listed(f"/z -> /y\n{line}")
    assert len(read.rules) == 1
    assert any(each in read.unread[0].why for each in why.split("|"))
    assert read.unread[0].line == 2


@pytest.mark.parametrize(
    "text",
    [
        "Old URL,New URL\nhttps://ours.example/a,https://ours.example/b\n",
        "New URL;Old URL;Note\nhttps://ours.example/b;https://ours.example/a;a note\n",
        "Quelle\tZiel\n/a\t/b\n",
        "# moved in May\n/a,/b\n",
        "page,status,goes to\n/a,301,/b\n",
    ],
)
def test_tables_are_read_by_their_heads_or_in_their_order(text: str) -> None:
    read = read_redirects(text.encode(), "list.csv", f"{OURS}/")
    assert isinstance(read, RedirectList)
    [rule] = read.rules
    assert (rule.old, rule.new) == (f"{OURS}/a", f"{OURS}/b")


def test_paths_alone_need_a_site() -> None:
    refused = read_redirects(b"/a,/b\n", "list.csv", "")
    assert isinstance(refused, RefusedFile)
    assert "name the site" in refused.why


def test_links_are_counted_as_they_were_seen_and_those_that_are_away_not_at_all() -> None:
    found = LinkedAddresses()
    spelt = Sighting(seen(href=f"{OURS}/Shop/", match=Match.VARIANT), 1)
    redirector = Sighting(seen(href="https://t.example/?u=x", match=Match.REDIRECTOR), 1)
    found.take(
        [
            link(1),
            link(2, page_url="https://other.example/"),
            link(3, sighting=spelt),
            link(4, sighting=redirector),
            link(5, LinkState.LOST),
            link(6, target="ours.example", sighting=None),
        ]
    )
    assert [(each.url, each.links, each.sites) for each in found.addresses()] == [
        (f"{OURS}/shop", 3, 2),
        (f"{OURS}/", 1, 1),
        (f"{OURS}/Shop/", 1, 1),
    ]
    assert led_to(link(7, sighting=Sighting(None))) == f"{OURS}/shop"


def test_it_is_said_which_break_first_and_which_redirect_saves_most() -> None:
    found = rehearsed("/guide -> /help\n/old-shop -> /shop\n/x -> /garden-tools\n/x -> /y", "/garden/tools", "/guide")
    heads = dict(rehearsal_words(found))
    assert verdict_words(found) == "9 of 17 links would break."
    assert heads["Breaks: 1 address, 9 links"] == [
        (
            f"{OURS}/garden/tools: 9 links of 2 sites, not in the list. The list does not speak of it: unless the page "
            f"stays, its links break. A redirect to {OURS}/garden-tools may save them: a guess by its words."
        )
    ]
    assert heads["Saved by the list: 1 address, 8 links"] == [f"Line 1, to {OURS}/help, saves 8 links."]
    assert heads["The list"] == [
        "4 redirects; 3 of them no tracked link needs.",
        f"Lines 3 and 4 send {OURS}/x to two places; the first counts.",
    ]


def test_the_new_site_knows_better_what_stays_and_what_it_does_not_have() -> None:
    found = rehearsed("/guide -> /help\n/a -> /a", "/guide", "/shop", "/about", "/a")
    asked = {f"{OURS}/help": "It is not there: 404.", f"{OURS}/shop": "", f"{OURS}/about": "It is not there: 404."}
    after = with_answers(found, asked)
    assert [each.fate for each in after.rehearsed] == [
        Lot.FAILS,
        Lot.STAYS,
        Lot.FAILS,
        Lot.LOOP,
    ]
    assert verdict_words(with_answers(found, {})) == verdict_words(found)


async def test_the_new_site_is_asked_where_it_stands_until_then(tmp_path: Path) -> None:
    async with open_world(tmp_path) as world:
        world.sites["staging.example/help"] = "<h1>Help</h1><p>All that there is to know of it.</p>"
        world.sites["staging.example/shop"] = Answer.redirect(world.sites.url("staging.example/"), 301)
        world.sites["staging.example/"] = "<h1>Ours</h1><p>All that we do.</p>"
        found = rehearsed("/guide -> /help\n/b -> /gone\n/c -> /c", "/guide", "/b", "/shop", "/c")
        answers = await ask_new_site(world.reader.read, found, world.sites.url("staging.example/"))
    assert answers.keys() == {f"{OURS}/help", f"{OURS}/gone", f"{OURS}/shop"}
    assert answers[f"{OURS}/help"] == ""
    assert "404" in answers[f"{OURS}/gone"]
    assert "home page" in answers[f"{OURS}/shop"]


def test_a_guess_needs_half_of_the_words() -> None:
    assert (
        likeliest(f"{OURS}/garden/tools.html", [f"{OURS}/x", f"{OURS}/new/garden-tools"]) == f"{OURS}/new/garden-tools"
    )
    assert likeliest(f"{OURS}/garden/tools", [f"{OURS}/tools-for-a-boat"]) == ""
    assert likeliest(f"{OURS}/", [f"{OURS}/"]) == ""
