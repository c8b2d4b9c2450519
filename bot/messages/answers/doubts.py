"""A question under a link that was just added: whether it is the one that was meant, with a button for what else."""

from dataclasses import dataclass

from bot.grammar.as_command import written
from bot.messages.kit.blocks import Block, fits_button, line, rich, strong
from bot.messages.kit.controls import buttons, run
from jobs.model.link import Link
from jobs.web.urls import Varies

_REMOVE, _SWAP = 40, 41
"""They tell the buttons apart from others of an answer."""


@dataclass(frozen=True, slots=True)
class Twin:
    """A link that was tracked before, from the same page to the same target; the page's address is spelt otherwise."""

    ref: str
    varies: tuple[Varies, ...]
    """In what the addresses differ."""


@dataclass(frozen=True, slots=True)
class Doubts:
    """Nothing where both are empty."""

    swapped: bool = False
    """Whether the page is on a site of ours and the target is not."""
    twin: Twin | None = None


def doubted(link: Link, doubts: Doubts) -> list[Block]:
    """What may be wrong, and what mends it; nothing where nothing is."""
    told, controls = [], [run(f"Remove {link.ref}", f"remove {link.ref}", _REMOVE)]
    if doubts.twin:
        differs = " and ".join(doubts.twin.varies)
        told.append(line(strong("Tracked before? "), f"{doubts.twin.ref} is the same but for the page's {differs}."))
    if doubts.swapped:
        told.append(line(strong("The other way round? "), "The page is on a site of yours, and the target is not."))
        other_way = f"add {written(link.target)} -> {written(link.page_url)}"
        controls += [run("Track the other way round", other_way, _SWAP)] if fits_button(other_way) else []
    return [rich(*told), *buttons(*controls)] if told else []
