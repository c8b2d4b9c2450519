"""What a reading of a page is, decided here for links, targets, control readings and the terminal alike (pure)."""

from dataclasses import dataclass, replace

from jobs.model.page import Outcome
from jobs.model.reading import PageFacts
from jobs.pages.classify import Classified
from jobs.pages.extract import LinkAnswer
from jobs.pages.reading import Reading
from jobs.pages.similarity import similarity

SAME_PAGE = 0.9
"""Two readings whose texts share so much are the same page: our rule of thumb."""

_OK = Classified(Outcome.OK)


@dataclass(frozen=True, slots=True)
class ControlReadings:
    """What the host's home page and a path that cannot exist answered, at the time of a confirming check."""

    root: PageFacts
    random: PageFacts


def what_it_is(
    reading: Reading, answer: LinkAnswer | None = None, control: ControlReadings | None = None
) -> Classified:
    """How reading a page ended, all in all.

    With an `answer` it is the page of a link: `ok` where the link is there, whatever else the page holds, and even
    where it was cut off; where it is not, a page that reads like what the host answers for paths that cannot exist is
    gone. Without one, nothing was looked for, and the page is what its own marks say.
    """
    if answer is not None and answer.sighting.present:
        return _OK
    if reading.page is None or reading.examined is None:  # it failed, was cut off, or is as it was when it was `ok`
        return Classified(reading.outcome, reading.reason)
    if answer is None:
        return reading.examined.alone
    shown = answer.shown
    is_like_random = control is not None and shown.outcome is Outcome.OK and _is_like_random(reading.facts, control)
    return Classified(Outcome.SOFT_404) if is_like_random else shown


def for_visitors(reading: Reading) -> Classified:
    """The same for a page on which nothing is looked for, as browsers show it: they run its JavaScript."""
    shown = what_it_is(reading)
    return _OK if shown.outcome is Outcome.NEEDS_JS else shown


def of_the_site(reading: Reading) -> Classified:
    """The same for a page that is asked only whether the site itself is up: what it says there does not matter."""
    shown = what_it_is(reading)
    return shown if reading.outcome is not Outcome.OK or shown.outcome.meaning.stands_in else _OK


def seen_as(reading: Reading, shown: Classified) -> Reading:
    """The reading, and its facts, with what the page was found to be."""
    facts = replace(reading.facts, outcome=shown.outcome, reason=shown.reason)
    return replace(reading, outcome=shown.outcome, reason=shown.reason, facts=facts)


def _is_like_random(page: PageFacts, control: ControlReadings) -> bool:
    return shares(page.shingles, control.random.shingles, SAME_PAGE)


def shares(one: tuple[int, ...], other: tuple[int, ...], least: float) -> bool:
    """Whether both texts, as sketches, have words, and so much of them in common."""
    return bool(one and other) and similarity(one, other) >= least
