"""Whether a page deals honestly with our links: the ways in which one is made worth less, each with its proof (pure).

What the rules find is taken from them; beside it stands what one page alone does not show.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from enum import StrEnum

from msgspec import Struct

from jobs.exchanges.ours.redirect_rules import is_start
from jobs.model.findings import Finding
from jobs.model.link import Expectation, Link
from jobs.model.page import Outcome
from jobs.model.reading import PageFacts, Sighting
from jobs.pages.asked import Classified, LinkAnswer, LinkQuestion
from jobs.pages.indexing import told_by
from jobs.pages.reading import Reading
from jobs.pages.what_it_is import seen_as, what_it_is
from jobs.rules import (
    in_iframe,
    in_noscript,
    js_only,
    nofollow,
    noindex,
    page_nofollow,
    robots_blocked,
    sponsored,
    ugc,
    via_redirect,
)
from jobs.units.english import several
from jobs.verdicts.evaluate import question_about

_STILL_THERE = 0.5
"""Of the words around a link so much has to stand for the text to be the same: as for a lost link."""


class Trick(StrEnum):
    """A way in which a link is made worth less; the value is its name in a report."""

    ROBOTS = "robots.txt shuts out Googlebot"
    NOINDEX = "the page is noindex"
    REL = "rel says nofollow, ugc or sponsored, which was not agreed"
    META = "a meta says nofollow of all links"
    HEADER = "a header says nofollow of all links"
    NOSCRIPT = "the link stands in a noscript alone"
    COMMENT = "the link stands in a comment alone"
    SCRIPT = "the link stands in a script alone"
    FRAME = "the link stands in a frame alone"
    WRAPPER = "the link goes through a redirector"
    ORPHAN = "nothing on its site leads to the page"
    DEEPER = "the link was moved to a page further back"
    PRUNED = "our link alone was taken out"
    CLOAKED = "other visitors get another page"


class AuditPoint(Struct, frozen=True):
    """One thing that was looked at."""

    trick: Trick
    found: bool | None
    """None: nobody can tell."""
    proof: str = ""
    """A sentence: what was seen, or why nobody can tell; addresses and words of pages in it are foreign."""
    link: str = ""
    """Of which link; empty where all on the page are meant."""


class PageAudit(Struct, frozen=True):
    """A page, and all that was looked at."""

    url: str
    points: tuple[AuditPoint, ...] = ()
    unread: str = ""
    """Why it could not be read: then nothing is said of it."""

    @property
    def found(self) -> tuple[AuditPoint, ...]:
        """What speaks against it."""
        return tuple(point for point in self.points if point.found)

    @property
    def unknown(self) -> tuple[AuditPoint, ...]:
        """What nobody can tell."""
        return tuple(point for point in self.points if point.found is None)


class WayFromHome(Struct, frozen=True):
    """Whether a page is reached from its site's home page."""

    reached: bool | None
    """None: nobody can tell, for the site is too large or does not answer."""
    pages: int
    """How many pages of it were read for that, the home page among them."""


class AuditReadings(Struct, frozen=True):
    """What was read for an audit of one page."""

    plain: Reading
    """In our own form, under our own name; with what its frames show."""
    browser: Reading
    """In the form of browsers."""
    further: Mapping[str, Reading]
    """The pages that it goes on at, by address."""
    way: WayFromHome


def question_of_audit(link: Link) -> LinkQuestion:
    """What a page is asked of a link: where no browser makes a link of it, too."""
    return replace(question_about(link), unseen=True)


def audited(url: str, links: Sequence[Link], read: AuditReadings) -> PageAudit:
    """What the readings of a page say of its honesty with these links."""
    shut = [point for point in (_shuts_us_out(links, read),) if point]
    shown = _shown(read.plain, links)
    if shown.outcome is not Outcome.OK or read.plain.examined is None:
        return PageAudit(url, tuple(shut), "" if shut else shown.reason or shown.outcome.replace("_", " "))
    of_links = [point for link in links for point in _of_link(link, read)]
    return PageAudit(url, (*_of_page(read.plain.facts), _orphan(read.way), *of_links, *shut))


def _shown(reading: Reading, links: Iterable[Link]) -> Classified:
    """What the page is: a challenge or "not found" page with status 200, and none of our links, is not theirs."""
    if reading.outcome is not Outcome.OK:
        return Classified(reading.outcome, reading.reason)
    answers = (_answer(reading, link) for link in links)
    alone = what_it_is(reading)
    is_read = alone.outcome.meaning.browsers_show_more or any(each and each.sighting.present for each in answers)
    return Classified(Outcome.OK) if is_read else alone


def _of_page(facts: PageFacts) -> Iterator[AuditPoint]:
    nothing, nobody = Expectation(), Sighting(None)
    yield _by_rule(Trick.ROBOTS, robots_blocked.check(nothing, nobody, facts))
    yield _by_rule(Trick.NOINDEX, noindex.check(nothing, nobody, facts))
    told, found = told_by(facts).nofollow, page_nofollow.check(nothing, nobody, facts)
    in_header = told is not None and not told.source.startswith("meta")
    yield _by_rule(Trick.META, None if in_header else found)
    yield _by_rule(Trick.HEADER, found if in_header else None)


def _by_rule(trick: Trick, found: Finding | None, link: str = "") -> AuditPoint:
    """What a rule found; what the page's own software takes back by itself is no trick."""
    is_meant = found is not None and not found.passing
    seen = f" Seen: {found.now}." if found and found.now and found.now not in found.text else ""
    return AuditPoint(trick, is_meant, f"{found.text}{seen}" if found and is_meant else "", link)


def _orphan(way: WayFromHome) -> AuditPoint:
    read = several(way.pages, "page")
    if way.reached is None:
        why = (
            f"The site may have more than the {read} that we read, or did not answer; or a script names the page, or "
            "another page stood in for the home page."
        )
        return AuditPoint(Trick.ORPHAN, None, why)
    proof = f"The home page and all that it leads to were read ({read}), and nothing there links to it."
    return AuditPoint(Trick.ORPHAN, not way.reached, "" if way.reached else proof)


_OF_LINK: Mapping[Trick, tuple[Callable[[Expectation, Sighting, PageFacts], Finding | None], ...]] = {
    Trick.REL: (nofollow.check, ugc.check, sponsored.check),
    Trick.NOSCRIPT: (in_noscript.check,),
    Trick.FRAME: (in_iframe.check,),
    Trick.WRAPPER: (via_redirect.check,),
    Trick.SCRIPT: (js_only.check,),
}


def _of_link(link: Link, read: AuditReadings) -> Iterator[AuditPoint]:
    answer = _answer(read.plain, link)
    if answer is None:
        return
    facts = seen_as(read.plain, what_it_is(read.plain, answer)).facts
    for trick, checks in _OF_LINK.items():
        found = next(filter(None, (check(link.expected, answer.sighting, facts) for check in checks)), None)
        is_in_script = trick is Trick.SCRIPT and found is None and answer.in_script and not answer.in_comment
        yield (
            AuditPoint(trick, True, f"In a script: {answer.in_script}", link.ref)
            if is_in_script
            else _by_rule(trick, found, link.ref)
        )
    in_comment = f"In a comment: {answer.in_comment}" if answer.in_comment else ""
    yield AuditPoint(Trick.COMMENT, bool(in_comment), in_comment, link.ref)
    deeper, cloaked = _deeper(link, answer, read), _cloaked(link, answer, read)
    is_elsewhere = bool(deeper.found or cloaked.found or in_comment or answer.in_script)
    yield from (deeper, _pruned(link, answer, facts, is_elsewhere=is_elsewhere), cloaked)


def _answer(reading: Reading, link: Link) -> LinkAnswer | None:
    return reading.examined.answers.get(question_of_audit(link).key) if reading.examined else None


def _deeper(link: Link, answer: LinkAnswer, read: AuditReadings) -> AuditPoint:
    """Found where the link is no longer on its page, and stands on the one that this goes on at, or was led to."""
    further = read.further.get(answer.sighting.further)
    there = _answer(further, link) if further else None
    if not answer.sighting.present and further and there and there.sighting.present:
        return AuditPoint(Trick.DEEPER, True, f"It stands on {further.facts.final_url} now.", link.ref)
    facts = read.plain.facts
    is_led = answer.sighting.present and bool(facts.hops) and not is_start(facts.final_url)
    is_deeper = is_led and _depth(facts.final_url) > _depth(facts.url)
    proof = f"The page redirects further down, to {facts.final_url}." if is_deeper else ""
    return AuditPoint(Trick.DEEPER, is_deeper, proof, link.ref)


def _depth(url: str) -> int:
    path = url.partition("//")[2].partition("/")[2].partition("?")[0].partition("#")[0]
    return len([part for part in path.split("/") if part])


def _pruned(link: Link, answer: LinkAnswer, facts: PageFacts, *, is_elsewhere: bool) -> AuditPoint:
    """Found where the words around the link still stand, other links to other sites too, and ours does not."""
    seen = answer.sighting
    has_trace = seen.present or seen.nearest or seen.text_only or seen.js_only or seen.undecided
    if has_trace or is_elsewhere:
        return AuditPoint(Trick.PRUNED, False, link=link.ref)
    if answer.kept_around is None:
        return AuditPoint(Trick.PRUNED, None, "The link is not there, and was never seen there.", link.ref)
    is_pruned = answer.kept_around >= _STILL_THERE and facts.external > 0
    others = several(facts.external, "link to another site", "links to other sites")
    proof = f"{round(100 * answer.kept_around)} % of the words around it still stand, and {others}."
    return AuditPoint(Trick.PRUNED, is_pruned, proof if is_pruned else "", link.ref)


def _cloaked(link: Link, answer: LinkAnswer, read: AuditReadings) -> AuditPoint:
    """Found where the link is there for one form of asking, and not for the other; both have to be read whole."""
    there = _answer(read.browser, link)
    is_read = read.browser.outcome is Outcome.OK and what_it_is(read.browser, there).outcome is Outcome.OK
    if there is None or not is_read or answer.sighting.undecided:
        return AuditPoint(Trick.CLOAKED, None, "The page could not be read in the form of browsers.", link.ref)
    plain, browser = _worth(answer.sighting, read.plain.facts), _worth(there.sighting, read.browser.facts)
    if plain == browser or _in_frame(answer.sighting):
        return AuditPoint(Trick.CLOAKED, False, link=link.ref)
    proof = f"Asked under our name: {plain}; in the form of browsers: {browser}. A suspicion."
    return AuditPoint(Trick.CLOAKED, True, proof, link.ref)


def _in_frame(seen: Sighting) -> bool:
    return seen.best is not None and seen.best.place.value == "iframe"


def _worth(seen: Sighting, facts: PageFacts) -> str:
    """What there is of the link, in words that are compared."""
    if seen.best is None:
        return "no link"
    told = told_by(facts)
    said = (("noindex", told.noindex), ("nofollow page", told.nofollow), ("nofollow", not seen.best.followed))
    return ", ".join(["the link", *(word for word, is_so in said if is_so)])


def _shuts_us_out(links: Iterable[Link], read: AuditReadings) -> AuditPoint | None:
    """A page that is gone for our name and there for browsers; a wall that says so is none: it is honest."""
    if read.plain.outcome is Outcome.GONE and _shown(read.browser, links).outcome is Outcome.OK:
        proof = f"Asked under our name it answers {read.plain.facts.status}, in the form of browsers it is there."
        return AuditPoint(Trick.CLOAKED, True, f"{proof} A suspicion.")
    return None


def audit_words(audit: PageAudit) -> list[str]:
    """An audit as sentences: what was found, what nobody can tell, how much was looked at."""
    if audit.unread:
        return [f"It could not be read, so nothing is said of it: {audit.unread}."]
    said = [point_words(point) for point in audit.found]
    unknown = [f"Not known whether {point.trick.value}. {point.proof}" for point in audit.unknown]
    looked = len({point.trick for point in audit.points})
    return [*(said or ["Nothing was found."]), *dict.fromkeys(unknown), f"{looked} ways were looked for."]


def point_words(point: AuditPoint) -> str:
    """What was found, of which link, with its proof."""
    where = f"{point.link}: " if point.link else ""
    what = f"{point.trick.value[:1].upper()}{point.trick.value[1:]}" if not where else point.trick.value
    return f"{where}{what}. {point.proof}"


def verdict_of(audits: Iterable[PageAudit]) -> str:
    """All audits in a sentence."""
    audits = list(audits)
    bad = sum(bool(audit.found) for audit in audits)
    unread = sum(bool(audit.unread) for audit in audits)
    more = f"; {unread:,} could not be read" if unread else ""
    return f"{bad:,} of {several(len(audits), 'page')} with something found{more}."
