"""Where on a page a tracked link is, or what is left of it."""

from collections.abc import Iterable
from dataclasses import fields, replace
from operator import attrgetter

from jobs.model.document import TEMPLATE, Document, Framed, Place
from jobs.model.reading import Match, Seen, Sighting
from jobs.pages.link_index import LinkIndex, domain_of
from jobs.pages.text_mentions import mention_of
from jobs.web.urls import Degree, TargetMatch, registrable_domain, same_target

WORDS_AROUND = 160
"""Characters of text kept on each side of a link."""

LONGEST_URL = 4_096
LONGEST_TEXT = 1_000
"""What is kept of an address and of an anchor: a page can make either as long as it likes."""
_MOST_RELS = 20

_OUT_OF_SIGHT = frozenset({Place.NOSCRIPT, Place.IFRAME})

_WORTH = (
    Place.BODY,
    Place.AUTHOR,
    Place.SIDEBAR,
    Place.HEADER,
    Place.NAV,
    Place.FOOTER,
    Place.COMMENTS,
    Place.IFRAME,
    Place.NOSCRIPT,
)
"""Which of several links is worth most, as far as its place tells: our own order."""

_LEADS_THERE = frozenset({Match.EXACT, Match.VARIANT, Match.REDIRECTOR})
_IS_TARGET = frozenset({Degree.EXACT, Degree.VARIANT})

_AROUND = frozenset({"before", "after", "page_signs", "sight_mark"})
_of_link = attrgetter(*(each.name for each in fields(Seen) if each.name not in _AROUND))
"""What is told of a link itself: all but what is around it."""

_Pair = tuple[Seen, int]
"""A link, and its number on the page."""


def find_link(
    document: Document,
    target: str,
    anchor: str = "",
    before: Seen | None = None,
    *,
    same_words: bool = False,
    links: LinkIndex | None = None,
) -> Sighting:
    """What there is on the page of a link to `target`, a URL or a bare domain.

    `anchor` is the agreed anchor text: among links that are equally good, the one that has it is the best.
    Where no link leads to the target, the one trace that says most about its absence is kept. The link as it was last
    seen, `before`, spares working out what rests on the same; with `same_words` the words around it are the same too.
    Who seeks several targets on a page gives the index of its `links`, so that it is made once.
    """
    links = links or LinkIndex(document.links)
    shown_by = before.sight_mark if before else ""
    may_lead = _compared(document, links.may_lead(target), target)
    leading = {
        number: seen_on(document, number, compared, shown_by)
        for number, compared in may_lead.items()
        if Match(compared.degree) in _LEADS_THERE
    }
    if not leading:
        return _in_frames(document, target, anchor) or _absent(document, target, links)
    best, number = min(leading.values(), key=lambda pair: _rank(pair[0], anchor))
    mark = "" if best.hidden or best.hidden_at_first else document.sight_mark(number)
    places = [seen.place for number, (seen, _) in leading.items() if not document.links[number].is_copy]
    in_template = sum(place in TEMPLATE for place in places)
    better = [other for other, _ in leading.values() if _would_be_better(other, best, anchor)]
    if better:
        hidden = [each for each in (best, *better) if each.hidden or each.hidden_at_first]
        best = replace(best, better_hidden=True, hidden_by_markup=all(each.hidden_by_markup for each in hidden))
    if same_words and before and mark and _is_as_before(best, before, mark):
        seen = before
    else:
        seen = with_words((replace(best, sight_mark=mark), number), document)
    return Sighting(seen, count=max(len(places), 1), in_template=in_template)


def _compared(document: Document, numbers: Iterable[int], target: str) -> dict[int, TargetMatch]:
    """How each of these links relates to the target."""
    return {number: same_target(document.links[number].href, target) for number in numbers}


def _is_as_before(best: Seen, before: Seen, mark: str) -> bool:
    """Whether the link is the one that was there, shown by the same mark."""
    return before.sight_mark == mark and _of_link(best) == _of_link(before)


def _in_frames(document: Document, target: str, anchor: str) -> Sighting | None:
    """The link in a document that the page holds in a frame: it is there for a reader, though not for this page."""
    seen = [(frame, find_link(frame.document, target, anchor)) for frame in document.framed]
    framed = [_framed(found.best, frame) for frame, found in seen if found.best is not None]
    if not framed:
        return None
    return Sighting(min(framed, key=lambda best: _rank(best, anchor)), count=sum(found.count for _, found in seen))


def _framed(best: Seen, frame: Framed) -> Seen:
    hidden = best.hidden or frame.hidden
    at_first = not hidden and (best.hidden_at_first or frame.hidden_at_first)
    return replace(best, place=Place.IFRAME, hidden=hidden, hidden_at_first=at_first, hidden_by_markup=False)


def seen_on(document: Document, number: int, compared: TargetMatch, shown_by: str = "") -> _Pair:
    """The link of this number, as compared with a target; one whose mark is `shown_by` is known to be shown."""
    link, words, spot = document.links[number], document.words(number), document.spot(number, shown_by)
    match = Match(compared.degree)
    href, rel, text = link.href[:LONGEST_URL], link.rel[:_MOST_RELS], words.text[:LONGEST_TEXT]
    seen = Seen(
        href,
        rel,
        text,
        spot.place,
        spot.hidden,
        match,
        compared.varies,
        hidden_at_first=spot.hidden_at_first,
        hidden_by_markup=(spot.hidden or spot.hidden_at_first) and not spot.by_codes,
    )
    return seen, number


def _rank(seen: Seen, anchor: str) -> tuple[object, ...]:
    """The smallest is best: direct, followed and visible first, then what was agreed, then the place."""
    visible = not seen.hidden and seen.place not in _OUT_OF_SIGHT
    return (
        seen.match is Match.REDIRECTOR,
        not (visible and seen.followed),
        not visible,
        not seen.followed,
        bool(anchor) and folded(seen.text) != folded(anchor),
        not seen.text,
        seen.hidden_at_first,
        _WORTH.index(seen.place),
        seen.match is not Match.EXACT,
    )


def _would_be_better(other: Seen, best: Seen, anchor: str) -> bool:
    """Whether another link, which is hidden, would be the best, were it shown in time: no code does more."""
    if other is best or not other.hidden:
        return False
    return _rank(replace(other, hidden=False, hidden_at_first=True), anchor) < _rank(best, anchor)


def folded(text: str) -> str:
    """Text with case and white space evened out, as anchors are compared."""
    return " ".join(text.casefold().split())


def _absent(document: Document, target: str, links: LinkIndex) -> Sighting:
    for address, text in document.js_links:
        if same_target(address, target).degree in _IS_TARGET:
            shown = address[:LONGEST_URL]
            return Sighting(None, js_only=f"“{text}” ({shown})" if text else shown)
    nearest = _nearest(document, target, links)
    if nearest and not mention_of(target, nearest.text):
        text_only = mention_of(target, document.text, WORDS_AROUND)
        return Sighting(None, text_only=text_only) if text_only else Sighting(None, nearest=nearest)
    if nearest:
        return Sighting(None, nearest=nearest)
    return Sighting(None, text_only=mention_of(target, document.text, WORDS_AROUND))


def _nearest(document: Document, target: str, links: LinkIndex) -> Seen | None:
    """The link to another page of the target's site that resembles it most; none where the page is of that site."""
    domain = domain_of(target)
    if registrable_domain(document.url) == domain:
        return None
    compared = _compared(document, links.naming(domain), target)
    near = [seen_on(document, number, each) for number, each in compared.items() if each.degree is Degree.SAME_SITE]
    if not near:
        return None
    nearest = min(near, key=lambda pair: (-_shared_beginning(pair[0].href, target), *_rank(pair[0], "")))
    return with_words(nearest, document)


def _shared_beginning(one: str, other: str) -> int:
    return next(
        (at for at, (here, there) in enumerate(zip(one, other, strict=False)) if here != there),
        min(len(one), len(other)),
    )


def with_words(pair: _Pair, document: Document) -> Seen:
    """A link with what stands on its sides in the text of the page."""
    (seen, number), text = pair, document.text
    start = min(document.position(number), len(text))
    # A text that came from an image or a title is not in the page's text.
    end = start + len(seen.text) if text.startswith(seen.text, start) else start
    before = text[max(0, start - WORDS_AROUND) : start].lstrip()
    return replace(seen, before=before, after=text[end : end + WORDS_AROUND].rstrip())
