"""Rows of a sheet as the links that they name; what cannot be used is given back with the reason (pure)."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from jobs.formats import cells
from jobs.formats.cells import DateOrder
from jobs.formats.columns import kept_under
from jobs.formats.domain_lists import disavowed, domains_of, is_of_domains
from jobs.formats.kinds.screaming_frog import CRAWL
from jobs.formats.kinds.search_console import ENGINE as SEARCH_CONSOLE
from jobs.formats.layouts import columns_of, recognised
from jobs.formats.own_list import columns, currency_named, header_at
from jobs.formats.row_facts import Telling, day_in, row_fact_of, with_crawled
from jobs.formats.sheet import (
    GIVEN_BACK,
    NO_TARGET,
    Field,
    Holds,
    Layout,
    LinkFile,
    LinkRow,
    RefusedFile,
    RejectedRow,
    RowFact,
    Sheet,
    SheetRow,
)
from jobs.formats.wrong_files import why_no_links
from jobs.model.terms import Guarantee, Terms
from jobs.web.urls import site_name

_OWN = Layout("a list of your own", ())
_PAGES = Layout("a list of pages", (), surplus=Field.PAGE)
"""Search Console's link files in any language: addresses, maybe days, and nothing in quotation marks."""
_NO_LINKS = frozenset({"canonical", "redirect", "rel canonical", "hreflang", "css", "javascript", "img"})
"""Kinds of references that are no links in a page."""
_AS_WRITTEN = frozenset({Field.ANCHOR, Field.NOTES, Field.REMEDY})
"""Texts of which our own files keep every blank."""
_SITE = re.compile(r"(?:https?___)?((?:[a-z0-9-]+\.)+(?:xn--[a-z0-9-]+?|[a-z0-9]+))_?-", re.IGNORECASE)
"""Search Console's file of a site begins so; of a whole domain without a scheme."""
_BETWEEN = re.compile(r",\s*(?=https?://)")
"""What stands between the addresses of a redirect chain; they may hold commas themselves."""
_PERSON = re.compile(r"[UW][A-Z0-9]{6,}")


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
        return RefusedFile("The file is empty.", is_empty=True)
    if (found := disavowed(lines, wishes.name)) is not None:
        return found
    known = recognised(sheet)
    layout, at = known or (_OWN, header_at(lines))
    if layout.holds is Holds.SOMETHING_ELSE:
        return RefusedFile(f"This is the file “{layout.name}”, which names no pages with links to you. {layout.advice}")
    if layout.escaped:
        lines = tuple(SheetRow(line.number, tuple(map(cells.unescaped, line.cells))) for line in lines)
    header = lines[at].cells if at is not None and at >= 0 else ()
    body = lines[at + 1 :] if at is not None else lines
    if header[-len(GIVEN_BACK) :] == GIVEN_BACK:
        header = header[: -len(GIVEN_BACK)]
        body = tuple(SheetRow(row.number, tuple(map(cells.unescaped, row.cells[: len(header)]))) for row in body)
    mapping = columns_of(layout, header) if known else columns(header, body, wishes.our_sites)
    if not known and Field.TYPE in mapping:
        layout = CRAWL
    mapping = {each: column for each, column in (mapping | dict(wishes.mapping)).items() if column >= 0}
    if layout.holds is Holds.DOMAINS or (not known and is_of_domains(mapping, body)):
        return domains_of(layout, header, mapping, body)
    if not known and Field.TARGET not in mapping and max(len(header), 1) <= 2:  # noqa: PLR2004
        layout = replace(_PAGES, engine=SEARCH_CONSOLE) if site_in(wishes.name) else _PAGES
        mapping = with_crawled(mapping, body)
    sites = [*wishes.our_sites, *filter(None, [site_in(wishes.name)])]
    if no_links := "" if known else why_no_links(wishes.name, mapping, body, sites):
        return RefusedFile(no_links) if body else RefusedFile("The file has a header, and no rows.", is_empty=True)
    return _RowReader(layout, header, mapping, wishes, _order(body, mapping, wishes, layout)).read(body)


def _order(body: Sequence[SheetRow], mapping: Mapping[Field, int], wishes: Wishes, layout: Layout) -> DateOrder | None:
    dated = [mapping[each] for each in (Field.GUARANTEE, Field.CRAWLED, Field.INDEXED_ON) if each in mapping]
    return wishes.order or layout.order or cells.date_order(cell for at in dated for cell in _column(body, at))


def _column(body: Sequence[SheetRow], at: int | None) -> list[str]:
    return [line.cells[at] for line in body if at is not None and at < len(line.cells)]


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
    mark: str = ""
    """What stands before the cents."""
    target: str = ""
    facts: list[RowFact] = field(default_factory=list)
    telling: Telling | None = None
    """Set where the file says anything of search engines."""
    asks_currency: bool = False

    def read(self, body: Sequence[SheetRow]) -> LinkFile:
        sites = self.wishes.our_sites
        named_in_file = site_in(self.wishes.name) if self.layout.surplus is Field.PAGE else ""
        self.target = self.wishes.target or named_in_file or (cells.target(sites[0])[0] if len(sites) == 1 else "")
        if self.layout.engine or Field.INDEXED in self.mapping:
            self.telling = Telling(bool(self.layout.engine), self.order, day_in(self.wishes.name))
        cost = self.mapping.get(Field.COST)
        named = currency_named(self.header[cost]) if cost is not None and cost < len(self.header) else ""
        self.currency = named or self.wishes.currency or self.layout.currency
        self.mark = cells.decimal_mark(_column(body, cost))
        for line in body:
            self._take(line)
        asks_order = self.order is None and cells.asks_order(_column(body, self.mapping.get(Field.GUARANTEE)))
        return LinkFile(
            self.layout.name,
            self.header,
            self.mapping,
            tuple(self.rows),
            tuple(self.rejected),
            tuple(dict.fromkeys(self.domains)),
            tuple(self.facts),
            self.layout.engine or self.wishes.name or "an imported list",
            tuple(self._remarks(asks_order=asks_order)),
            asks_order=asks_order,
            asks_currency=self.asks_currency,
        )

    def _remarks(self, *, asks_order: bool) -> Iterator[str]:
        """What was not understood, and is kept as it is; what somebody can tell, they are asked."""
        asked = {Field.COST: "names no currency"} if self.asks_currency else {}
        asked |= {Field.GUARANTEE: "may begin with the day or the month"} if asks_order else {}
        open_ = {self._name(self.mapping[each]): words for each, words in asked.items()}
        for name, times in self.kept.items():
            unless = ", unless you say which" * (name in open_)
            yield f"“{name}” {open_.get(name, 'was not understood')} in {times:,} of the rows: kept as it is{unless}."

    def _take(self, line: SheetRow) -> None:
        row = self._evened(line)
        if row is None:
            why = f"it has {len(line.cells)} cells, and the header has {len(self.header)}"
            self.rejected.append(RejectedRow(line.number, why, line.cells))
            return
        page_cell = self._cell(row, Field.PAGE)
        domain = page_cell or self._cell(row, Field.DOMAIN)
        if cells.is_domain(domain):
            self.domains.append(domain.lower())
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
        if kind in _NO_LINKS or (self.layout.links and kind not in self.layout.links):
            return f"it is no link in the page, but {kind or 'of no kind'}"
        chain = _BETWEEN.split(self._cell(row, Field.CHAIN))[0].strip()
        named = chain or self._cell(row, Field.TARGET) or self._cell(row, Field.SEEN_TARGET)
        target, wrong = cells.target(named, ours=self.layout.escaped) if named else (self.target, "")
        if wrong:
            return f"its target: {wrong}"
        fact = row_fact_of(lambda each: self._cell(row, each), page, target, self.telling) if self.telling else None
        if fact:
            self.facts.append(fact)
            if fact.status.is_of_the_index and not named:
                return ""
        if not target:
            return NO_TARGET
        used: set[Field] = {Field.PAGE, Field.TYPE} | (set() if chain else {Field.TARGET})
        return LinkRow(
            line.number,
            page,
            target,
            anchor=self._used(row, Field.ANCHOR, used),
            rel=self._rel(row, used),
            terms=self._terms(row, used),
            guarantee=self._guarantee(row, used),
            covers_all=cells.covered(self._cell(row, Field.COVERS)) == (),
            owner=self._owner(row, used),
            channel=self._cell(row, Field.CHANNEL),
            tags=cells.tags_in(self._used(row, Field.TAGS, used)),
            notes=self._used(row, Field.NOTES, used),
            columns=self._others(row, used),
            lost=_lost(self._cell(row, Field.LOST)),
            fact=fact,
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
        currency = self._cell(row, Field.CURRENCY) or self.currency
        money = cells.money(cost, currency, self.mark) if cost else None
        self.asks_currency |= (
            bool(cost) and not money and not currency and cells.money(cost, "EUR", self.mark) is not None
        )
        until = cells.day(guarantee, self.order) if guarantee else None
        for column, cell, understood in ((Field.COST, cost, money), (Field.GUARANTEE, guarantee, until)):
            if understood:
                used.add(column)
            elif cell:
                self.kept[self._name(self.mapping[column])] += 1
        if money:
            used.add(Field.CURRENCY)
        return Terms(money, until)

    def _guarantee(self, row: tuple[str, ...], used: set[Field]) -> Guarantee | None:
        """What its guarantee is beside the last day, None without such columns; what is not understood is kept."""
        if not self.mapping.keys() & {Field.CLAIM_DAYS, Field.COVERS, Field.REMEDY}:
            return None
        days = cells.claim_days(self._cell(row, Field.CLAIM_DAYS))
        covers = cells.covered(self._cell(row, Field.COVERS))
        for column, understood in ((Field.CLAIM_DAYS, days), (Field.COVERS, covers)):
            if understood is not None:
                used.add(column)
            elif self._cell(row, column):
                self.kept[self._name(self.mapping[column])] += 1
        return Guarantee(covers or (), days, self._used(row, Field.REMEDY, used))

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
    found = _SITE.match(name.rpartition("/")[2])
    return site_name(found[1]) if found else ""
