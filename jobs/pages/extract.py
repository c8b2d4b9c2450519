"""All that is asked of a page, answered where it is parsed (pure): the answer is small, however large the page."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from jobs.model.document import Document
from jobs.model.page import Outcome, Page
from jobs.model.reading import NO_CONTACTS, Sighting
from jobs.model.whole_document import read_whole
from jobs.pages.asked import (
    MOST_INWARD,
    NO_LAYOUT,
    Classified,
    Extracted,
    InPlace,
    LinkAnswer,
    LinkQuestion,
)
from jobs.pages.candidates import candidates, further_page
from jobs.pages.classify import classify, classify_for
from jobs.pages.contacts import contacts_on
from jobs.pages.find_link import find_link
from jobs.pages.lasting import WhatLasts, content_type_of, lasting_of
from jobs.pages.link_index import LinkIndex
from jobs.pages.markup import in_place_of, markup_of
from jobs.pages.not_found import mentions_not_found
from jobs.pages.page_facts import Kept, addresses_within, layout_of, links_out, links_outward, page_facts
from jobs.pages.still_itself import kept_around
from jobs.pages.text_mentions import unseen_mention
from jobs.pages.walls import signs_of
from jobs.web.html.parse import parse
from jobs.web.urls import registrable_domain

_OK = Classified(Outcome.OK)
_NOTHING_ELSE = InPlace()
_FRAMES = 3
"""Of a page's frames so many are read: of framesets, all that were ever usual."""


def extract(
    page: Page,
    asked: Collection[LinkQuestion] = (),
    shown: Classified | None = None,
    *,
    whole: bool = False,
    former_sites: Collection[str] = (),
    kept: Kept | None = None,
    outward: bool = False,
    contacts: bool = False,
    layout: bool = True,
    lasting: WhatLasts | None = None,
) -> Extracted:
    """Read `page` and answer what is `asked` of it; with `whole`, keep all that was read; with `outward`, its links.

    With `contacts`, how its people are reached; with `layout`, where its links stand.
    `shown` is what the page was classified as already, where it was cut off. `former_sites` are hosts that were ours.
    With what is `kept` of the page nothing is worked out again that rests on the same; what is said is the same.
    `lasting` is what lasts of it, where that is known already; None: nobody asked, or it could not be told, and it is
    asked here.
    """
    content_type = content_type_of(page)
    document = parse(page.body, url=page.final_url, content_type=content_type, headers=page.headers)
    found = _found(document, asked, kept)
    is_itself = bool(found) and all(sighting.present for sighting in found.values())
    external = links_out(document.links, page.final_url)
    facts = page_facts(page, document, external, shown or _OK, kept if is_itself else None)
    if is_itself and (lasts := lasting or lasting_of(page)):
        facts = replace(facts, lasting_mark=lasts.mark_for(document))
    alone = _OK if is_itself else classify(page, document)
    answers = _answers(page, document, found, alone, former_sites, is_known=kept is not None)
    seeks = bool(asked) and not is_itself
    has_scripts = seeks and (document.script_files > 0 or document.script_chars > 0)
    frames = _frames_of_site(document) if seeks else ()
    whole_document = read_whole(document) if whole else None
    outward_links = links_outward(document, external) if outward else ()
    reached = contacts_on(document) if contacts else NO_CONTACTS
    is_whole = kept is None
    seen = {each.key: sighting.best for each, sighting in found.items() if sighting.best}
    internal = addresses_within(document.links, external) if layout or outward else frozenset()
    spread = layout_of(document, external, len(internal), seen) if layout else NO_LAYOUT
    inward = tuple(sorted(internal)[:MOST_INWARD]) if outward else ()
    return Extracted(
        facts, alone, answers, has_scripts, frames, whole_document, is_whole, outward_links, inward, spread, reached
    )


def _found(document: Document, asked: Collection[LinkQuestion], kept: Kept | None) -> dict[LinkQuestion, Sighting]:
    """Where each link is that is asked for; the index of the page's links is made once for all."""
    if not asked:
        return {}
    same_words, links = kept is not None and kept.words_mark == document.words_mark, LinkIndex(document.links)
    return {
        each: find_link(
            document, each.target, each.anchor, each.before if kept else None, same_words=same_words, links=links
        )
        for each in asked
    }


def _answers(
    page: Page,
    document: Document,
    found: Mapping[LinkQuestion, Sighting],
    alone: Classified,
    former_sites: Collection[str],
    *,
    is_known: bool,
) -> dict[tuple[str, str], LinkAnswer]:
    """The answer for each link that was asked for; `is_known`: something is kept of the page."""
    signs = signs_of(page, document) if any(sighting.present for sighting in found.values()) else ()
    return {
        each.key: _present(page, document, sighting, signs, each if is_known else None)
        if sighting.best is not None
        else replace(
            _absent(page, document, alone, each, sighting),
            candidates=candidates(document, each.target, each.anchor, each.before, former_sites),
        )
        for each, sighting in found.items()
    }


def _frames_of_site(document: Document) -> tuple[str, ...]:
    site = registrable_domain(document.url)
    own = document.url.partition("#")[0]
    found = (each.partition("#")[0] for each in document.frames if each.startswith(("http:", "https:")))
    return tuple(dict.fromkeys(each for each in found if each != own and registrable_domain(each) == site))[:_FRAMES]


def _present(
    page: Page, document: Document, sighting: Sighting, signs: tuple[str, ...], known: LinkQuestion | None
) -> LinkAnswer:
    """The answer where the link is there: then the page is itself, whatever else it holds.

    Markup that is kept is as it was but for comments near the link, which nothing rests on.
    """
    assert sighting.best is not None  # as asked before
    best = sighting.best if sighting.best.page_signs == signs else replace(sighting.best, page_signs=signs)
    is_known = known is not None and bool(best.sight_mark) and (best is known.before or best == known.before)
    html = (known.html if known and is_known else "") or markup_of(best, document, page.body)
    return LinkAnswer(replace(sighting, best=best, html=html), _OK, _NOTHING_ELSE)


def _absent(page: Page, document: Document, alone: Classified, asked: LinkQuestion, sighting: Sighting) -> LinkAnswer:
    shown = classify_for(sighting, page, document, alone, asked.before)
    sighting = replace(sighting, further=further_page(document))
    markup = page.body.decode(errors="replace") if asked.unseen else ""
    in_comment, in_script = unseen_mention(asked.target, markup)
    told = LinkAnswer(
        sighting,
        shown,
        InPlace(),
        in_comment=in_comment,
        in_script=in_script,
        mentions_not_found=mentions_not_found(document),
    )
    if asked.before is None:
        return told
    in_place, kept = in_place_of(asked.before, document, page.body), kept_around(asked.before, document.text)
    return replace(told, in_place=in_place, kept_around=kept)
