"""Where the cells of a workbook lead, which calamine does not tell. Called in a child process only."""

import html
import io
import re
import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Iterator

Cells = dict[tuple[int, int], str]
"""Addresses by row, from 1, and column, from 0."""
_HYPERLINK = re.compile(rb"<(?:\w+:)?hyperlink\s[^>]{0,2000}>")
_FORMULA = re.compile(
    rb"""<(?:\w+:)?c\s[^>]{0,200}?\br=["']([A-Z]{1,3})(\d{1,7})["'][^>]{0,200}><(?:\w+:)?f[^>]{0,200}>"""
    rb"""\s*HYPERLINK\(\s*(?:"|&quot;)([^"<]{1,4000}?)(?:"|&quot;)""",
    re.IGNORECASE,
)
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]{0,9000}>")
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_XLINK = "{http://www.w3.org/1999/xlink}"
_WEB = ("http://", "https://")


def hyperlinks(data: bytes) -> dict[str, Cells]:
    """By sheet, the cells of an XLSX or ODS file that lead to the web."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = set(archive.namelist())
        if "content.xml" in names:
            return _of_ods(archive.read("content.xml"))
        if "xl/workbook.xml" not in names or "xl/_rels/workbook.xml.rels" not in names:
            return {}
        parts = {each["Id"]: each.get("Target", "") for each in _attributes(archive, "xl/_rels/workbook.xml.rels")}
        book = archive.read("xl/workbook.xml")
        found = {}
        for each in (dict(_named(tag)) for tag in re.findall(rb"<(?:\w+:)?sheet\s[^>]{0,2000}>", book)):
            path = parts.get(each.get("r:id", ""), "").removeprefix("/")
            path = path if path.startswith("xl/") else f"xl/{path}"
            if path in names:
                found[each.get("name", "")] = _of_sheet(archive, path, names)
        return found


def _of_sheet(archive: zipfile.ZipFile, path: str, names: set[str]) -> Cells:
    """XLSX keeps addresses beside the cells, or in a formula that shows a word."""
    folder, _, file = path.rpartition("/")
    rels = f"{folder}/_rels/{file}.rels"
    sheet = archive.read(path)
    found = {
        (int(row), column_number(column.decode()) - 1): html.unescape(url.decode("utf-8", "replace"))
        for column, row, url in (_FORMULA.findall(sheet) if b"HYPERLINK(" in sheet else ())
    }
    urls = {each.get("Id", ""): each.get("Target", "") for each in _attributes(archive, rels)} if rels in names else {}
    for tag in _HYPERLINK.findall(sheet) if urls else ():
        says = dict(_named(tag))
        first = re.match(r"([A-Z]{1,3})(\d+)", says.get("ref", ""))
        url = urls.get(says.get("r:id", ""), "")
        if first:
            anchor = f"#{says['location']}" if says.get("location") else ""
            found[int(first[2]), column_number(first[1]) - 1] = url + anchor
    return {place: url for place, url in found.items() if url.startswith(_WEB)}


def _of_ods(content: bytes) -> dict[str, Cells]:
    """ODS keeps addresses in the text of the cells; rows and columns that repeat are written once."""
    if b":a " not in content:
        return {}
    found: dict[str, Cells] = {}
    sheet, row, column = "", 0, 0
    for event, element in ET.iterparse(io.BytesIO(content), ("start", "end")):  # noqa: S314  # in the child, within bounds
        times = element.get
        match event, element.tag:
            case "start", tag if tag == f"{_TABLE}table":
                sheet, row = times(f"{_TABLE}name", ""), 0
            case "start", tag if tag == f"{_TABLE}table-row":
                row, column = row + 1, 0
            case "end", tag if tag == f"{_TABLE}table-row":
                row += int(times(f"{_TABLE}number-rows-repeated", "1")) - 1
                element.clear()
            case "end", tag if tag in {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}:
                column += int(times(f"{_TABLE}number-columns-repeated", "1"))
            case "end", tag if tag == f"{_TEXT}a" and times(f"{_XLINK}href", "").startswith(_WEB):
                found.setdefault(sheet, {})[row, column] = times(f"{_XLINK}href", "")
    return found


def _attributes(archive: zipfile.ZipFile, path: str) -> list[dict[str, str]]:
    return [dict(_named(tag)) for tag in _RELATION.findall(archive.read(path))]


def _named(tag: bytes) -> Iterator[tuple[str, str]]:
    for name, double, single in _ATTRIBUTE.findall(tag):
        yield name.decode("utf-8", "replace"), html.unescape((double or single).decode("utf-8", "replace"))


def column_number(letters: str) -> int:
    """The number of a column, from 1: A, B ... Z, AA."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
