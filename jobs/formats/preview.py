"""What an import would do, before anything is written, and as which links its rows would be tracked (pure)."""

import csv
import hashlib
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby

from msgspec import Struct

from jobs.formats.cells import escaped
from jobs.formats.row_facts import facts_of
from jobs.formats.sheet import GIVEN_BACK, LinkFile, LinkRow, RowFact
from jobs.formats.updates import KnownLinks, LinkUpdate, update_of
from jobs.model.link import Expectation, Imported, Link, NewLink, Updated
from jobs.model.terms import Guarantee
from jobs.units.english import several
from jobs.web.urls import host, registrable_domain

_MOST_LINES_NAMED = 8
_MOST_NAMED = 10
_ELSEWHERE = "name one in which you may add links, by its id such as C0123456789, or in Slack by its name."


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What a person chooses for an import."""

    channel: str
    by: str = ""
    most_per_domain: int = 0
    """Links of one site that are tracked at most, those on top of the file first; 0: all."""
    lost_too: bool = False
    """Whether links are tracked that the file calls lost."""
    known: KnownLinks = KnownLinks.LEAVE
    channels: Mapping[str, str] | None = None
    """By what stands in the column of channels: the channel that its row is for; empty where it may not be. None: all
    rows are for the one."""
    sheet: int = 0
    """The id of the synced sheet that they come from; 0: they come from a file."""

    def channel_of(self, row: LinkRow) -> str:
        """The channel that a row is for; empty where it may not be there."""
        return self.channel if self.channels is None or not row.channel else self.channels.get(row.channel, "")


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """The rows of a file by what would become of them."""

    file: LinkFile
    new: tuple[LinkRow, ...] = ()
    tracked: tuple[LinkRow, ...] = ()
    """Those that the channel tracks already."""
    updates: tuple[LinkUpdate, ...] = ()
    """What would be changed of those."""
    twice: tuple[LinkRow, ...] = ()
    """Those whose page and target stand further up, too."""
    lost: tuple[LinkRow, ...] = ()
    """Those that the file calls lost already: they are offered, and tracked only if that is asked for."""
    too_many: tuple[LinkRow, ...] = ()
    """Those beyond the most links of one site."""
    elsewhere: tuple[LinkRow, ...] = ()
    """Those that name a channel in which they may not be tracked."""
    told: Mapping[int, tuple[RowFact, ...]] = field(default_factory=dict)
    """What the file says that search engines know of links that are tracked already, by their ids."""

    @property
    def does_anything(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.new or self.told or self.updates)

    @property
    def sentences(self) -> list[str]:
        """What would be done, in words."""
        unusable = self.file.rejected
        counts = [
            f"{len(self.new):,} new",
            f"{len(self.tracked):,} tracked already" * bool(self.tracked),
            f"{len(self.updates):,} of them changed" * bool(self.updates),
            f"{len(self.twice):,} named twice" * bool(self.twice),
            f"{len(self.lost):,} lost already, by what the file says" * bool(self.lost),
            f"{len(self.too_many):,} beyond the most of one site" * bool(self.too_many),
            f"{len(unusable):,} unusable" * bool(unusable),
        ]
        said = [f"{self.file.layout}: {', '.join(filter(None, counts))}."]
        reasons = Counter(row.why for row in unusable)
        for why, times in reasons.most_common(_MOST_LINES_NAMED):
            lines = [row.line for row in unusable if row.why == why]
            shown = ", ".join(map(str, lines[:_MOST_LINES_NAMED])) + " ..." * (times > _MOST_LINES_NAMED)
            said.append(f"Line{'s' * (times > 1)} {shown}: {why}.")
        if self.file.domains:
            count = len(self.file.domains)
            named = f"{', '.join(self.file.domains[:_MOST_NAMED])}{' ...' * (count > _MOST_NAMED)}"
            said.append(
                f"{several(count, 'names', 'name')} a domain and no page ({named}): find the page there that has the "
                "link, and add it."
            )
        for name, rows in groupby(sorted(self.elsewhere, key=lambda row: row.channel), lambda row: row.channel):
            number = len([*rows])
            are = "is" if number == 1 else "are"
            said.append(f"{number:,} for the channel “{name}” {are} left out: {_ELSEWHERE}")
        said += [f"{each.link.ref} {'; '.join(each.changes)}." for each in self.updates[:_MOST_NAMED]]
        if self.told:
            count = len(self.told)
            kept = f"of {several(count, 'tracked link')} it says what search engines know"
            said.append(f"{self.file.source}: {kept}; that is kept with its day.")
        return [*said, *self.file.remarks]


def columns_said(file: LinkFile) -> str:
    """Which column was taken for what, each by its number and name; empty where there are none."""
    ordered = sorted(file.mapping.items(), key=lambda each: each[1])
    names = [file.header[at] if at < len(file.header) else "" for _, at in ordered]
    said = [f"{each} = {at + 1}{f' ({name})' * bool(name)}" for (each, at), name in zip(ordered, names, strict=True)]
    return f"Columns: {', '.join(said)}." if said else ""


class WrittenImport(Struct, frozen=True):
    """What became of an import."""

    batch: str
    links: tuple[Link, ...] = ()
    known: int = 0
    """Links that somebody else added in between."""
    told: int = 0
    """Tracked links with which something about search engines was kept."""
    updated: int = 0
    """Links that were tracked already, and changed."""


class TakenBack(Struct, frozen=True):
    """What became of taking an import back."""

    removed: int = 0
    kept: tuple[str, ...] = ()
    """References of links that people changed since; they stay."""
    too_old: bool = False
    untold: int = 0
    """Links that were tracked before, and with which nothing is kept any more of what the import said of them."""
    restored: int = 0
    """Links that were tracked before it, and are as they were then."""

    def and_also(self, other: "TakenBack") -> "TakenBack":
        """This and what became of it in another channel."""
        return TakenBack(
            self.removed + other.removed,
            (*self.kept, *other.kept),
            self.too_old or other.too_old,
            self.untold + other.untold,
            self.restored + other.restored,
        )


Tracked = Callable[[str, str, str], Link | None]
"""The link that a channel tracks between a page and a target."""


def preview(
    file: LinkFile, options: ImportOptions, tracked: Tracked, hiding_costs: Collection[str] = ()
) -> ImportPreview:
    """Sort the rows of a file; of the channels `hiding_costs` no amount is told."""
    seen: set[tuple[str, str, str]] = set()
    on_site: Counter[str] = Counter()
    found: dict[str, list[LinkRow]] = {name: [] for name in _SORTED}
    updates: list[LinkUpdate] = []
    for row in file.rows:
        ends = options.channel_of(row), row.page, row.target
        site = registrable_domain(host(row.page)) if options.most_per_domain else ""
        if not ends[0]:
            found["elsewhere"].append(row)
            continue
        if ends in seen:
            found["twice"].append(row)
        elif link := tracked(*ends):
            found["tracked"].append(row)
            update = update_of(row, link, options.known, hides_costs=link.channel in hiding_costs)
            updates += [update] if update else []
        elif row.lost and not options.lost_too:
            found["lost"].append(row)
        elif options.most_per_domain and on_site[site] >= options.most_per_domain:
            found["too_many"].append(row)
        else:
            found["new"].append(row)
            on_site[site] += 1
        seen.add(ends)
    new, known, twice, lost, too_many, elsewhere = map(tuple, found.values())
    return ImportPreview(file, new, known, tuple(updates), twice, lost, too_many, elsewhere)


_SORTED = ("new", "tracked", "twice", "lost", "too_many", "elsewhere")
"""In the order of the fields of a preview."""


def channel_in(cell: str, ids: Mapping[str, str]) -> str:
    """The id of the channel that a cell names, by its id or with or without a `#`; empty where it names none.

    `ids` are those of channels, by their names.
    """
    found = re.search(r"\b[CG][A-Z0-9]{6,}\b", cell)
    return ids.get(cell.strip().removeprefix("#").casefold(), found[0] if found else "")


def batch_name(links: Iterable[str], now: datetime) -> str:
    """The name of links that are added together, each as one text, by which they are taken back.

    The same links may be imported twice within a second: of each moment the name is another.
    """
    told = hashlib.sha256("\n".join((now.isoformat(), *links)).encode()).hexdigest()
    return f"{now:%Y%m%d-%H%M%S}-{told[:4]}"


def new_links(
    rows: Sequence[LinkRow], options: ImportOptions, batch: str, now: datetime, source: str = ""
) -> list[NewLink]:
    """The rows as links to track in the channel."""
    made = [
        NewLink(
            channel=options.channel_of(row),
            page_url=row.page,
            target=row.target,
            expected=Expectation(anchor=row.anchor, rel=row.rel),
            owner=row.owner,
            tags=row.tags,
            added_by=options.by,
            notes=row.notes,
            terms=row.terms,
            columns=row.columns,
            guarantee=row.guarantee or Guarantee(),
        )
        for row in rows
    ]
    return [
        replace(
            new,
            imported=Imported(batch, now, said_of(new), options.sheet),
            index_facts=facts_of([row.fact], source, batch, now),
        )
        for new, row in zip(made, rows, strict=True)
    ]


def said_of(link: NewLink | Link) -> str:
    """A checksum of all that people can change of a link; what checks find out changes nothing of it."""
    expected, standing = link.expected, getattr(link, "standing", None)
    said = [
        *(link.channel, link.page_url, link.target, expected.anchor, sorted(expected.rel), link.owner),
        *(sorted(link.tags), str(link.every), link.notes, repr(link.terms), sorted(link.columns.items())),
        [[each.kind, each.now] for each in expected.accepted],
        str(standing.snoozed_until) if standing and standing.snoozed_until else "",
        standing.marked_by if standing else "",
        *([each.claim, str(each.on), each.by] for each in link.index_facts if each.by),
        *([repr(link.guarantee)] if link.guarantee != Guarantee() else []),
        *(["render"] if expected.render else []),
    ]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:16]


def untouched(links: Sequence[Link], batch: str) -> tuple[list[Link], list[Link]]:
    """The links that an import added or changed and that are as it left them, and those that people changed since."""
    mine = [(link, mark.said) for link in links for mark in marks_of(link) if mark.batch == batch]
    as_left = [link for link, said in mine if said == said_of(link)]
    return as_left, [link for link, said in mine if said != said_of(link)]


def marks_of(link: Link) -> list[Imported | Updated]:
    """The imports that a link may be taken back to before: that which added it, and that which changed it last."""
    return [mark for mark in (link.imported, link.updated) if mark]


def batches_of(link: Link) -> list[str]:
    """The imports that brought or changed the link, or that said something of it."""
    return [*(mark.batch for mark in marks_of(link)), *(fact.batch for fact in link.index_facts if fact.batch)]


def rejected_csv(file: LinkFile) -> str:
    """The rows that could not be used as CSV, with the reason behind: to be mended and imported again.

    A `'` stands before what a spreadsheet would take for a formula.
    """
    width = max((len(row.cells) for row in file.rejected), default=0)
    names = [*file.header, *(f"column {number}" for number in range(len(file.header) + 1, width + 1))]
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow([*map(escaped, names), *GIVEN_BACK])
    for row in file.rejected:
        table.writerow([*map(escaped, row.cells), *[""] * (len(names) - len(row.cells)), row.line, row.why])
    return written.getvalue()
