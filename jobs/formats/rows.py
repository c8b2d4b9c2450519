"""Rows of a sheet as the links that they name; what cannot be used is given back with the reason (pure)."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from jobs.formats import cells
from jobs.formats.cells import DateOrder
from jobs.formats.claims import Telling, claim_of, day_in, with_crawled
from jobs.formats.columns import kept_under
from jobs.formats.disavow import site_entry, site_of
from jobs.formats.kinds.search_console import ENGINE as SEARCH_CONSOLE
from jobs.formats.layouts import columns_of, recognised
from jobs.formats.own_list import columns, currency_named, header_at, is_ours
from jobs.formats.sheet import (
    Field,
    Holds,
    Layout,
    LinkFile,
    LinkRow,
    RefusedFile,
    RejectedRow,
    RowClaim,
    Sheet,
    SheetRow,
)
from jobs.model.terms import Terms
from jobs.web.urls import host

_OWN = Layout("a list of your own", ())
_PAGES = Layout("a list of pages", (), surplus=Field.PAGE)
"""Search Console's link files in any language: addresses, maybe days, and nothing in quotation marks."""
_NO_LINKS = frozenset({"canonical", "redirect", "rel canonical", "hreflang", "css", "javascript", "img"})
"""Kinds of references that are no links in a page."""
_LINK_FILE = "Take Links > Export external links > Latest links."
_RATE, _RATE_AT = re.compile(r"\d+(?:[.,]\d+)?\s?%"), 3
"""The click rate, the fourth of Performance's five columns in every language."""
_AS_WRITTEN = frozenset({Field.ANCHOR, Field.NOTES})
"""Texts of which our own files keep every blank."""
_SITE = re.compile(r"(?:https?___)?((?:[a-z0-9-]+\.)+(?:xn--[a-z0-9-]+?|[a-z0-9]+))_?-", re.IGNORECASE)
_PERSON = re.compile(r"[UW][A-Z0-9]{6,}")
_DISAVOWED = re.compile(r"(?:domain:\s*)(?P<domain>\S+)|(?P<page>https?://\S+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person says about a file, beside the file."""

    name: str = ""
    """Its name: Search Console's begins with our site."""
    our_sites: tuple[str, ...] = ()
    target: str = ""
    """For rows that name none."""
    mapping: Mapping[Field, int] = field(default_factory=dict)
    """Columns that hold something else than we thought, by number from 0; one below 0 holds nothing of it."""
    order: DateOrder | None = None
    currency: str = ""
    """Of amounts that name none."""


def read_sheet(sheet: Sheet, wishes: Wishes) -> LinkFile | RefusedFile:
    """What a sheet lists; a refusal where it lists no links."""
    lines = sheet.lines
    if not lines:
        return RefusedFile("The file is empty.")
    if (disavowed := _disavowed(lines)) is not None:
        return disavowed
    known = recognised(sheet)
    layout, at = known or (_OWN, header_at(lines))
    if layout.holds is Holds.SOMETHING_ELSE:
        return RefusedFile(f"This is the file “{layout.name}”, which names no pages with links to you. {layout.advice}")
    if layout.escaped:
        lines = tuple(SheetRow(line.number, tuple(map(cells.unescaped, line.cells))) for line in lines)
    header = lines[at].cells if at is not None else ()
    body = lines[at + 1 :] if at is not None else lines
    mapping = columns_of(layout, header) if known else columns(header, body, wishes.our_sites)
    mapping = {each: column for each, column in (mapping | dict(wishes.mapping)).items() if column >= 0}
    if layout.holds is Holds.DOMAINS or (not known and _only_domains(mapping, body)):
        return _domains(layout, header, mapping, body)
    if not known and Field.TARGET not in mapping and max(len(header), 1) <= 2:  # noqa: PLR2004
        layout = replace(_PAGES, engine=SEARCH_CONSOLE) if site_in(wishes.name) else _PAGES
        mapping = with_crawled(mapping, body)
    if no_links := "" if known else _no_links(mapping, body, wishes):
        return RefusedFile(no_links)
    return _RowReader(layout, header, mapping, wishes, _order(body, mapping, wishes)).read(body)


def _only_domains(mapping: Mapping[Field, int], body: Sequence[SheetRow]) -> bool:
    """Whether no row names a page, and most name a domain."""
    at = mapping.get(Field.PAGE)
    named = [line.cells[at] for line in body if at is not None and at < len(line.cells) and line.cells[at]]
    return bool(named) and Field.TARGET not in mapping and all(cells.is_domain(cell) for cell in named)


def _no_links(mapping: Mapping[Field, int], body: Sequence[SheetRow], wishes: Wishes) -> str:
    """Why a list in a language that we do not know is none of links: it is of search results, or of our own pages."""
    if Field.PAGE not in mapping:
        return "No column of this file holds addresses of pages; a list needs one, for the page at least."
    if any(_RATE.fullmatch(line.cells[_RATE_AT]) for line in body[:1] if len(line.cells) == _RATE_AT + 2):
        return f"This looks like Search Console's Performance, which names your own pages and no links. {_LINK_FILE}"
    at, sites = mapping[Field.PAGE], [*wishes.our_sites, *filter(None, [site_in(wishes.name)])]
    named = [cells.address(line.cells[at])[0] for line in body[:100] if at < len(line.cells)]
    if Field.TARGET not in mapping and sites and named and all(is_ours(host(url), sites) for url in named if url):
        return f"This lists pages of your own site, as Search Console's Page indexing does, and no links. {_LINK_FILE}"
    return ""


def _order(body: Sequence[SheetRow], mapping: Mapping[Field, int], wishes: Wishes) -> DateOrder | None:
    dated = [mapping[each] for each in (Field.GUARANTEE, Field.CRAWLED, Field.INDEXED_ON) if each in mapping]
    return wishes.order or cells.date_order(line.cells[at] for line in body for at in dated if at < len(line.cells))


def _domains(
    layout: Layout, header: tuple[str, ...], mapping: Mapping[Field, int], body: Sequence[SheetRow]
) -> LinkFile:
    at = mapping.get(Field.DOMAIN, mapping.get(Field.PAGE, 0))
    named = [line.cells[at] for line in body if at < len(line.cells) and line.cells[at]]
    return LinkFile(layout.name, header, mapping, domains=tuple(dict.fromkeys(named)))


def _disavowed(lines: Sequence[SheetRow]) -> LinkFile | None:
    """A disavow file, as domains; None where it is none."""
    said = [line.cells[0] for line in lines if not line.cells[0].startswith("#")]
    found = [match for each in said if (match := _DISAVOWED.match(each))]
    if not any(match["domain"] for match in found) or len(found) < len(said):
        return None
    domains = [site_of(site_entry(name)) or name.lower() for match in found if (name := match["domain"])]
    pages = sum(1 for match in found if match["page"])
    remark = f"It is a disavow file: {len(domains)} domains and {pages} pages that Google was told to pass over."
    return LinkFile("Google disavow file", domains=tuple(dict.fromkeys(domains)), remarks=(remark,))


@dataclass(slots=True)
class _RowReader:
    """Reads the rows of one sheet."""

    layout: Layout
    header: tuple[str, ...]
    mapping: Mapping[Field, int]
    wishes: Wishes
    order: DateOrder | None
    rows: list[LinkRow] = field(default_factory=list)
    rejected: list[RejectedRow] = field(default_factory=list)
    domains: list[str] = field(default_factory=list)
    kept: Counter[str] = field(default_factory=Counter)
    """How many cells of a column say nothing that we understand; they are kept as they are."""
    currency: str = ""
    target: str = ""
    claims: list[RowClaim] = field(default_factory=list)
    telling: Telling = field(init=False)

    def read(self, body: Sequence[SheetRow]) -> LinkFile:
        sites = self.wishes.our_sites
        named_in_file = site_in(self.wishes.name) if self.layout.surplus is Field.PAGE else ""
        self.target = self.wishes.target or named_in_file or (cells.target(sites[0])[0] if len(sites) == 1 else "")
        self.telling = Telling(bool(self.layout.engine), self.order, day_in(self.wishes.name))
        cost = self.mapping.get(Field.COST)
        named = currency_named(self.header[cost]) if cost is not None and cost < len(self.header) else ""
        self.currency = named or self.wishes.currency
        for line in body:
            self._take(line)
        remarks = [
            f"“{name}” was not understood in {times:,} of the rows, and is kept as it is."
            for name, times in self.kept.items()
        ]
        return LinkFile(
            self.layout.name,
            self.header,
            self.mapping,
            tuple(self.rows),
            tuple(self.rejected),
            tuple(dict.fromkeys(self.domains)),
            tuple(self.claims),
            self.layout.engine or self.wishes.name or "an imported list",
            tuple(remarks),
        )

    def _take(self, line: SheetRow) -> None:
        row = self._evened(line)
        if row is None:
            why = f"it has {len(line.cells)} cells, and the header has {len(self.header)}"
            self.rejected.append(RejectedRow(line.number, why, line.cells))
            return
        page_cell = self._cell(row, Field.PAGE)
        if cells.is_domain(page_cell):
            self.domains.append(page_cell.lower())
            self.rejected.append(RejectedRow(line.number, "it names a domain and no page", line.cells))
            return
        made = self._link(line, row, page_cell)
        if isinstance(made, LinkRow):
            self.rows.append(made)
        elif made:
            self.rejected.append(RejectedRow(line.number, made, line.cells))

    def _link(self, line: SheetRow, row: tuple[str, ...], page_cell: str) -> LinkRow | str:
        """The link of a row, or why there is none; empty where it only says something of links that are tracked."""
        page, wrong = cells.address(page_cell, ours=self.layout.escaped)
        if wrong:
            return f"its page: {wrong}"
        kind = self._cell(row, Field.TYPE).casefold()
        if kind in _NO_LINKS:
            return f"it is no link in the page, but {kind}"
        chain = self._cell(row, Field.CHAIN).split(",")[0].strip()
        named = chain or self._cell(row, Field.TARGET)
        target, wrong = cells.target(named, ours=self.layout.escaped) if named else (self.target, "")
        if wrong:
            return f"its target: {wrong}"
        claim = claim_of(lambda each: self._cell(row, each), page, target, self.telling)
        if claim:
            self.claims.append(claim)
            if claim.claim.is_of_the_index and not named:
                return ""
        if not target:
            return "it has no target"
        used: set[Field] = {Field.PAGE, Field.TYPE} | (set() if chain else {Field.TARGET})
        return LinkRow(
            line.number,
            page,
            target,
            anchor=self._used(row, Field.ANCHOR, used),
            rel=self._rel(row, used),
            terms=self._terms(row, used),
            owner=self._owner(row, used),
            channel=self._cell(row, Field.CHANNEL),
            tags=frozenset(tag.strip().lower() for tag in self._used(row, Field.TAGS, used).split(",") if tag.strip()),
            notes=self._used(row, Field.NOTES, used),
            columns=self._others(row, used),
            lost=_lost(self._cell(row, Field.LOST)),
            claim=claim,
        )

    def _evened(self, line: SheetRow) -> tuple[str, ...] | None:
        """The row with as many cells as the header; None where it has more, and nobody knows why."""
        row, width = line.cells, len(self.header)
        if not width:
            return row
        while self.layout.surplus is None and len(row) > width and not row[-1]:
            row = row[:-1]
        extra = len(row) - width
        if extra <= 0:
            return row + ("",) * -extra
        if self.layout.surplus is None:
            return None
        at = self._surplus_at()
        return (*row[:at], ",".join(row[at : at + extra + 1]), *row[at + extra + 1 :])

    def _surplus_at(self) -> int:
        if self.layout.surplus in self.mapping:
            return self.mapping[self.layout.surplus or Field.PAGE]
        return next(at for at, name in enumerate(self.header) if "anchor" in name.lower())

    def _cell(self, row: tuple[str, ...], field_: Field) -> str:
        at = self.mapping.get(field_)
        cell = row[at] if at is not None and at < len(row) else ""
        return cell if field_ in _AS_WRITTEN else cell.strip()

    def _used(self, row: tuple[str, ...], field_: Field, used: set[Field]) -> str:
        used.add(field_)
        return self._cell(row, field_)

    def _owner(self, row: tuple[str, ...], used: set[Field]) -> str:
        """A person of Slack's; a name alone is nobody, and is kept."""
        owner = self._cell(row, Field.OWNER)
        return self._used(row, Field.OWNER, used) if _PERSON.fullmatch(owner) else ""

    def _rel(self, row: tuple[str, ...], used: set[Field]) -> frozenset[str]:
        agreed = set(cells.rel_of(self._used(row, Field.REL, used)))
        for token, column in (("nofollow", Field.NOFOLLOW), ("ugc", Field.UGC), ("sponsored", Field.SPONSORED)):
            if cells.says_yes(self._cell(row, column)):
                agreed.add(token)
        if cells.says_yes(self._used(row, Field.FOLLOW, used)) is False:
            agreed.add("nofollow")
        return frozenset(agreed)

    def _terms(self, row: tuple[str, ...], used: set[Field]) -> Terms:
        cost, guarantee = self._cell(row, Field.COST), self._cell(row, Field.GUARANTEE)
        money = cells.money(cost, self._cell(row, Field.CURRENCY) or self.currency) if cost else None
        until = cells.day(guarantee, self.order) if guarantee else None
        for column, cell, understood in ((Field.COST, cost, money), (Field.GUARANTEE, guarantee, until)):
            if understood:
                used.add(column)
            elif cell:
                self.kept[self._name(self.mapping[column])] += 1
        if money:
            used.add(Field.CURRENCY)
        return Terms(money, until)

    def _others(self, row: tuple[str, ...], used: set[Field]) -> dict[str, str]:
        """What the link has no place for, by the name of its column."""
        taken = {self.mapping[each] for each in used if each in self.mapping}
        named = ((self._name(at), cell) for at, cell in enumerate(row) if cell and at not in taken)
        if not self.layout.escaped:
            return dict(named)
        return {kept: cell for name, cell in named if (kept := kept_under(name))}

    def _name(self, at: int) -> str:
        name = self.header[at] if at < len(self.header) else ""
        return name or f"column {at + 1}"


def _lost(cell: str) -> str:
    """Why an index calls a link lost: a word, or that it says yes."""
    said = cells.says_yes(cell)
    if not cell or said is False:
        return ""
    return "lost" if said else cell


def site_in(name: str) -> str:
    """Our site, with which Search Console begins the names of its files; empty where it does not."""
    found = re.match(
        r"(?:https?___)?((?:[a-z0-9-]+\.)+(?:xn--[a-z0-9-]+?|[a-z0-9]+))_?-", name.rpartition("/")[2], re.IGNORECASE
    )
    return found[1].lower().removeprefix("www.") if found else ""
