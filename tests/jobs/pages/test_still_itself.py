"""How much of a page stands: after a removal, in a new theme, and behind a wall."""

import pytest

from jobs.pages.similarity import FINE_SKETCH_SIZE, SKETCH_SIZE, kept_share, sketch
from jobs.pages.still_itself import is_still_itself, kept_around
from tests.tools.readings import seen

BEFORE = "By noon the ridge was free of snow, and both lakes lay below us like spilled ink in the sun. We wore out our "
AFTER = " in the village before we went home again, and wore them for the first time on the way down to the bus stop."
WALL = "Please prove that you are no robot, and wait until your browser was checked. This takes a moment or two."
MENU = "Walks and huts: tales, maps, huts, shop, about us, contact, newsletter, privacy, imprint. " * 2
TALE = " ".join(f"word{number} of the tale" for number in range(200))


@pytest.mark.parametrize(
    ("text", "least", "most", "why"),
    [
        (f"{BEFORE}good boots{AFTER}", 1.0, 1.0, "the link alone was taken away"),
        (f"{BEFORE}{AFTER}", 0.9, 1.0, "with its words"),
        (f"Another head. {BEFORE} boots {AFTER} Another foot.", 0.9, 1.0, "in a new theme"),
        (BEFORE, 0.4, 0.6, "all that came after it went too"),
        (MENU + WALL, 0.0, 0.0, "a wall"),
        ("", 0.0, 0.0, "nothing at all"),
    ],
)
def test_how_much_of_the_words_around_a_link_stands(text: str, least: float, most: float, why: str) -> None:
    kept = kept_around(seen(before=BEFORE, after=AFTER), text)
    assert kept is not None
    assert least <= kept <= most, why


def test_a_word_that_the_cut_went_through_is_not_missed() -> None:
    whole = "We walked back and forth along the old canal, past the mill, the lock and its keeper's house, until"
    whole += " the towpath ends at a gate that is locked in winter, so we turned round and bought"
    assert kept_around(seen(before=whole[-160:]), whole) == 1.0


def test_too_few_words_tell_nothing() -> None:
    assert kept_around(seen(before="our boots", after=""), "our boots") is None


def test_what_stands_elsewhere_on_the_site_too_says_nothing_of_the_page() -> None:
    before, walled = sketch(f"{MENU * 3}{BEFORE}{AFTER}"), sketch(MENU * 3 + WALL)
    bare, without_menu = kept_share(before, walled), kept_share(before, walled, [sketch(MENU * 3)])
    assert bare is not None
    assert without_menu is not None
    assert bare > 0.2
    assert without_menu == 0.0


def test_a_kept_sketch_is_looked_for_in_a_finer_one() -> None:
    before = sketch(TALE)
    assert len(before) == FINE_SKETCH_SIZE
    kept = before[:SKETCH_SIZE]
    assert kept_share(kept, sketch(f"{TALE} {WALL}")) == 1.0
    assert kept_share(kept, sketch(WALL)) == 0.0
    assert kept_share((), sketch(WALL)) is None


@pytest.mark.parametrize(
    ("around", "rest", "itself"),
    [
        (1.0, 0.0, True),
        (0.57, None, True),
        (0.0, 0.9, True),
        (None, 0.9, True),
        (0.19, 0.28, False),
        (None, 0.1, False),
        (0.0, None, False),
        (None, None, None),
    ],
)
def test_a_page_is_itself_by_its_words_or_by_its_rest(
    around: float | None, rest: float | None, *, itself: bool | None
) -> None:
    assert is_still_itself(around, rest) is itself
