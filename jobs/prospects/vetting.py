"""Whether a page is worth asking for a link, by weights of ours (pure)."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from msgspec import Struct

from jobs.exchanges.footprints import OwnerGroup
from jobs.exchanges.given_words import owner_words
from jobs.formats.cells import escaped
from jobs.model.findings import About, IndexEffect
from jobs.model.link import Expectation
from jobs.model.page import Outcome
from jobs.model.partner import equity_share
from jobs.model.reading import PageFacts, Sighting
from jobs.model.relevance import Closeness, Doubt, Relevance
from jobs.rules import findings, page_nofollow, rule
from jobs.units.dates import format_day
from jobs.units.english import several
from jobs.units.languages import one_name

AVOID_FROM, THINK_FROM = 70, 35
"""Points against a page from which on it is to be avoided, or to be thought of twice."""
_MANY, _MOST = 100, 300
"""Followed links to other sites: a crowd, and a list of everything."""
_FAR = 20
"""Score under which a page has nothing to do with ours; between it and the band's border a person should look."""
_OLD, _ASIDE = 5 * 365, 3 * 365
"""Days since the page gave a day at last."""
_FEW_LINKS = 3
_HARDLY_ANY = 0.1
_UNKNOWN = "und"


class Advice(StrEnum):
    """What is advised: our rule of thumb, for a person to decide."""

    ASK = "ask"
    THINK_TWICE = "think twice"
    AVOID = "avoid"


class Against(StrEnum):
    """What speaks against a page."""

    SELLS = "sells"
    UNWANTED = "unwanted"
    NOT_THERE = "not_there"
    KEPT_OUT = "kept_out"
    BAD_COMPANY = "bad_company"
    FAR = "far"
    PAGE_NOFOLLOW = page_nofollow.KIND
    LIST_OF_EVERYTHING = "list_of_everything"
    OFF_SUBJECT = "off_subject"
    UNREAD = "unread"
    OTHER_LANGUAGE = "other_language"
    UNCLEAR = "unclear"
    CROWDED = "crowded"
    ONE_BAD_NEIGHBOUR = "one_bad_neighbour"
    COPY = "copy"
    FOLLOWS_NOBODY = "follows_nobody"
    OLD = "old"
    LINKS_ALREADY = "links_already"
    ONE_OWNER = "one_owner"
    SAME_FIELD = "same_field"
    AGEING = "ageing"


WEIGHTS: Mapping[Against, tuple[int, str]] = {
    Against.SELLS: (100, "its text offers links for money"),
    Against.UNWANTED: (100, "its people asked not to be written to, or it is disavowed"),
    Against.NOT_THERE: (100, "there is no such page, or its domain is parked"),
    Against.KEPT_OUT: (80, "search engines are told to leave it out (noindex, robots.txt)"),
    Against.BAD_COMPANY: (80, "two or more of its links lead to doubtful trades"),
    Against.FAR: (70, f"its score of relevance is under {_FAR}, with no doubt"),
    Against.PAGE_NOFOLLOW: (70, "the whole page asks that no link be followed"),
    Against.LIST_OF_EVERYTHING: (70, f"more than {_MOST} followed links to other sites"),
    Against.OFF_SUBJECT: (45, "no clear relation to our page was found, with some doubt or a score near the border"),
    Against.UNREAD: (40, "it could not be read, so nobody can tell"),
    Against.OTHER_LANGUAGE: (35, "its text is in another language than ours"),
    Against.UNCLEAR: (35, "its subject cannot be told from its text"),
    Against.CROWDED: (35, f"more than {_MANY} followed links to other sites"),
    Against.ONE_BAD_NEIGHBOUR: (35, "one of its links leads to a doubtful trade"),
    Against.COPY: (35, "it names another address as the one that counts (canonical)"),
    Against.FOLLOWS_NOBODY: (35, f"of {_FEW_LINKS} links to other sites or more, hardly any is followed"),
    Against.OLD: (35, "the newest day on it is more than five years ago"),
    Against.LINKS_ALREADY: (35, "its site links to us already"),
    Against.ONE_OWNER: (35, "it looks like a page of one owner with a partner's that is tracked: a suspicion"),
    Against.SAME_FIELD: (10, "perhaps of the same field, not of the same subject"),
    Against.AGEING: (10, "the newest day on it is more than three years ago"),
}
"""Points against a page, and when they are given; chosen by us, and held against a list that was graded before."""


@dataclass(frozen=True, slots=True)
class VetFacts:
    """What is known of a page that may be asked."""

    url: str
    facts: PageFacts
    outcome: Outcome
    """What the page is, all in all."""
    reason: str = ""
    relevance: Relevance | None = None
    """To the page of ours that it shall link to; None where one of the two could not be read or compared."""
    newest: date | None = None
    """The newest day that its markup gives."""
    links_to_us: bool = False
    """Whether it has a link to us now."""
    tracked_links: int = 0
    """How many links of its site to us are tracked, and there."""
    is_unwanted: bool = False
    """Whether its people asked not to be written to, or it is disavowed."""
    alike: OwnerGroup | None = None
    """Its site with those of partners that look like sites of the same owner, and what they share."""


class Objection(Struct, frozen=True):
    """One thing that speaks against a page."""

    why: Against
    words: str
    """As a person reads it."""

    @property
    def points(self) -> int:
        """Its weight."""
        return WEIGHTS[self.why][0]


COLUMNS = (
    *("rank", "advice", "points", "page", "reasons", "relevance", "relevance_verdict", "followed_links", "share"),
    *("language", "newest_day", "title", "status"),
)
"""Of the file that a list of vetted pages is written as."""


class Vetted(Struct, frozen=True):
    """A page with what is advised, and why."""

    page: VetFacts
    reasons: tuple[Objection, ...]
    """What speaks against it, the weightiest first."""

    @property
    def points(self) -> int:
        """All that speaks against it."""
        return sum(reason.points for reason in self.reasons)

    @property
    def advice(self) -> Advice:
        """Ask, think twice or avoid."""
        if self.points >= AVOID_FROM:
            return Advice.AVOID
        return Advice.THINK_TWICE if self.points >= THINK_FROM else Advice.ASK

    @property
    def rank(self) -> tuple[int, int, str]:
        """The place in a list: those with the least against them first, of these the most relevant."""
        score = self.page.relevance.score if self.page.relevance else 0
        return self.points, -score, self.page.url

    def row(self, rank: int) -> Mapping[str, str]:
        """As a row of the file, by column."""
        facts, found, is_read = self.page.facts, self.page.relevance, self.page.outcome is Outcome.OK
        return {
            "rank": str(rank),
            "advice": self.advice.value,
            "points": str(self.points),
            "page": self.page.url,
            "reasons": " ".join(reason.words for reason in self.reasons),
            "relevance": str(found.score) if found else "",
            "relevance_verdict": found.closeness.words if found else "",
            "followed_links": str(facts.followed_external) if is_read else "",
            "share": f"{equity_share(facts.followed_external):.4f}" if is_read else "",
            "language": found.theirs.language if found else "",
            "newest_day": self.page.newest.isoformat() if self.page.newest else "",
            "title": facts.title,
            "status": str(facts.status or ""),
        }


def vet(page: VetFacts, today: date) -> Vetted:
    """What speaks against a page, weighed."""
    reasons = sorted(_reasons(page, today), key=lambda reason: -reason.points)
    return Vetted(page, tuple(reasons))


def _reasons(page: VetFacts, today: date) -> Iterator[Objection]:
    if page.is_unwanted:
        yield Objection(Against.UNWANTED, "Its people asked not to be written to, or it is disavowed.")
    if page.outcome is not Outcome.OK:
        gone = page.outcome.proves_absence
        why = f" ({page.reason})" if page.reason else ""
        yield (
            Objection(Against.NOT_THERE, f"There is no such page{why}.")
            if gone
            else Objection(Against.UNREAD, f"It could not be read{why}; somebody has to look.")
        )
        return
    yield from _of_company(page.facts)
    yield from _of_indexing(page.facts)
    yield from _of_subject(page.relevance)
    yield from _of_links(page.facts)
    yield from _of_age(page.newest, today)
    if page.links_to_us or page.tracked_links:
        there = "It links to us already." if page.links_to_us else "Its site links to us already."
        yield Objection(Against.LINKS_ALREADY, there)
    if page.alike:
        said = f"Perhaps of one owner with a partner of ours, a suspicion: {owner_words(page.alike)}"
        yield Objection(Against.ONE_OWNER, said)


def _of_company(facts: PageFacts) -> Iterator[Objection]:
    if facts.offers:
        yield Objection(Against.SELLS, f"It offers links for money: {', '.join(facts.offers)}.")
    if facts.neighbours:
        why = Against.ONE_BAD_NEIGHBOUR if len(facts.neighbours) == 1 else Against.BAD_COMPANY
        yield Objection(why, f"It links to doubtful trades: {', '.join(facts.neighbours)}.")


def _of_indexing(facts: PageFacts) -> Iterator[Objection]:
    for found in findings(Expectation(), Sighting(None), facts, frozenset({About.PAGE})):
        effect = rule(found.kind).index
        if effect is IndexEffect.KEEPS_OUT:
            yield Objection(Against.KEPT_OUT, found.text)
        elif found.kind == page_nofollow.KIND:
            yield Objection(Against.PAGE_NOFOLLOW, found.text)
        elif effect is IndexEffect.LESSENS:
            yield Objection(Against.COPY, found.text)


def _of_subject(found: Relevance | None) -> Iterator[Objection]:
    """Of another language the language is the reason: words in common would say little."""
    if found is None:
        return
    theirs, ours = found.theirs.language, found.ours.language
    verdict = f"{found.score} of 100, {found.closeness.words}"
    if _UNKNOWN not in {theirs, ours} and one_name(theirs) != one_name(ours):
        yield Objection(Against.OTHER_LANGUAGE, f"Its text is in another language ({theirs}) than ours ({ours}).")
        if Doubt.LANGUAGES_DIFFER in found.doubts:
            return
    if found.closeness is Closeness.UNCLEAR:
        yield Objection(Against.UNCLEAR, f"Its subject cannot be told from its text ({verdict}).")
    elif found.closeness is Closeness.SAME_FIELD:
        yield Objection(Against.SAME_FIELD, f"Relevance {verdict}.")
    elif found.closeness is Closeness.NOT_RELATED:
        far = found.score < _FAR and not found.low_confidence
        yield Objection(Against.FAR if far else Against.OFF_SUBJECT, f"Relevance {verdict}.")


def _of_links(facts: PageFacts) -> Iterator[Objection]:
    followed, every = facts.followed_external, facts.external
    share = f"{equity_share(followed):.2%}".replace("%", " %")
    if followed > _MANY:
        why = Against.LIST_OF_EVERYTHING if followed > _MOST else Against.CROWDED
        yield Objection(why, f"{followed:,} followed links lead to other sites: {share} each (rule of thumb).")
    if every >= _FEW_LINKS and followed <= every * _HARDLY_ANY:
        yield Objection(
            Against.FOLLOWS_NOBODY, f"Of its {several(every, 'link')} to other sites {followed} are followed."
        )


def _of_age(newest: date | None, today: date) -> Iterator[Objection]:
    if newest is None:
        return
    days = (today - newest).days
    words = f"The newest day on it is {format_day(newest)}."
    if days > _OLD:
        yield Objection(Against.OLD, words)
    elif days > _ASIDE:
        yield Objection(Against.AGEING, words)


def as_csv(vetted: Iterable[Vetted]) -> str:
    """A ranked list as a file; no cell is taken for a formula."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    for rank, each in enumerate(vetted, 1):
        writer.writerow({name: escaped(cell) for name, cell in each.row(rank).items()})
    return out.getvalue()
