"""`export` as people type it: a kind of file, a sheet, and what narrows it down as in `list`; and `import` (pure)."""

from collections.abc import Mapping, Sequence

from bot.grammar.addresses import is_address, target_in
from bot.grammar.errors import CommandError
from bot.grammar.list_query import Disavow, Export, ListLinks
from bot.grammar.lists import list_of
from bot.grammar.refs import WHAT_IT_IS, is_filler, ref_of, split_commas
from bot.grammar.values import OpenImport, UndoImport
from bot.grammar.words import Sort, Word, as_typed, words_of
from jobs.formats.exports.request import ExportFormat, SheetName
from jobs.formats.filters.link_filter import LinkFilter
from jobs.model.ref import Kind, Ref

_FORMATS: Mapping[str, ExportFormat] = {form.value: form for form in ExportFormat} | {
    "excel": ExportFormat.XLSX,
    "xls": ExportFormat.XLSX,
    "json": ExportFormat.JSON_LINES,
    "ndjson": ExportFormat.JSON_LINES,
}
_SHEETS: Mapping[str, SheetName] = {
    "partners": SheetName.PARTNERS,
    "partner": SheetName.PARTNERS,
    "history": SheetName.HISTORY,
    "reciprocity": SheetName.RECIPROCITY,
    "prospects": SheetName.PROSPECTS,
    "prospect": SheetName.PROSPECTS,
}
_DISAVOW = frozenset({"disavow", "disavowed"})
_BECAUSE = frozenset({"because", "reason", "since"})
_DOMAIN = "domain:"
_EXAMPLE = "export xlsx lost"
_DISAVOW_EXAMPLE = 'export disavow L-3 spam.example "a link farm"'


def export_of(lines: Sequence[Sequence[Word]], typed: str) -> Export | Disavow:
    """What shall be exported; raises CommandError, naming the word.

    What stands on further lines under `export disavow` is the file that is live.
    """
    first = lines[0] if lines else []
    if any(word.text.lower() in _DISAVOW for word in first):
        return _disavow(split_commas([word for word in first if word.text.lower() not in _DISAVOW]), _below(typed))
    words = [word for line in lines for word in line if word.sort is not Sort.CELL]
    forms = [_FORMATS[word.text.lower()] for word in words if word.text.lower() in _FORMATS]
    sheets = [_SHEETS[word.text.lower()] for word in words if word.text.lower() in _SHEETS]
    for found, what in ((forms, "kind of file"), (sheets, "sheet")):
        if len(set(found)) > 1:
            raise CommandError(found[1], f"is one {what} too many.", _EXAMPLE)
    narrowing = [word for word in words if word.text.lower() not in _FORMATS and word.text.lower() not in _SHEETS]
    sheet = sheets[0] if sheets else None
    return Export(forms[0] if forms else ExportFormat.XLSX, sheet, _narrowed(narrowing, sheet))


def _narrowed(words: Sequence[Word], sheet: SheetName | None) -> LinkFilter:
    try:
        found = list_of(words, partners=sheet is SheetName.PARTNERS)
    except CommandError as wrong:
        raise CommandError(wrong.word, wrong.why, _example(wrong.example), wrong.meant) from None
    if found.page > 1:
        raise CommandError(f"page:{found.page}", "is not needed: an export has all of them.", _EXAMPLE)
    return found.links if isinstance(found, ListLinks) else LinkFilter(domain=found.domain)


def _example(of_list: str) -> str:
    """What would be right of a list, asked for as a file; something else where an export takes no such thing."""
    typed = of_list.replace("list", "export", 1)
    try:
        export_of([words_of(typed)[1:]], typed)
    except CommandError:
        return _EXAMPLE
    return typed if of_list else _EXAMPLE


def _disavow(words: Sequence[Word], live: str) -> Disavow:
    refs: list[Ref] = []
    places: list[str] = []
    reason = ""
    for word in words:
        if found := ref_of(word):
            if found.kind is not Kind.LINK:
                why = f"is {WHAT_IT_IS[found.kind]}; a disavow file is of links."
                raise CommandError(word.seen, why, _DISAVOW_EXAMPLE)
            refs.append(found)
        elif word.text.lower().startswith(_DOMAIN):
            places.append(word.text[len(_DOMAIN) :])
        elif is_address(word):
            places.append(target_in(word))
        elif word.sort is Sort.QUOTED:
            reason = word.text
        elif not is_filler(word) and word.text.lower() not in _BECAUSE:
            why = "is neither a link, a page nor a domain; a reason stands in quotation marks."
            raise CommandError(word.seen, why, _DISAVOW_EXAMPLE)
    if not refs and not places:
        raise CommandError("", "Say what Google shall pass over.", _DISAVOW_EXAMPLE)
    return Disavow(tuple(dict.fromkeys(refs)), tuple(dict.fromkeys(places)), reason, live)


def _below(typed: str) -> str:
    """What stands on the lines below the command, as it was typed or pasted."""
    return as_typed(typed).replace("\r", "\n").strip().partition("\n")[2]


def import_of(words: Sequence[Word]) -> OpenImport | UndoImport:
    """Nothing, for the form, or what takes an import back; raises CommandError, naming the word."""
    if not words:
        return OpenImport()
    if words[0].text.lower() not in {"undo", "back"}:
        raise CommandError(words[0].seen, "is not read here; the form takes files and pasted rows.", "import")
    if len(words) > 2:  # noqa: PLR2004  # undo and a name
        raise CommandError(words[2].seen, "is one too many: one import is taken back at a time.", "import undo")
    return UndoImport(words[1].text if len(words) > 1 else "")
