"""Audits on loopback: fourteen tricks on five kinds of pages, all found; fifty honest pages, none accused."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from jobs.checks.audit_page import MOST_PAGES, audit_page, way_from_home
from jobs.model.link import Expectation, Link
from jobs.partners.audit import PageAudit, Trick, audit_words, question_of_audit, verdict_of
from tests.tools.nouns import link
from tests.tools.site import Answer, Answering, Asked
from tests.tools.world import World, open_world

TARGET = "https://ours.example/guide"
A = f'<a href="{TARGET}">good boots</a>'
HOST = "partner.example"
OTHERS = "".join(f'<li><a href="https://other-{number}.example/">shop {number}</a></li>' for number in range(4))
TEXT = (
    "We walked the long ridge above the lake and wore out our soles, so we looked for new ones and found {} in a "
    "small town where the shop keeper knew the hills better than we did and told us of a hut with warm soup."
)
HOME = (
    '<title>Hills</title><h1>Hills</h1><p>Stories from the hills.</p><a href="/walk">A walk</a><a href="/about">us</a>'
)

Shape = Callable[[str, str], str]
"""A page of some system: what stands in its head, and in its text."""


def wordpress(head: str, text: str) -> str:
    return (
        f"<!DOCTYPE html><html lang=en><head><title>A walk</title><meta name=robots content='max-image-preview:large'>"
        f"{head}<link rel='https://api.w.org/' href='/wp-json/'></head><body class='post-template-default single'>"
        "<noscript><iframe src='https://www.googletagmanager.com/ns.html?id=GTM-ABC12D'></iframe></noscript>"
        f"<header><nav><a href='/'>Home</a></nav></header><main><article><h1>A walk</h1><div class=entry-content>"
        f"<p>{text}</p><ul>{OTHERS}</ul></div></article><section id=comments><p>Two thoughts</p></section></main>"
        "<footer><a href='https://wordpress.org/' rel=nofollow>WordPress</a></footer>"
        '<script>var wpApi = {"root": "https:\\/\\/partner.example\\/wp-json\\/"};</script></body></html>'
    )


def hugo(head: str, text: str) -> str:
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>A walk</title>{head}"
        "<meta name=generator content='Hugo 0.140.0'></head><body><header><a href='/'>Hills</a></header>"
        f"<main><h1>A walk</h1><p>{text}</p><ul>{OTHERS}</ul></main><!-- built in 12 ms --></body></html>"
    )


def ghost(head: str, text: str) -> str:
    return (
        f"<!DOCTYPE html><html><head><title>A walk</title>{head}<script type='application/ld+json'>"
        '{"@type": "Article", "publisher": {"name": "Hills"}}</script></head><body class="post-template tag-hills">'
        f"<div class='viewport'><article class='gh-article post'><section class='gh-content'><p>{text}</p><ul>{OTHERS}"
        "</ul></section></article></div><footer class='gh-footer'>Powered by <a href='https://ghost.org/'>Ghost</a>"
        "</footer></body></html>"
    )


def shopify(head: str, text: str) -> str:
    return (
        f"<!doctype html><html lang=en><head><title>A walk</title>{head}<script>window.Shopify = {{shop: 'hills'}};"
        "</script></head><body class='template-article'><noscript><link rel=stylesheet href='/base.css'></noscript>"
        f"<main id='MainContent'><article class='article-template'><h1>A walk</h1><div class='rte'><p>{text}</p>"
        f"<ul>{OTHERS}</ul></div></article></main></body></html>"
    )


def drupal(head: str, text: str) -> str:
    return (
        f"<!DOCTYPE html><html lang=en><head><title>A walk</title>{head}<meta name='Generator' content='Drupal 11'>"
        "</head><body><div class='dialog-off-canvas-main-canvas'><main role=main><article class='node node--type-page'>"
        f"<div class='field field--name-body'><p>{text}</p><ul>{OTHERS}</ul></div></article></main></div>"
        "<!-- THEME DEBUG --></body></html>"
    )


def mediawiki(head: str, text: str) -> str:
    return (
        f"<!DOCTYPE html><html class='client-nojs'><head><title>A walk</title>{head}<meta name=generator "
        "content='MediaWiki 1.43.0'><meta name=robots content='max-image-preview:standard'></head><body>"
        f"<div id=content class=mw-body><h1 id=firstHeading>A walk</h1><div id=mw-content-text><p>{text}</p>"
        f"<ul>{OTHERS}</ul></div></div><div id=footer>Powered by MediaWiki</div></body></html>"
    )


def phpbb(head: str, text: str) -> str:
    return (
        f"<!DOCTYPE html><html dir=ltr lang=en-gb><head><title>A walk</title>{head}</head><body id=phpbb class=nojs>"
        "<div id=page-body role=main><h2 class=topic-title>A walk</h2><div id=p12 class='post has-profile bg2'>"
        f"<div class=content>{text}<ul>{OTHERS}</ul></div><div class=signature>Walk on</div></div></div></body></html>"
    )


def discourse(head: str, text: str) -> str:
    return (
        f"<!DOCTYPE html><html lang=en><head><title>A walk</title>{head}<meta name=generator content='Discourse 3.4'>"
        f"</head><body class=crawler><div id=main-outlet role=main><div class='topic-body crawler-post'><p>{text}</p>"
        f"<ul>{OTHERS}</ul></div></div><noscript data-path='/t'><p>{text}</p></noscript></body></html>"
    )


def docusaurus(head: str, text: str) -> str:
    return (
        f"<!doctype html><html lang=en class='docs-wrapper'><head><title>A walk</title>{head}<meta name=generator "
        f"content='Docusaurus v3.7.0'></head><body><div id=__docusaurus><main><article><div class='theme-doc-markdown'>"
        f"<p>{text}</p><ul>{OTHERS}</ul></div></article></main></div><script src='/main.js'></script></body></html>"
    )


def joomla(head: str, text: str) -> str:
    return (
        f"<!DOCTYPE html><html lang=en-gb><head><title>A walk</title>{head}<meta name=generator content='Joomla!'>"
        f"</head><body class='site com_content view-article'><div class='com-content-article item-page'><p>{text}</p>"
        f"<ul>{OTHERS}</ul></div><script type='application/json' class='joomla-script-options new'>"
        '{"system.paths": {"root": ""}}</script></body></html>'
    )


SHAPES = (wordpress, hugo, ghost, shopify, drupal)
SYSTEMS = (*SHAPES, mediawiki, phpbb, discourse, docusaurus, joomla)


@dataclass
class Partner:
    """A partner's site, and our link there as it was last seen."""

    world: World

    def put(self, path: str, answer: Answering | str) -> None:
        self.world.sites[f"{HOST}/{path}"] = answer

    @property
    def url(self) -> str:
        return self.world.sites.url(f"{HOST}/walk")

    async def seen(self, shape: Shape, anchor: str = A, expected: Expectation = Expectation()) -> Link:
        """The link, read while its page was well."""
        self.put("", HOME)
        self.put("about", "<title>Us</title><p>We walk.</p>")
        self.put("robots.txt", Answer("User-agent: *\nDisallow: /wp-admin/\n", headers={"Content-Type": "text/plain"}))
        self.put("walk", shape("", TEXT.format(anchor)))
        ours = link(1, page_url=self.url, target=TARGET, expected=expected, sighting=None)
        reading = await self.world.reader.read(self.url, None, [question_of_audit(ours)])
        assert reading.examined is not None
        return replace(ours, sighting=reading.examined.answers[question_of_audit(ours).key].sighting)

    async def audit(self, ours: Link) -> PageAudit:
        return await audit_page(self.world.reader, self.world.clock, self.url, [ours])


@pytest.fixture
async def partner(tmp_path: Path) -> AsyncIterator[Partner]:
    async with open_world(tmp_path) as world:
        yield Partner(world)


Play = Callable[[Partner, Shape], None]


def _robots(partner: Partner, shape: Shape) -> None:
    told = "User-agent: Googlebot\nDisallow: /walk\n"
    partner.put("robots.txt", Answer(told, headers={"Content-Type": "text/plain"}))


def _text(text: str, head: str = "") -> Play:
    return lambda partner, shape: partner.put("walk", shape(head, TEXT.format(text)))


def _header(partner: Partner, shape: Shape) -> None:
    partner.put("walk", Answer(shape("", TEXT.format(A)), headers={"X-Robots-Tag": "nofollow"}))


def _frame(partner: Partner, shape: Shape) -> None:
    partner.put("walk", shape("", TEXT.format("these") + "<iframe src='/links'></iframe>"))
    partner.put("links", f"<p>{A}</p>")


def _orphan(partner: Partner, shape: Shape) -> None:
    partner.put("", HOME.replace('<a href="/walk">A walk</a>', ""))


def _deeper(partner: Partner, shape: Shape) -> None:
    partner.put("walk", shape("", f"{TEXT.format('these')} <a href='/walk/2'>Older</a>"))
    partner.put("walk/2", shape("", f"Further back stands {A}."))


def _pruned(partner: Partner, shape: Shape) -> None:
    partner.put("walk", shape("", TEXT.format("good boots")))


def _cloaked(partner: Partner, shape: Shape) -> None:
    async def by_who_asks(asked: Asked) -> Answer:
        is_browser = asked.headers["User-Agent"].startswith("Mozilla/")
        return Answer(shape("", TEXT.format(A if is_browser else "these")))

    partner.put("walk", by_who_asks)


TRICKS: dict[Trick, Play] = {
    Trick.ROBOTS: _robots,
    Trick.NOINDEX: _text(A, "<meta name=googlebot content=noindex>"),
    Trick.REL: _text(A.replace("<a", '<a rel="ugc,nofollow"')),
    Trick.META: _text(A, "<meta name=robots content='index, nofollow'>"),
    Trick.HEADER: _header,
    Trick.NOSCRIPT: _text(f"<noscript>{A}</noscript>"),
    Trick.COMMENT: _text(f"these<!-- {A} -->"),
    Trick.SCRIPT: _text(f"these<script>var later = '{A}';</script>"),
    Trick.FRAME: _frame,
    Trick.WRAPPER: _text(f'<a href="https://partner.example/out?url={TARGET}">good boots</a>'),
    Trick.ORPHAN: _orphan,
    Trick.DEEPER: _deeper,
    Trick.PRUNED: _pruned,
    Trick.CLOAKED: _cloaked,
}


@pytest.mark.parametrize("trick", Trick, ids=lambda trick: trick.name.lower())
async def test_a_trick_is_found_on_pages_of_all_kinds_with_proof(partner: Partner, trick: Trick) -> None:
    for shape in SHAPES:
        ours = await partner.seen(shape)
        TRICKS[trick](partner, shape)
        partner.world.clock.move(timedelta(days=2))  # what was read of robots.txt is kept for a day
        audit = await partner.audit(ours)
        found = {point.trick: point.proof for point in audit.found}
        assert trick in found, (shape.__name__, audit)
        assert found[trick], shape.__name__
        assert len(found) == 1, (shape.__name__, found)
        assert trick.value.lower() in audit_words(audit)[0].lower()


async def test_the_proof_of_an_orphan_counts_what_was_read_and_the_home_page_with_it(partner: Partner) -> None:
    ours = await partner.seen(SHAPES[0])
    partner.put("", "<h1>Welcome</h1><p>Words about walks and boots. <a href='/about'>About</a>")
    partner.put("about", "<h1>About</h1><p>We walk a lot, and write of it.</p>")
    [point] = (await partner.audit(ours)).found
    assert point.proof == "The home page and all that it leads to were read (2 pages), and nothing there links to it."


@pytest.mark.parametrize("shape", SYSTEMS, ids=lambda shape: shape.__name__)
async def test_honest_pages_are_not_accused(partner: Partner, shape: Shape) -> None:
    agreed = Expectation(rel=frozenset({"nofollow", "ugc"}))
    wiki = A.replace("<a", '<a rel="nofollow ugc" class="external text"')
    is_wiki = shape in {mediawiki, phpbb}
    anchor, expected = (
        (wiki, agreed) if is_wiki else (A.replace("<a", '<a target=_blank rel="noopener"'), Expectation())
    )

    def far_from_home() -> None:
        partner.put("", HOME.replace('href="/walk"', 'href="/archive"'))
        partner.put("archive", '<p>All walks</p><a href="/walk">A walk</a>')

    def rewritten() -> None:
        partner.put("walk", shape("", f"In spring we go by train. {TEXT.format(anchor)} Then we rest."))

    def in_another_spelling() -> None:
        partner.put("walk", shape("", TEXT.format(anchor.replace("/guide", "/guide/?utm_source=hills"))))

    def twice() -> None:
        partner.put("walk", shape("", TEXT.format(f"{anchor} and again <a rel=nofollow href='{TARGET}'>here</a>")))

    cases: tuple[Callable[[], None], ...] = (lambda: None, far_from_home, rewritten, in_another_spelling, twice)
    for change in cases:
        ours = await partner.seen(shape, anchor, expected)
        change()
        audit = await partner.audit(ours)
        assert audit.found == (), change
        assert audit.unknown == ()
        assert audit_words(audit)[0] == "Nothing was found."


async def test_a_page_that_cannot_be_read_is_not_accused(partner: Partner) -> None:
    ours = await partner.seen(hugo)
    partner.put("walk", Answer("<title>Just a moment...</title>", 403))
    audit = await partner.audit(ours)
    assert audit.found == ()
    assert "nothing is said of it" in audit_words(audit)[0]
    assert verdict_of([audit]) == "0 of 1 page with something found; 1 could not be read."


async def test_a_page_gone_for_our_name_alone_is_another_page_for_others(partner: Partner) -> None:
    ours = await partner.seen(hugo)

    async def by_who_asks(asked: Asked) -> Answer:
        is_browser = asked.headers["User-Agent"].startswith("Mozilla/")
        return Answer(hugo("", TEXT.format(A))) if is_browser else Answer("no such page", 404)

    partner.put("walk", by_who_asks)
    [point] = (await partner.audit(ours)).found
    assert point.trick is Trick.CLOAKED
    assert "404" in point.proof


async def test_of_a_large_site_nobody_can_tell_whether_the_page_is_reached(partner: Partner) -> None:
    ours = await partner.seen(hugo)
    partner.put("", "".join(f"<a href='/n{number}'>n</a>" for number in range(MOST_PAGES + 5)) + "<p>Many pages.</p>")
    for number in range(MOST_PAGES + 5):
        partner.put(f"n{number}", "<p>One of many pages.</p><a href='/'>home</a>")
    reading = await partner.world.reader.read(partner.url)
    assert (
        await way_from_home(partner.world.reader, partner.world.clock, partner.url, reading, most=5)
    ).reached is None
    assert ours.page_url == partner.url


CHALLENGE = "<title>Just a moment...</title><meta name=robots content=noindex><p>Checking your browser.</p>"


async def test_a_wall_with_status_200_is_no_page_of_theirs(partner: Partner) -> None:
    ours = await partner.seen(hugo)
    partner.put("walk", Answer(CHALLENGE, headers={"Cf-Mitigated": "challenge"}))
    audit = await partner.audit(ours)
    assert (audit.found, bool(audit.unread)) == ((), True)


async def test_a_wall_for_the_form_of_browsers_is_no_other_page(partner: Partner) -> None:
    ours = await partner.seen(hugo)

    async def by_who_asks(asked: Asked) -> Answer:
        is_browser = asked.headers["User-Agent"].startswith("Mozilla/")
        wall = Answer(CHALLENGE, headers={"Cf-Mitigated": "challenge"})
        return wall if is_browser else Answer(hugo("", TEXT.format(A)))

    partner.put("walk", by_who_asks)
    audit = await partner.audit(ours)
    assert (audit.found, [point.trick for point in audit.unknown]) == ((), [Trick.CLOAKED])


async def test_a_page_that_is_gone_for_us_and_a_wall_for_browsers_is_not_accused(partner: Partner) -> None:
    ours = await partner.seen(hugo)

    async def by_who_asks(asked: Asked) -> Answer:
        wall = Answer(CHALLENGE, headers={"Cf-Mitigated": "challenge"})
        return wall if asked.headers["User-Agent"].startswith("Mozilla/") else Answer("no such page", 404)

    partner.put("walk", by_who_asks)
    audit = await partner.audit(ours)
    assert (audit.found, bool(audit.unread)) == ((), True)


async def test_who_turns_us_away_is_asked_once(partner: Partner) -> None:
    ours = await partner.seen(hugo)
    asked = list[str]()

    async def forbidden(request: Asked) -> Answer:
        asked.append(request.headers["User-Agent"])
        return Answer("<p>No.</p>", 403)

    partner.put("walk", forbidden)
    partner.put("", forbidden)
    assert (await partner.audit(ours)).unread
    assert len(asked) == 1


async def test_a_page_far_back_in_an_archive_is_no_orphan(partner: Partner) -> None:
    ours = await partner.seen(hugo)
    partner.put("", "<p>The newest walks.</p><a href='/page/1'>Older</a>")
    for number in range(1, 6):
        partner.put(f"page/{number}", f"<p>Walks of year {number}.</p><a href='/page/{number + 1}'>Older</a>")
    partner.put("page/6", '<p>The oldest walks.</p><a href="/walk">A walk</a>')
    audit = await partner.audit(ours)
    assert (audit.found, [point.trick for point in audit.unknown]) == ((), [Trick.ORPHAN])


async def test_of_a_home_page_that_a_script_fills_nobody_can_tell_where_it_leads(partner: Partner) -> None:
    ours = await partner.seen(hugo)
    partner.put("", "<title>Hills</title><div id=root></div><script src='/app.js'></script>")
    audit = await partner.audit(ours)
    assert (audit.found, [point.trick for point in audit.unknown]) == ((), [Trick.ORPHAN])
    assert audit.unknown[0].proof.startswith("The site may have more than the 1 page that we read, or did not answer;")


async def test_a_home_page_that_leads_to_its_language_is_no_page_further_back(partner: Partner) -> None:
    await partner.seen(hugo)
    partner.put("", Answer("", 302, headers={"Location": "/en/"}))
    partner.put("en/", hugo("", TEXT.format(A)))
    ours = link(1, page_url=partner.world.sites.url(f"{HOST}/"), target=TARGET, sighting=None)
    audit = await audit_page(partner.world.reader, partner.world.clock, ours.page_url, [ours])
    assert audit.found == ()
