"""From the bytes of a file to what it says of links. `read_links` runs in a child process, and raises nothing."""

import io
import json
import logging
import zipfile
from collections.abc import Iterator
from dataclasses import replace

from jobs.formats.decode import decode
from jobs.formats.delimited import read_lines
from jobs.formats.own_file import read_own_csv, read_own_json
from jobs.formats.rows import Wishes, read_sheet
from jobs.formats.sheet import LinkFile, RefusedFile, Sheet, SheetRow
from jobs.formats.workbook import MOST_BYTES, read_workbook

log = logging.getLogger(__name__)

_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_MOST_FILES = 200
_TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".ods", ".xls", ".json", ".jsonl")
_UNREADABLE = "The file cannot be read: it is damaged, or no list."
_WRONG = {
    b"%PDF": "This is a PDF; export the list as CSV or XLSX.",
    b"\x89PNG": "This is a picture; export the list as CSV or XLSX.",
    b"\xff\xd8\xff": "This is a picture; export the list as CSV or XLSX.",
    b"GIF8": "This is a picture; export the list as CSV or XLSX.",
    b"\x1f\x8b": "This is a gzip archive; unpack it first.",
    b"Rar!": "This is a RAR archive; unpack it first.",
    b"7z\xbc\xaf": "This is a 7-Zip archive; unpack it first.",
}


def read_links(data: bytes, wishes: Wishes) -> LinkFile | RefusedFile:
    """What a file says of links; a refusal, in a sentence, where it says nothing that can be imported."""
    try:
        sheets = sheets_in(data, wishes.name)
        found = sheets if isinstance(sheets, RefusedFile) else _best(sheets, wishes)
        return replace(found, name=wishes.name) if isinstance(found, LinkFile) else found
    except MemoryError:
        raise
    except Exception:
        log.exception("A file to import could not be read")
        return RefusedFile(_UNREADABLE)


def sheets_in(data: bytes, name: str) -> tuple[Sheet, ...] | RefusedFile:
    """The tables in a file, whatever kind of file it is; a refusal, in a sentence, where it holds none."""
    for mark, why in _WRONG.items():
        if data.startswith(mark):
            return RefusedFile(why)
    if data.startswith(b"PK\x03\x04"):
        return _from_zip(data)
    if data.startswith(_OLD_EXCEL):
        return read_workbook(data)
    text = decode(data)
    begins = text.lstrip("\ufeff \r\n\t")
    if begins[:1] == "{":
        own = read_own_json(text)
        return (Sheet(name, own),) if own else _from_json(begins)
    if begins[:1] == "<" and begins[1:2] in {"!", "?", "h", "H"}:
        return RefusedFile(
            "This is a web page, no list. A Google sheet is had as CSV at its published address with /pub?output=csv."
        )
    return (Sheet(name, read_own_csv(text) or read_lines(text)),)


def _from_zip(data: bytes) -> tuple[Sheet, ...] | RefusedFile:
    """The sheets of a workbook, or of all the tables in an archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        names = {entry.filename for entry in entries}
        if "[Content_Types].xml" in names or "content.xml" in names:
            return read_workbook(data)
        if len(entries) > _MOST_FILES or sum(entry.file_size for entry in entries) > MOST_BYTES:
            return RefusedFile(f"The archive holds more than {MOST_BYTES // 1024 // 1024} MB or {_MOST_FILES} files.")
        found: list[Sheet] = []
        for entry in entries:
            if entry.filename.lower().endswith(_TABLES) and not entry.filename.startswith("__MACOSX"):
                content = archive.read(entry)
                inner = sheets_in(content, entry.filename) if not content.startswith(b"PK") else read_workbook(content)
                found += () if isinstance(inner, RefusedFile) else inner
    return tuple(found) or RefusedFile("The archive holds no table.")


def _from_json(text: str) -> tuple[Sheet, ...] | RefusedFile:
    """An answer of Bing's API."""
    try:
        details = json.loads(text)["d"]["Details"]
        rows = [(str(each["Url"]), str(each["AnchorText"])) for each in details]
    except (ValueError, KeyError, TypeError):
        return RefusedFile("This is JSON, but neither an answer of Bing's GetUrlLinks nor an export of ours.")
    lines = [SheetRow(number, row) for number, row in enumerate([("Url", "AnchorText"), *rows], 1)]
    return (Sheet("Bing", tuple(lines)),)


def _best(sheets: tuple[Sheet, ...], wishes: Wishes) -> LinkFile | RefusedFile:
    """What the sheet with most links says; where none lists any, why the first does not."""
    read = list(_read(sheets, wishes))
    files = [each for each in read if isinstance(each, LinkFile)]
    if files:
        return max(files, key=lambda each: (len(each.rows), len(each.domains), len(each.rejected)))
    return next((each for each in read if isinstance(each, RefusedFile)), RefusedFile("The file is empty."))


def _read(sheets: tuple[Sheet, ...], wishes: Wishes) -> Iterator[LinkFile | RefusedFile]:
    for sheet in sheets:
        yield read_sheet(sheet, wishes)
