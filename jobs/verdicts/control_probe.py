"""The control probe of a confirming check: whether the site itself is up and tells its pages apart (pure)."""

from jobs.model.page import Outcome
from jobs.model.reading import PageFacts
from jobs.model.verdict import Probe
from jobs.pages.what_it_is import SAME_PAGE, ControlReadings, shares

ITSELF = 0.5
"""A page that shares so much with its own last good reading is still itself: our rule of thumb."""


def read_probe(
    page: PageFacts,
    itself: tuple[int, ...],
    control: ControlReadings,
    *,
    root_answers: bool | None,
    root_outcome: Outcome | None = None,
) -> Probe:
    """Whether an absence on `page` may count.

    `itself` is the sketch of the page's last good reading; `root_answers` whether the home page used to answer. A home
    page that never did must answer as it always does (`root_outcome`), and the random path must get an answer.
    """
    root = control.root.outcome
    as_ever = root is Outcome.OK or root_outcome in {None, root}
    down = control.random.outcome.is_unknown or not as_ever if root_answers is False else root is not Outcome.OK
    if down:
        return Probe.DOWN
    if _may_be_all_same(page, control) and not shares(page.shingles, itself, ITSELF):
        return Probe.ALL_SAME
    return Probe.UP


def shows_home_page(control: ControlReadings) -> bool | None:
    """Whether the host has a home page for us, learnt while all is well; None where only chance failed the try."""
    if control.root.outcome is Outcome.OK:
        return True
    return None if control.root.outcome.meaning.passes else False


def _may_be_all_same(page: PageFacts, control: ControlReadings) -> bool:
    """Whether page, home page and random path are one and the same, as far as they could be read."""
    like_root = shares(page.shingles, control.root.shingles, SAME_PAGE)
    like_random = shares(page.shingles, control.random.shingles, SAME_PAGE)
    return like_root and (like_random or control.random.outcome.is_unknown)
