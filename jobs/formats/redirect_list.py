"""A list of redirects, old address -> new one: two columns, arrows, or a server's own lines (pure)."""

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from jobs.exchanges.ours.redirect_rules import WILD, RedirectRule
from jobs.formats.cells import is_address, is_domain
from jobs.formats.opening import sheets_in
from jobs.formats.sheet import RefusedFile, SheetRow
from jobs.web.urls import from_person, join

MOST_RULES = 50_000
_MOST_UNREAD = 10
_OLD = """
    old | old url | old address | from | source | source url | redirect from | current url | url old | original |
    original url | alt | alte url | alte adresse | quelle | von | ancienne url | ancien | origen | url antigua |
    antigua | vecchio | vecchio url
"""
_NEW = """
    new | new url | new address | to | target | target url | redirect to | destination | destination url | url new |
    neu | neue url | neue adresse | ziel | nach | nouvelle url | nouveau | destino | url nueva | nueva | nuovo |
    nuovo url
"""
_NAMES = tuple(frozenset(name.strip() for name in words.split("|")) for words in (_OLD, _NEW))
"""What people call the two columns."""
_ARROW = re.compile(r"\s*(?:[-=–—]+>|→|⇒|➜|➔)\s*")  # noqa: RUF001
_WORDS_OF_SERVERS = frozenset(
    {
        *("redirect", "redirectmatch", "redirectpermanent", "rewriterule", "permanent"),  # Apache
        *("rewrite", "permanent;", "location", "=", "{", "}", "return"),  # nginx
    }
)
_BETWEEN = re.compile(r"\s+|[,;](?=/|https?:)")
_TEMPORARY = frozenset({"302", "303", "307", "temp", "seeother", "redirecttemp", "redirect;", "temporary"})
_TEMPORARY_FLAG = re.compile(r"\[.*\br=30[237]\b.*\]", re.IGNORECASE)
_GONE = frozenset({"410", "gone", "404"})
_PERMANENT = frozenset({"301", "308", "301!", "308!"})
_REST = re.compile(r":splat|\$1|\\1")
_EXPRESSION = re.compile(r"[\[\](){}|^+?*\\]")


class UnreadRule(Struct, frozen=True):
    """A line that says nothing which could be rehearsed, with the reason."""

    line: int
    why: str
    text: str


class RedirectList(Struct, frozen=True):
    """What a list says."""

    rules: tuple[RedirectRule, ...]
    unread: tuple[UnreadRule, ...] = ()


class _UnreadError(Exception):
    """Why a line cannot be used."""


def read_redirects(data: bytes, name: str, base: str) -> RedirectList | RefusedFile:
    """What a file says; `base` is the address that old and new ones without a host belong to, or empty."""
    sheets = sheets_in(data, name)
    if isinstance(sheets, RefusedFile):
        return sheets
    found = [redirects_in(sheet.lines, base) for sheet in sheets]
    best = max(found, key=lambda each: (len(each.rules), len(each.unread)), default=RedirectList(()))
    if not best.rules:
        why = f" Line {best.unread[0].line}: {best.unread[0].why}." if best.unread else ""
        return RefusedFile(f"No redirect was found: each line names an old and a new address.{why}")
    if len(best.rules) > MOST_RULES:
        return RefusedFile(f"The list has more than {MOST_RULES:,} redirects; rehearse it in parts.")
    return best


def redirects_in(rows: Iterable[SheetRow], base: str) -> RedirectList:
    """The redirects that rows name, and the rows that name none; a row above them without any address is their head."""
    rules: list[RedirectRule] = []
    unread: list[UnreadRule] = []
    columns: tuple[int, int] | None = None
    for row in rows:
        cells = [cell.strip() for cell in row.cells]
        if cells[0].startswith("#") or not any(cells) or _closes_block(cells):
            continue
        if not rules and (named := _columns(cells)):
            columns = named
            continue
        try:
            rules.append(_rule(row.number, cells, columns, base))
        except _UnreadError as error:
            if rules or any(map(_is_place, cells)):
                unread.append(UnreadRule(row.number, str(error), " ".join(filter(None, cells))[:200]))
    return RedirectList(tuple(rules), tuple(unread))


def _closes_block(cells: Sequence[str]) -> bool:
    return set("".join(cells)) <= set("{}; ")


def _columns(cells: Sequence[str]) -> tuple[int, int] | None:
    names = [re.sub(r"[\s_]+", " ", cell).casefold() for cell in cells]
    old, new = (next((at for at, name in enumerate(names) if name in known), None) for known in _NAMES)
    return (old, new) if old is not None and new is not None else None


def _rule(line: int, cells: Sequence[str], columns: tuple[int, int] | None, base: str) -> RedirectRule:
    is_wide = sum(map(bool, cells)) > 1
    words = [word for cell in cells for word in ([cell] if is_wide else _words(cell)) if word]
    marks = {word.casefold() for word in words}
    is_gone = bool(marks & _GONE)
    if "200" in marks:
        raise _UnreadError("it shows another page in the old one's place, which is no redirect")
    if columns and is_wide:
        old, new = (cells[at] if at < len(cells) else "" for at in columns)
    else:
        old, new = _two(words, is_gone=is_gone)
    permanent = not marks & _TEMPORARY and not any(map(_TEMPORARY_FLAG.fullmatch, words))
    where = _old(old, base)
    return RedirectRule(where, "" if is_gone else _new(new, where), line, permanent)


def _words(cell: str) -> list[str]:
    """A line's words: an arrow, blanks or a comma stand between addresses."""
    return [word for part in _ARROW.split(cell) for word in _BETWEEN.split(part) if word]


def _two(words: Sequence[str], *, is_gone: bool) -> tuple[str, str]:
    told = _GONE | _TEMPORARY | _PERMANENT | _WORDS_OF_SERVERS
    places = [word.rstrip(";") for word in words if word.casefold() not in told and not _is_flag(word)]
    places = [word for word in places if _is_place(word)]
    if len(places) == 1 and is_gone:
        return places[0], ""
    if len(places) < 2:  # noqa: PLR2004  # old and new
        raise _UnreadError("it does not name two addresses")
    return places[0], places[1]


def _is_flag(word: str) -> bool:
    return word.startswith("[") and word.endswith("]")


def _is_place(word: str) -> bool:
    return word.startswith(("/", "^", WILD)) or is_address(word) or is_domain(word) or "://" in word


def _old(text: str, base: str) -> str:
    is_expression = text.startswith("^") or text.endswith(("$", ".*", ".*)"))
    plain = re.sub(r"\(?\.\*\)?$", WILD, text.removeprefix("^").removesuffix("$"))
    if is_expression:
        plain = re.sub(r"\\([./-])", r"\1", plain)
        plain = plain if plain.startswith(("/", "http")) else f"/{plain}"
    plain = re.sub(r":splat$", WILD, plain)
    rest = plain.removesuffix(WILD)
    if (is_expression and _EXPRESSION.search(rest)) or WILD in rest:
        raise _UnreadError("its old address is an expression, which cannot be rehearsed")
    return _absolute("/*" if plain == WILD else plain, base)


def _new(text: str, old: str) -> str:
    """A new address without a host is on that of the old one."""
    new = _absolute(_REST.sub(WILD, text), old)
    return new if old.endswith(WILD) else new.replace(WILD, "%2A")


def _absolute(text: str, base: str) -> str:
    if text.startswith("/") and not text.startswith("//"):
        if not base:
            raise _UnreadError("it does not say on which site: name the site")
        found = join(text, base) or ""
    else:
        found = from_person(text, is_whole=True).url
    if not found.startswith(("http://", "https://")):
        raise _UnreadError(f"“{text[:100]}” is no address")
    return found


def lines_as_rows(lines: Iterable[str]) -> Iterator[SheetRow]:
    """Lines that somebody pasted, as rows of a sheet."""
    return (SheetRow(number, (line,)) for number, line in enumerate(lines, 1) if line.strip())


def unread_words(listed: RedirectList) -> list[str]:
    """Sentences about the lines that say nothing."""
    said = [f"Line {each.line} is left out: {each.why}." for each in listed.unread[:_MOST_UNREAD]]
    more = len(listed.unread) - len(said)
    return [*said, *([f"And {more:,} more lines are left out."] if more else [])]
