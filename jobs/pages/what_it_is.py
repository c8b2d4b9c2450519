"""What a reading of a page is, decided here for links, targets, control readings and the terminal alike (pure)."""

from dataclasses import replace

from msgspec import Struct

from jobs.model.page import Outcome
from jobs.model.reading import PageFacts
from jobs.pages.asked import Classified, LinkAnswer
from jobs.pages.reading import Reading
from jobs.pages.redirects import RedirectKind, redirection
from jobs.pages.similarity import kept_share, similarity
from jobs.pages.still_itself import is_still_itself
from jobs.web.urls import registrable_domain

SAME_PAGE = 0.9
"""Two readings whose texts share so much are the same page: our rule of thumb."""

_OK = Classified(Outcome.OK)


class ControlReadings(Struct, frozen=True):
    """What other addresses of the host answered at the time of a confirming check."""

    root: PageFacts
    """The home page."""
    random: PageFacts
    """A path that cannot exist."""
    sibling: PageFacts | None = None
    """An address that cannot exist in the page's own folder, or of its own kind; None where that is the random path."""


def what_it_is(
    reading: Reading,
    answer: LinkAnswer | None = None,
    control: ControlReadings | None = None,
    itself: tuple[int, ...] = (),
) -> Classified:
    """How reading a page ended, all in all.

    With an `answer` it is the page of a link: `ok` where the link is there, whatever else the page holds, and even
    where it was cut off. Where it is not there, the page is held against its own past first (`itself` is the sketch
    of its last good reading), then against what the host answers for paths that cannot exist. Without an `answer`
    nothing was looked for, and the page is what its own marks say.
    """
    if answer is not None and answer.sighting.present:
        return _OK
    if reading.page is None or reading.examined is None:  # it failed, was cut off, or is as it was when it was `ok`
        return Classified(reading.outcome, reading.reason)
    if answer is None:
        return reading.examined.alone
    return _without_link(reading.facts, answer, control, itself)


def for_visitors(reading: Reading) -> Classified:
    """The same for a page on which nothing is looked for, as browsers show it: they run its JavaScript."""
    shown = what_it_is(reading)
    return _OK if shown.outcome.meaning.browsers_show_more else shown


def of_the_site(reading: Reading) -> Classified:
    """The same for a page that is asked only whether the site itself is up: what it says there does not matter.

    It has to be the site that says it, with words of its own.
    """
    shown, facts = what_it_is(reading), reading.facts
    meaning = shown.outcome.meaning
    if reading.outcome is not Outcome.OK or meaning.stands_in or meaning.browsers_show_more:
        return shown
    if registrable_domain(facts.final_url) != registrable_domain(facts.url):
        return Classified(Outcome.SOFT_404, "the address now leads to another site")
    return _OK


def gone_to_file(reading: Reading) -> Reading:
    """The reading of an address that was a page once: one that leads for good to a file is gone."""
    facts = reading.facts
    away = redirection(facts.url, facts.final_url, facts.hops)
    if reading.outcome is not Outcome.NOT_HTML or away is None or not away.is_permanent:
        return reading
    return seen_as(reading, Classified(Outcome.GONE, f"its address leads to a file now: {facts.final_url}"))


def seen_as(reading: Reading, shown: Classified) -> Reading:
    """The reading, and its facts, with what the page was found to be."""
    found, facts = (shown.outcome, shown.reason), reading.facts
    if found == (reading.outcome, reading.reason) == (facts.outcome, facts.reason):
        return reading  # as of most pages, at each check four times
    facts = replace(facts, outcome=shown.outcome, reason=shown.reason)
    return replace(reading, outcome=shown.outcome, reason=shown.reason, facts=facts)


def shares(one: tuple[int, ...], other: tuple[int, ...], least: float) -> bool:
    """Whether both texts, as sketches, have words, and so much of them in common."""
    return bool(one and other) and similarity(one, other) >= least


def is_same(page: PageFacts, other: PageFacts | None) -> bool:
    """Whether two addresses that were read give one and the same page; pages without any text are the same too."""
    if other is None or not (_was_read(page) and _was_read(other)):
        return False
    return similarity(page.shingles, other.shingles) >= SAME_PAGE


def _was_read(page: PageFacts) -> bool:
    return bool(page.shingles) or page.outcome is Outcome.OK or page.outcome.meaning.is_another_page


def _without_link(
    page: PageFacts, answer: LinkAnswer, control: ControlReadings | None, itself: tuple[int, ...]
) -> Classified:
    """A page that was read, and has lost the link: itself, gone, or another one."""
    is_itself = _is_itself(page, answer, control, itself)
    away = redirection(page.url, page.final_url, page.hops)
    if answer.shown.outcome is not Outcome.OK:
        is_far = away is not None and away.whither is RedirectKind.OTHER_HOST and not away.is_permanent
        is_guarded = is_far and is_itself is False and answer.shown.outcome.proves_absence
        return Classified(Outcome.REPLACED, answer.shown.reason) if is_guarded else answer.shown
    if is_itself:
        return _OK
    if control is not None and shares(page.shingles, control.random.shingles, SAME_PAGE):
        return Classified(Outcome.SOFT_404)
    if is_itself is False and away is not None and away.whither is RedirectKind.ELSEWHERE and away.is_permanent:
        where = f"“{page.title}”" if page.title else page.final_url
        return Classified(Outcome.SOFT_404, f"its address leads to another page now, {where}")
    is_like_sibling = control is not None and is_same(page, control.sibling)
    if is_like_sibling and answer.mentions_not_found:
        return Classified(Outcome.SOFT_404, "it reads like an address beside it that cannot exist, and says so")
    return Classified(Outcome.REPLACED) if is_itself is False or is_like_sibling else _OK


def _is_itself(
    page: PageFacts, answer: LinkAnswer, control: ControlReadings | None, itself: tuple[int, ...]
) -> bool | None:
    """Whether the page is the one that held the link; None where nothing is known of that one."""
    seen = answer.sighting
    if seen.nearest or seen.text_only or seen.js_only:  # what has a trace of the link is what had the link
        return True
    others = (control.root, control.random, control.sibling) if control else ()
    elsewhere = [other.shingles for other in others if other is not None and other.final_url != page.final_url]
    rest = kept_share(itself, page.shingles, elsewhere) if itself else None
    return is_still_itself(answer.kept_around, rest)
