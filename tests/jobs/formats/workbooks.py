"""Workbooks as small as they can be, byte by byte: an ODS file and one of old Excel."""

import io
import struct
import zipfile
from collections.abc import Sequence

Cell = str | float | tuple[str, str]
"""A text, a number, or a text with the address that it leads to."""
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def ods(rows: Sequence[Sequence[Cell]], empty_rows: int = 1) -> bytes:
    """A sheet as LibreOffice writes it, with `empty_rows` behind that are written once."""
    body = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
    body += f'<table:table-row table:number-rows-repeated="{empty_rows}"><table:table-cell/></table:table-row>'
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{_OFFICE}:manifest:1.0"/>')
        archive.writestr(
            "content.xml",
            f'<office:document-content xmlns:office="{_OFFICE}:office:1.0" xmlns:table="{_OFFICE}:table:1.0" '
            f'xmlns:text="{_OFFICE}:text:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"><office:body>'
            f'<office:spreadsheet><table:table table:name="Links">{body}</table:table></office:spreadsheet>'
            "</office:body></office:document-content>",
        )
    return packed.getvalue()


def _ods_cell(cell: Cell) -> str:
    if cell == "":
        return '<table:table-cell table:number-columns-repeated="1"/>'
    if isinstance(cell, float):
        return (
            f'<table:table-cell office:value-type="float" office:value="{cell}"><text:p>x</text:p></table:table-cell>'
        )
    words = f'<text:a xlink:href="{cell[1]}">{cell[0]}</text:a>' if isinstance(cell, tuple) else cell
    return f'<table:table-cell office:value-type="string"><text:p>{words}</text:p></table:table-cell>'


def xls(rows: Sequence[Sequence[str | float]]) -> bytes:
    """A sheet in BIFF8, in the one stream of a compound file."""
    cells = b"".join(_xls_cell(at, column, cell) for at, row in enumerate(rows) for column, cell in enumerate(row))
    size = _record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0))
    sheet = _begin(0x0010) + size + cells + _record(0x000A)
    head, name = _begin(0x0005) + _record(0x0042, struct.pack("<H", 1200)), b"Links"
    length = len(head) + 4 + 8 + len(name) + 4
    bound = _record(0x0085, struct.pack("<IBBBB", length, 0, 0, len(name), 0) + name)
    return _compound(head + bound + _record(0x000A) + sheet)


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _begin(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0, 0, 0, 0))


def _xls_cell(row: int, column: int, cell: str | float) -> bytes:
    if isinstance(cell, float):
        return _record(0x0203, struct.pack("<HHHd", row, column, 0, cell))
    return _record(0x0204, struct.pack("<HHHHB", row, column, 0, len(cell), 1) + cell.encode("utf-16-le"))


def _compound(stream: bytes) -> bytes:
    """One table of sectors, one of entries, and the stream, which is large enough to stand by itself."""
    stream = stream.ljust(max(4096, -(-len(stream) // _SECTOR) * _SECTOR), b"\0")
    count = len(stream) // _SECTOR
    chain = [_FAT, _END, *range(3, count + 2), _END]
    table = struct.pack("<128I", *chain, *[_FREE] * (128 - len(chain)))
    entries = _entry("Root Entry", 5, _END, 0, 1) + _entry("Workbook", 2, 2, len(stream)) + _entry("", 0, 0, 0) * 2
    head = struct.pack("<HHHHHH10I", 0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0, 1, 1, 0, 4096, _END, 0, _END, 0)
    mark = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(16)
    return mark + head + struct.pack("<109I", 0, *[_FREE] * 108) + table + entries + stream


def _entry(name: str, kind: int, start: int, size: int, child: int = _FREE) -> bytes:
    words = f"{name}\0".encode("utf-16-le") if name else b""
    about = struct.pack("<HBBIII", len(words), kind, 1, _FREE, _FREE, child)
    return words.ljust(64, b"\0") + about + bytes(36) + struct.pack("<IQ", start, size)
