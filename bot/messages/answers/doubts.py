"""Questions under links that were just added: whether they are the ones that were meant, with a button for each."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from bot.grammar.as_command import written
from bot.messages.kit.blocks import Block, Part, bullets, fits_button, line, rich, strong, web_link
from bot.messages.kit.controls import buttons, run
from bot.messages.kit.text import WHOLE
from jobs.model.link import Link
from jobs.web.urls import Varies

_FIRST_BUTTON = 40
"""Tells the buttons apart from others of an answer."""
_MOST_TOLD, _MOST_BUTTONS = 20, 10


class Twin(Struct, frozen=True):
    """A link that was tracked before, from the same page to the same target."""

    ref: str
    varies: tuple[Varies, ...] = ()
    """In what the pages' addresses differ; nothing: the new page names the old one as the address that counts."""


class Doubts(Struct, frozen=True):
    """Nothing where all are empty."""

    swapped: bool = False
    """Whether the page is on a site of ours and the target is not."""
    twin: Twin | None = None
    canonical: str = ""
    """Another page that the link's page names as the address that counts."""
    leads_to: str = ""
    """Another page of ours that the link's page links to, where it does not link to the target."""
    fell_back: str = ""
    """The address that was typed and does not answer, where the link is expected under the other scheme instead."""


class _Question(Struct, frozen=True):
    asks: str
    why: tuple[Part, ...]
    answer: str
    """What the button says."""
    command: str
    is_removal: bool = False

    def said_of(self, link: Link) -> str:
        """What the button says where it is about one link alone."""
        return f"{self.answer} {link.ref}" if self.is_removal else self.answer


def doubted(doubts: Sequence[tuple[Link, Doubts]]) -> list[Block]:
    """What may be wrong, and what mends it; nothing where nothing is. Of very many the first."""
    asked = [(link, question) for link, about in doubts for question in _questions(link, about)]
    if not asked:
        return []
    if len({link.id for link, _ in asked}) == 1:
        told = rich(*(line(strong(each.asks), *each.why) for _, each in asked))
    else:
        items = [[strong(f"{link.ref}: "), each.asks, *each.why] for link, each in asked[:_MOST_TOLD]]
        more = [[f"and {len(asked) - _MOST_TOLD} more"]] if len(asked) > _MOST_TOLD else []
        told = rich(line(strong("Are these the ones that you meant?")), bullets([*items, *more]))
    return [told, *buttons(*_buttons(asked))]


def _questions(link: Link, doubts: Doubts) -> Iterator[_Question]:
    if doubts.swapped:
        why = "The page is on a site of yours, and the target is not."
        other_way = f"edit {link.ref} page {written(link.target)} target {written(link.page_url)}"
        yield _Question("The other way round? ", (why,), "Swap page and target", other_way)
    if doubts.twin:
        differs = " and ".join(doubts.twin.varies)
        same = f"{doubts.twin.ref} is the same but for the page's {differs}."
        named = f"{doubts.twin.ref} tracks the page that this one names as the address that counts."
        yield _Question(
            "Tracked before? ", (same if differs else named,), "Remove", f"remove {link.ref}", is_removal=True
        )
    if doubts.canonical:
        why = "Its page names another address as the one that counts: "
        moved = f"edit {link.ref} page {written(doubts.canonical)}"
        yield _Question("Another page? ", (why, web_link(doubts.canonical), "."), "Track that page instead", moved)
    if doubts.leads_to:
        why = "Its page links to another page of yours: "
        moved = f"edit {link.ref} target {written(doubts.leads_to)}"
        yield _Question("Another target? ", (why, web_link(doubts.leads_to), "."), "Expect that target", moved)
    if doubts.fell_back:
        silent, answering = (url.partition(":")[0] for url in (doubts.fell_back, link.page_url))
        told = (f"{silent} does not answer, so the link is expected over {answering}, which does: ",)
        back = f"edit {link.ref} page {written(doubts.fell_back)}"
        yield _Question(
            "Other scheme: ", (*told, web_link(link.page_url, WHOLE), "."), f"Track {silent} all the same", back
        )


def _buttons(asked: Sequence[tuple[Link, _Question]]) -> list[Block]:
    """One for each question, but one alone for all that were tracked before."""
    several = len({link.id for link, _ in asked}) > 1
    again = [link.ref for link, each in asked if each.is_removal]
    together = f"remove {' '.join(again)}"
    found: list[tuple[str, str]] = []
    if len(again) > 1 and fits_button(together):
        found = [(f"Remove these {len(again)}", together)]
        asked = [(link, each) for link, each in asked if not each.is_removal]
    found += [(f"{link.ref}: {each.answer}" if several else each.said_of(link), each.command) for link, each in asked]
    fitting = [each for each in found if fits_button(each[1])][:_MOST_BUTTONS]
    return [run(words, command, _FIRST_BUTTON + number) for number, (words, command) in enumerate(fitting)]
