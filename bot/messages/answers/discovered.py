"""What a search engine's list says, the most worthwhile first, and a button that tracks it."""

from collections.abc import Callable, Iterable, Sequence

from bot.messages.answers.export import not_sent
from bot.messages.kit import text
from bot.messages.kit.blocks import (
    Block,
    Message,
    Part,
    bullets,
    context,
    foreign,
    line,
    note,
    notes,
    rich,
    strong,
    typed,
    web_link,
)
from bot.messages.kit.controls import buttons, run, sharing
from bot.slack.errors import SlackTrouble
from jobs.formats.discovery.compare import Discovery
from jobs.formats.discovery.wording import heading, sentences
from jobs.model.listing import Counted, KeptListing, ListedLink
from jobs.units.dates import format_day

_ITS_SHEETS = "A sheet each for links that are new, links no longer listed, linking sites, anchor texts and gone pages."
_IN_TERMINAL = "python -m jobs discover FILE --all"
_MOST_LINKS = 10
_MOST_OTHERS = 6


def discovered(
    found: Discovery, kept: KeptListing | None, *, may_manage: bool = True, file: Message | None = None
) -> Message:
    """What a list says; `kept` is what can be tracked of it, `file` says where all of it is, where that is known."""
    blocks = [
        rich(line(strong(heading(found))), bullets([foreign(each, 400)] for each in sentences(found))),
        *_part("New, and not tracked" if found.compared else "Not tracked", map(_link, found.new), len(found.new)),
        *_part("No longer listed", map(_link, found.gone[:_MOST_OTHERS]), len(found.gone)),
        *_counted("Linking sites of which nothing is tracked", found.sites, _site),
        *_counted("Anchor texts", found.texts, _text),
        *_counted("Linked to, and gone at the last check", found.broken, _page),
        *(file.blocks if file else ()),
        *buttons(
            *(_deeds(found, kept) if may_manage else []),
            *([run("All as a file", f"discover file {_names(kept)}", 1)] if kept and not file else []),
            *(sharing(_command(kept)) if kept else []),
        ),
    ]
    return Message(text.fallback([text.bare(heading(found), 300)]), tuple(blocks))


def is_cut(found: Discovery) -> bool:
    """Whether a list says more than an answer shows."""
    others = (found.gone, found.sites, found.texts, found.broken)
    return len(found.new) > _MOST_LINKS or any(len(each) > _MOST_OTHERS for each in others)


def discovered_message(name: str, found: Discovery) -> Message:
    """What stands above the file of all that a list says."""
    return notes([[strong(name), ": ", foreign(heading(found), 300), "."], [_ITS_SHEETS]])


def file_sent(name: str) -> Message:
    """Where all of it is."""
    return note("All of it is in ", strong(name), ", which I sent you in a direct message.")


def file_not_sent(trouble: SlackTrouble) -> Message:
    """Why it was not sent as a file, and what names all of it."""
    return not_sent(trouble, _IN_TERMINAL)


def nothing_kept(names: Sequence[str], command: str) -> Message:
    """No list of that name was taken in here."""
    named = " ".join(names)
    return note("No list of ", foreign(named, 100), " was taken in here. ", typed(f"{command} discover"), " takes one.")


def superseded(names: Sequence[str]) -> Message:
    """The list that a button was about is no longer the newest."""
    again = buttons(run("Show the newest", f"discover {' '.join(names)}"))
    return note("A newer list was taken in since, so nothing was tracked.", then=again)


def nothing_to_track() -> Message:
    """Somebody was quicker."""
    return note("All of these are tracked already.")


def _deeds(found: Discovery, kept: KeptListing | None) -> list[Block]:
    count = len(found.new)
    if kept is None or not count:
        return []
    words = f"Track these {count:,}" if count > 1 else "Track this one"
    return [run(words, f"discover track {int(kept.at.timestamp())} {_names(kept)}")]


def _command(kept: KeptListing) -> str:
    return f"discover {_names(kept)}"


def _names(kept: KeptListing) -> str:
    """The engine by its first word, and the site."""
    return f"{kept.source.split()[0].lower()} {kept.site}"


def _part(title: str, shown: Iterable[Sequence[Part]], total: int) -> list[Block]:
    items = [item for _, item in zip(range(_MOST_LINKS), shown, strict=False)]
    if not items:
        return []
    more = total - len(items)
    foot = [context(text.escape(f"and {more:,} more"))] if more else []
    return [rich(line(strong(f"{title}: {total:,}")), bullets(items)), *foot]


def _counted(title: str, counted: Sequence[Counted], shown: Callable[[Counted], list[Part]]) -> list[Block]:
    items = [[*shown(each), f" · {text.several(each.count, 'link')}" * bool(each.count)] for each in counted]
    return _part(title, items[:_MOST_OTHERS], len(counted))


def _link(link: ListedLink) -> list[Part]:
    anchor: list[Part] = [" “", foreign(link.anchor, 60), "”"] if link.anchor else []
    return [web_link(link.page, 80), *anchor, f" · read on {format_day(link.on)}" if link.on else ""]


def _site(each: Counted) -> list[Part]:
    return [foreign(each.name, 80)]


def _text(each: Counted) -> list[Part]:
    return ["“", foreign(each.name, 80), "”"]


def _page(each: Counted) -> list[Part]:
    return [web_link(each.name, 80)]
