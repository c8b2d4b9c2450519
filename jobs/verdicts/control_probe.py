"""The control probe of a confirming check: whether the site itself is up and tells its pages apart (pure)."""

from jobs.model.page import Outcome
from jobs.model.reading import PageFacts
from jobs.model.tracked_page import HostState
from jobs.model.verdict import Probe
from jobs.pages.similarity import unpack
from jobs.pages.what_it_is import ControlReadings, is_same, shares

ITSELF = 0.5
"""A page that shares so much with its own last good reading is still itself: our rule of thumb."""


def read_probe(page: PageFacts, itself: tuple[int, ...], control: ControlReadings, usual: HostState) -> Probe:
    """Whether an absence on `page` may count.

    `itself` is the sketch of the page's last good reading; `usual` is how the host answers while all is well. A home
    page that never answered must answer as it always does, and the random path must get an answer.
    """
    if _is_down(control, usual):
        return Probe.DOWN
    if shares(page.shingles, itself, ITSELF):
        return Probe.UP
    return Probe.ALL_SAME if _is_one_page(page, control, usual) else Probe.UP


def shows_home_page(control: ControlReadings) -> bool | None:
    """Whether the host has a home page for us, learnt while all is well; None where only chance failed the try."""
    if control.root.outcome is Outcome.OK:
        return True
    return None if control.root.outcome.meaning.passes else False


def _is_down(control: ControlReadings, usual: HostState) -> bool:
    root = control.root.outcome
    as_ever = root is Outcome.OK or usual.root_outcome in {None, root}
    if usual.root_answers is False:
        return control.random.outcome.is_unknown or not as_ever
    # A home page that was never seen with words may always have been a script's.
    is_script = root is Outcome.NEEDS_JS and not usual.root_sketch
    return root is not Outcome.OK and not is_script


def _is_one_page(page: PageFacts, control: ControlReadings, usual: HostState) -> bool:
    """Whether one page stands before the site's own, as far as the others could be read.

    Where the page equals the home page, that is so unless the home page is what it always was. The page may be the
    home page: then, and where it is not like it, the path that cannot exist tells.
    """
    like_random = is_same(page, control.random)
    if page.url == control.root.url:
        return like_random
    if is_same(page, control.root):
        return not shares(control.root.shingles, unpack(usual.root_sketch), ITSELF)
    return like_random and usual.missing_outcome is Outcome.GONE
