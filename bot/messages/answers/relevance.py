"""How close two pages are in subject, and what that rests on: the report, and what is kept of a link."""

from bot.grammar.as_command import FIT
from bot.messages.kit import text
from bot.messages.kit.blocks import (
    Block,
    Message,
    Part,
    actions,
    bullets,
    context,
    date,
    fits_button,
    foreign,
    header,
    line,
    note,
    person,
    quote,
    rich,
    strong,
    web_link,
)
from bot.messages.kit.controls import buttons, run, sharing
from jobs.model.kept_relevance import KeptRelevance, Opinion
from jobs.model.link import Link
from jobs.model.outcome_words import OUTCOME
from jobs.model.page import FetchFailure
from jobs.model.relevance import ComparedPage, LinkWords, Relevance
from jobs.partners.over_time import PLACE
from jobs.units.english import joined

_FIRST = 5
"""The numbers before it are those of the other buttons of the answer."""
_HEURISTIC = "A rule of thumb, near a border it may fall on either side: {}."


def relevance_report(found: Relevance, command: str, add: str, tracked: Link | None = None) -> Message:
    """Score and verdict first; `command` asks for it again, `add` tracks the link (empty: it cannot be tracked).

    `tracked` is the link between the pages, where its reader may say whether they fit.
    """
    verdict = f"{found.score} of 100: {found.closeness.words}"
    blocks = [
        header(verdict),
        rich(line(strong("Their page "), *_page(found.theirs)), line(strong("Our page "), *_page(found.ours))),
        rich(*_terms("Both speak of ", found.shared), *_terms("Only ours speaks of ", found.only_ours)),
        *_site(found),
        *_link(found.link),
        *_links_out(found),
        *_doubts(found),
        context(text.escape(_HEURISTIC.format(found.method.words))),
        *(fitting(tracked) if tracked else []),
        *_controls(command, add),
    ]
    shown = tuple(block for block in blocks if block.get("elements") != [])
    return Message(text.escape(f"Relevance {verdict}"), shown)


def relevance_failed(failure: FetchFailure) -> Message:
    """One of the pages could not be read."""
    reason: list[Part] = [" (", foreign(failure.reason, 200), ")"] if failure.reason else []
    return note("No report: ", web_link(failure.url), f" {OUTCOME[failure.outcome].words}", *reason, ".")


def comparing() -> Message:
    """Said while both pages are read."""
    return note("Reading the pages …")


def _page(page: ComparedPage) -> list[Part]:
    heading = page.title or (page.h1s[0] if page.h1s else "")
    h1 = next(iter(page.h1s), "")
    below: list[Part] = [" · h1 “", foreign(h1, 150), "”"] if h1 and h1 != heading else []
    language = "language unknown" if page.language == "und" else f"language {text.clean(page.language, 12)}"
    declared = text.clean(page.declared_language, 12)
    claims = f" (declared {declared})" if declared and not declared.lower().startswith(page.language) else ""
    return [
        web_link(page.url),
        *_titled(heading),
        *below,
        f" · {language}{claims}",
        f" · {page.chars:,} characters of main text",
    ]


def _titled(title: str) -> list[Part]:
    return [" · “", foreign(title, 150), "”"] if title else []


def _terms(words: str, terms: tuple[str, ...]) -> list[Block]:
    if not terms:
        return [line(f"{words}nothing distinctive.")]
    return [line(strong(words), foreign(", ".join(terms), 600))]


def _site(found: Relevance) -> list[Block]:
    """How close the page is to all that is tracked, and what of it is nearest."""
    if found.site is None:
        return []
    near = [[f"{each.score} · ", web_link(each.url), *_titled(each.title)] for each in found.site.nearest]
    said = f"{found.site.score} of 100, as one; of these the nearest:"
    return [rich(line(strong(f"All {found.site.pages} pages of ours that were read "), said), bullets(near))]


def _link(link: LinkWords | None) -> list[Block]:
    """The words around their link to us, with the score of these words alone."""
    if link is None:
        return []
    followed = "followed" if link.followed else "not followed"
    said = f"{PLACE[link.place]}, {followed}; these words alone: {link.score} of 100"
    before: list[Part] = ["… ", foreign(link.before, 200), " "] if link.before else []
    after: list[Part] = [" ", foreign(link.after, 200), " …"] if link.after else []
    words = quote(*before, foreign(link.anchor, 200, bold=True), *after)
    return [rich(line(strong("Its link to us "), said), words)]


def _links_out(found: Relevance) -> list[Block]:
    if found.followed_external is None:
        return []
    leading: list[Part] = [": ", foreign(", ".join(found.external_domains), 300)] if found.external_domains else []
    return [rich(line(strong("Links out "), f"{found.followed_external:,} followed, to other sites", *leading))]


def _doubts(found: Relevance) -> list[Block]:
    if not found.doubts:
        return []
    return [rich(line(strong("Low confidence")), bullets([doubt.words] for doubt in found.doubts))]


def _controls(command: str, add: str) -> list[Block]:
    tracking = [run("Track this link", add)] if add and fits_button(add) else []
    elements = [*tracking, *sharing(command)]
    return [actions(*elements)] if elements else []


def relevance_lines(kept: KeptRelevance | None, opinion: Opinion | None) -> list[Block]:
    """Score, verdict and confidence, what both pages speak of, and what a person thinks; none where nobody knows."""
    lines: list[Block] = []
    if kept:
        since: list[Part] = ["; our page has changed much since ", date(kept.at)] if kept.is_outdated else []
        lines.append(line(strong("Relevance "), f"{kept.verdict} (rule of thumb)", *_why(kept), *since))
    if opinion:
        words = "fits" if opinion.fits else "does not fit"
        lines.append(line(strong("Fits? "), person(opinion.by), f" says that it {words} ", date(opinion.at)))
    return lines


def _why(kept: KeptRelevance) -> list[Part]:
    """What the score rests on, and what it suffers from."""
    both: list[Part] = [" · both speak of ", foreign(", ".join(kept.shared), 300)] if kept.shared else []
    doubts: list[Part] = [f" · in doubt, for {joined(doubt.words for doubt in kept.doubts)}"] if kept.doubts else []
    return [*both, *doubts]


def fitting(link: Link) -> list[Block]:
    """The buttons by which a person says whether the page fits, or something else than before."""
    if link.relevance is None and link.opinion is None:
        return []
    words = {True: "Fits", False: "Does not fit", None: "No opinion"}
    choices = [fits for fits in words if fits is not link.fits]
    return buttons(*(run(words[fits], f"mark {link.ref} {FIT[fits]}", _FIRST + at) for at, fits in enumerate(choices)))
