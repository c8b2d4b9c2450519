"""Where on a page a link stands: by landmarks, by ARIA roles, and by the class and id words that sites use.

The words are a heuristic of ours: nothing obliges a site to name its side bar "sidebar".
"""

import re
from functools import lru_cache

from selectolax.lexbor import LexborNode

from jobs.model.document import Place
from jobs.web.html.tags import tag_id, tag_ids

_BY_TAG = {
    tag_id("nav"): Place.NAV,
    tag_id("header"): Place.HEADER,
    tag_id("footer"): Place.FOOTER,
    tag_id("aside"): Place.SIDEBAR,
    tag_id("noscript"): Place.NOSCRIPT,
}
_BY_ROLE = {
    "navigation": Place.NAV,
    "banner": Place.HEADER,
    "contentinfo": Place.FOOTER,
    "complementary": Place.SIDEBAR,
}
_PAGE = tag_ids("html body")
_MAIN = tag_id("main")
_ARTICLE = tag_id("article")
# A header, footer or aside in one of these belongs to that section, not to the page.
_SECTIONS = tag_ids("article section main aside nav")
_SECTION_PARTS = tag_ids("header footer aside")

# Read without regard to case, a whole word of a class or id at a time, and `__` as `-`; the first that fits wins.
_WORDS = {
    Place.COMMENTS: r"""
        comments? (?: [-_]? (?: list|area|section|body|content|text|thread|tree|wrap|wrapper|container|block
        |item|author
        |respond ) )?
        | (?: user|post|article|entry|blog|fb|facebook ) [-_] comments?
        | disqus (?: [-_]thread )? | respond | replies | reply[-_]list | responses | discussion
        | kommentare? (?: bereich|liste )? | kommentarer | comentarios? | commentaires? | commenti | reacties
        | reactions
        | komentar (?: ze|z|e|i|j )? | komentarze | yorumlar | kommentit | hozzaszolasok | comentarii""",
    Place.AUTHOR: r"""
        (?: post|entry|article|blog|about|the|about[-_]the|single )? [-_]? (?: author|auteur|autor|autore
        |verfasser ) [-_]?
        (?: box|bio|biography|info|card|profile|description|about|block|details|section|area|widget|wrap|vcard )
        | about [-_] (?: the[-_] )? (?: author|auteur|autor|autore ) | (?: post|entry ) [-_] author
        | bio[-_]?box | autorenbox""",
    Place.FOOTER: r"""
        %(of_page)s [-_]? footer (?: [-_] (?: wrapper|wrap|container|inner|area|widgets?|links|menu|nav|bottom
        |top|content
        |columns?|section|navigation|bar ) )? \d?
        | foot | colophon | copyright | fu(?: ss|ß ) (?: zeile|bereich|leiste )? | pied (?: [-_]?de[-_]?page )?
        | pie (?: [-_]de[-_]pagina )? | piepagina | rodape | piede | stopka | paticka | l[aá]bl[eé]c | sidfot
        | sidefod
        | bunntekst | alatunniste | voettekst | podval""",
    Place.SIDEBAR: r"""
        (?: left|right|main|primary|secondary|site|page|blog|widget|the )? [-_]? side[-_]?bars?
        (?: [-_] (?: left|right|primary|secondary|main|inner|widget|content|wrapper|container|area|block|module
        |\d+ ) )* \d?
        | widget[-_]?area | widgets? | side [-_] (?: column|col|nav|menu|content|panel )
        | (?: left|right ) [-_]? (?: column|col|rail|bar|side ) | rail | blogroll | seitenleiste | randspalte
        | marginalspalte | barra[-_]?lateral | colonne [-_] (?: droite|gauche ) | lateral | zijbalk
        | sidopanel | sidepanel
        | panel[-_]boczny | bocni[-_]panel | oldals[aá]v""",
    Place.NAV: r"""
        (?: primary|secondary|sub|user|header|meta|left|right|bottom|mega|nav|%(page)s )? [-_]?
        (?: nav (?: igation|i|bar|igator )? s? | menus? )
        (?: [-_]? (?: bar|menu|nav|main|primary|secondary|top|list|items?|links|wrapper|wrap|container|inner
        |left|right|header
        |collapse|horizontal|vertical ) )* \d?
        | bread[-_]?crumbs? | paginat (?: ion|or ) | pager | tabs | hauptmen[uü] | men[uü] | hauptnavigation
        | navigazione
        | navegacion | navegacao | navigatie | nawigacja | navigace | menyu? | valikko | meny | navigasjon
        | fil[-_]d[-_]ariane | brotkrumen | migas""",
    Place.HEADER: r"""
        %(of_page)s [-_]? header (?: [-_] (?: wrapper|wrap|container|inner|area|top|main|content|bar|left|right
        |links ) )? \d?
        | masthead | top[-_]?bar | branding | kopf (?: zeile|bereich )? | en[-_]?tete | encabezado | cabecera
        | cabecalho
        | intestazione | testata | nag (?: l|ł ) owek | zahlavi | fejl[eé]c | sidhuvud | ylatunniste""",
}
_PAGE_WORDS = "site|page|main|global|top|app|blog|theme|the|wp|web|layout|sticky|desktop|mobile"
_TOKEN = re.compile(
    "|".join(
        f"(?P<{place.name}>{words % {'page': _PAGE_WORDS, 'of_page': f'(?:{_PAGE_WORDS})?'}})"
        for place, words in _WORDS.items()
    ),
    re.VERBOSE,
)

_TELLING = frozenset({"class", "id", "role"})
_TELLING_TAGS = {*_BY_TAG, _MAIN, _ARTICLE}
_FIRM = frozenset({Place.NOSCRIPT, Place.COMMENTS, Place.AUTHOR})


class Regions:
    """The place of what stands in each element that is asked about, worked out once each."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Place, bool]] = {}
        """By element: the place, and whether an article or another section is around."""

    def of(self, node: LexborNode) -> Place:
        """The place of what stands in the element `node`."""
        path: list[tuple[int, LexborNode]] = []
        here: LexborNode | None = node
        while here is not None and (number := here.mem_id) not in self._known:
            path.append((number, here))
            here = here.parent
        found = self._known[here.mem_id] if here is not None else (Place.BODY, False)
        if here is None:
            path.pop()  # the document itself, which is no element
        for number, inner in reversed(path):
            self._known[number] = found = _inside(*found, inner)
        return found[0]


def _inside(place: Place, sectioned: bool, node: LexborNode) -> tuple[Place, bool]:  # noqa: FBT001 - a pair, passed on
    tag, attributes = node.tag_id, node.attributes
    if may_have_place(tag, attributes):
        place = place_in(place, tag, attributes, sectioned=sectioned)
    return place, sectioned or is_section(tag)


def may_have_place(tag: int, attributes: dict[str, str | None]) -> bool:
    """Whether an element could say anything of a place: a quick look, for most do not."""
    return not _TELLING.isdisjoint(attributes) or tag in _TELLING_TAGS


def place_in(parent: Place, tag: int, attributes: dict[str, str | None], *, sectioned: bool) -> Place:
    """The place of what stands in an element, given the place of the element itself (`parent`).

    `sectioned` says whether an article or another section is around it: its header is not the page's.
    A narrower place wins only where it says more: a menu in the footer is the footer, comments are comments.
    """
    if parent is Place.NOSCRIPT or tag in _PAGE:
        return parent
    if tag == _MAIN or (tag == _ARTICLE and parent not in _FIRM):
        return Place.BODY
    own = _own_place(tag, attributes, sectioned=sectioned)
    return own if own is not None and _says_more(own, parent) else parent


def _says_more(own: Place, parent: Place) -> bool:
    return (
        parent is Place.BODY
        or own is Place.NOSCRIPT
        or (parent is Place.HEADER and own is Place.NAV)
        or (parent not in _FIRM and own in _FIRM)
    )


def is_section(tag: int) -> bool:
    """Whether a header or footer in this element is that of a section."""
    return tag in _SECTIONS


def _own_place(tag: int, attributes: dict[str, str | None], *, sectioned: bool) -> Place | None:
    if role := attributes.get("role"):
        by_role = _BY_ROLE.get(role.strip().lower())
        if by_role is not None:
            return by_role
    words = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
    by_words = _place_of_words(words) if words != " " else None
    if by_words is not None:
        return by_words
    if sectioned and tag in _SECTION_PARTS:
        return None
    return _BY_TAG.get(tag)


@lru_cache(maxsize=8192)
def _place_of_words(words: str) -> Place | None:
    for word in words[:500].lower().split()[:20]:
        found = _TOKEN.fullmatch(word.replace("__", "-"))
        if found and found.lastgroup:
            return Place[found.lastgroup]
    return None
