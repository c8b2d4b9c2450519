"""The relevance report: how close two pages are in subject, and what that rests on."""

from bot.messages.kit import text
from bot.messages.kit.blocks import (
    Block,
    Message,
    Part,
    actions,
    bullets,
    context,
    fits_button,
    foreign,
    header,
    line,
    note,
    quote,
    rich,
    strong,
    web_link,
)
from bot.messages.kit.controls import run, sharing
from bot.messages.kit.wording import OUTCOME
from jobs.model.page import FetchFailure
from jobs.model.relevance import ComparedPage, LinkWords, Relevance
from jobs.partners.over_time import PLACE

_HEURISTIC = "A rule of thumb, near a border it may fall on either side: {}."


def relevance_report(found: Relevance, command: str, add: str) -> Message:
    """Score and verdict first; `command` asks for it again, `add` tracks the link (empty: it cannot be tracked)."""
    verdict = f"{found.score} of 100: {found.closeness.words}"
    blocks = [
        header(verdict),
        rich(line(strong("Their page "), *_page(found.theirs)), line(strong("Our page "), *_page(found.ours))),
        rich(*_terms("Both speak of ", found.shared), *_terms("Only ours speaks of ", found.only_ours)),
        *_link(found.link),
        *_links_out(found),
        *_doubts(found),
        context(text.escape(_HEURISTIC.format(found.method.words))),
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
    return note("Reading both pages …")


def _page(page: ComparedPage) -> list[Part]:
    heading = page.title or (page.h1s[0] if page.h1s else "")
    titled: list[Part] = [" · “", foreign(heading, 150), "”"] if heading else []
    h1 = next(iter(page.h1s), "")
    below: list[Part] = [" · h1 “", foreign(h1, 150), "”"] if h1 and h1 != heading else []
    language = "language unknown" if page.language == "und" else f"language {text.clean(page.language, 12)}"
    declared = text.clean(page.declared_language, 12)
    claims = f" (declared {declared})" if declared and not declared.lower().startswith(page.language) else ""
    return [web_link(page.url), *titled, *below, f" · {language}{claims}", f" · {page.chars:,} characters of main text"]


def _terms(words: str, terms: tuple[str, ...]) -> list[Block]:
    if not terms:
        return [line(f"{words}nothing distinctive.")]
    return [line(strong(words), foreign(", ".join(terms), 600))]


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
