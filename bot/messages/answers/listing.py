"""Lists of links and partner pages, a page at a time."""

from collections.abc import Sequence
from datetime import datetime

from msgspec import Struct

from bot.messages.answers.link_menu import link_row
from bot.messages.kit import text, wording
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
    joined_by,
    line,
    note,
    person,
    rich,
    strong,
    table,
    typed,
    web_link,
)
from bot.messages.kit.controls import buttons, pages, run, sharing
from jobs.formats.filters.link_filter import MINE, NOBODY, LinkFilter
from jobs.model.link import Link
from jobs.model.partner import Partner

ROWS = 20


class Listed(Struct, frozen=True):
    """One page of a list, and the command that asked for it (without `page:`)."""

    command: str
    what: str
    """One of them in words of ours: `lost link`."""
    filters: str
    """What people typed to narrow it down; foreign."""
    total: int
    page: int = 1
    whose: tuple[Part, ...] = ()
    """To whom they belong, in words that go on from "links"; empty where nobody was named."""
    in_direct: bool = False
    """Whether it was asked for in a direct message."""

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // ROWS))


def links_listed(links: Sequence[Link], listed: Listed, now: datetime, *, may_manage: bool = True) -> Message:
    """Rows of links, each with a menu of what can be done about it."""
    return rows_listed([link_row(link, now, may_manage=may_manage) for link in links], listed)


def partners_listed(partners: Sequence[Partner], listed: Listed) -> Message:
    """Rows of partner pages."""
    return rows_listed([_partner_table(partners)], listed)


def several_shown(found: Sequence[Link | Partner], total: int, now: datetime, *, may_manage: bool = True) -> Message:
    """The rows of what several references name; `total` with those that find no room."""
    partners = [each for each in found if isinstance(each, Partner)]
    rows = [link_row(each, now, may_manage=may_manage) for each in found if isinstance(each, Link)]
    tables = [_partner_table(partners)] if partners else []
    more = [context(text.escape(f"and {total - len(found)} more"))] if total > len(found) else []
    return Message(text.escape(f"{total} of them."), (*rows, *tables, *more))


def which_one(
    place: str, choices: Sequence[tuple[Link | Partner, str]], total: int, for_all: str, now: datetime
) -> Message:
    """A question which of several things at a place is meant: a button for each of the first, and one for all.

    `choices` are the first with what their buttons do; `for_all` is empty where there is no such button.
    """
    head = line(foreign(place, 100), f" stands for {total} here. Which one do you mean?")
    rows = [[strong(each.ref), " ", *in_short(each, now)] for each, _ in choices]
    left = total - len(choices)
    more = [line(f"and {left} more; name the page, or the number.")] if left else []
    controls = [
        run(each.ref, command, number) for number, (each, command) in enumerate(choices) if fits_button(command)
    ]
    controls += [run(f"All {total}", for_all, ROWS)] if for_all else []
    return Message(
        text.escape(f"Which of {total} do you mean?"), (rich(head, bullets(rows), *more), *buttons(*controls))
    )


def which_site(fragment: str, choices: Sequence[tuple[str, str]], total: int) -> Message:
    """A question which of several sites is meant by a part of their names; `choices` are sites with their commands."""
    some = line(foreign(fragment, 100), f" is part of {text.several(total, 'site')} here. Which one do you mean?")
    left = [line(f"and {total - len(choices)} more; type more of the name.")] if total > len(choices) else []
    controls = [run(site, command, number) for number, (site, command) in enumerate(choices) if fits_button(command)]
    return Message(text.escape(f"Which of {total} do you mean?"), (rich(some, *left), *buttons(*controls)))


def in_short(tracked: Link | Partner, now: datetime) -> list[Part]:
    """State, page and target in one line; of a partner page its address."""
    if isinstance(tracked, Partner):
        return ["partner page ", web_link(tracked.page_url, 60)]
    state = wording.state_of(tracked, now)
    return [f"{state}: ", web_link(tracked.page_url, 60), " → ", web_link(tracked.target, 40)]


def nothing_listed(listed: Listed, example: str, everything: str = "") -> Message:
    """An empty list, and what helps.

    `everything` lists what this list leaves out, empty where it leaves out nothing; then `example` fills it, empty for
    those who may not.
    """
    narrowed = [*listed.whose, *([" for ", foreign(listed.filters, 100)] if listed.filters else [])]
    helps = [" All there are: ", typed(everything)] if everything else [" To track one: ", typed(example)]
    where = "direct message" if listed.in_direct else "channel"
    there = [f" {wording.CHANNEL_IS_CLIENT}"] if listed.in_direct else []
    return note(f"No {listed.what}s in this {where}", *narrowed, ".", *there, *(helps if everything or example else []))


def _partner_table(partners: Sequence[Partner]) -> Block:
    return table([("Partner", "Followed links out", "Limit", "Page"), *map(_partner_row, partners)])


def _partner_row(partner: Partner) -> tuple[str, ...]:
    count = "not counted yet" if partner.outbound is None else str(partner.outbound)
    mark = "🟠 " if partner.over_limit else ""
    return partner.ref, f"{mark}{count}", str(partner.max_outbound), text.shown_url(partner.page_url, 60)


def rows_listed(rows: Sequence[Block], listed: Listed) -> Message:
    """Rows under how many there are, with what turns the page."""
    head = text.several(listed.total, listed.what)
    whose = [["those", *listed.whose]] if listed.whose else []
    filters = [[foreign(listed.filters, 100)]] if listed.filters else []
    narrowed = joined_by([*whose, *filters], ", ")
    where = [rich(line("Narrowed down to ", *narrowed))] if narrowed else []
    turning = pages(listed.command, listed.page, listed.pages)
    foot = [context(text.escape(f"Page {listed.page} of {listed.pages}"))] if listed.pages > 1 else []
    controls = [*turning, *_sharing(listed)]
    blocks: list[Block] = [header(head), *where, *rows, *foot, *([actions(*controls)] if controls else [])]
    return Message(text.escape(f"{head}."), tuple(blocks))


def whose_of(asked: LinkFilter) -> tuple[Part, ...]:
    """To whom the links of a filter belong, in words that go on from "links"."""
    told: list[Part] = []
    if asked.person:
        told += (
            [" that you added or own"] if asked.person == MINE else [" that ", person(asked.person), " added or owns"]
        )
    if asked.owner:
        names: dict[str, list[Part]] = {MINE: [" that you own"], NOBODY: [" that nobody owns"]}
        told += names.get(asked.owner, [" that ", person(asked.owner), " owns"])
    return tuple(told)


def _sharing(listed: Listed) -> list[Block]:
    command = f"{listed.command} page:{listed.page}" if listed.page > 1 else listed.command
    return sharing(command)
