"""Where the rows of a sheet are had as a table: people copy the address of what they see (pure)."""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from msgspec import Struct

_GOOGLE = "docs.google.com"
_SHEET = re.compile(r"(?P<sheet>/(?:a/[^/]+/)?spreadsheets/(?:u/\d+/)?d/(?P<name>e/[^/]+|[^/]+))(?:/(?P<what>[^?#]*))?")
_TABLE = {"output": "csv"}
_PUBLISH = (
    "is only for those who may edit the sheet. In Google Sheets choose File > Share > Publish to web, pick the sheet "
    "and “Comma-separated values (.csv)”, and send the address that it shows."
)
_NOT_A_SHEET = "is another kind of Google document; publish a sheet, and send its address."


class SheetAddress(Struct, frozen=True):
    """Where to read a sheet, or why it cannot be read there; one of the two is empty."""

    url: str = ""
    refusal: str = ""
    """Goes on from the address that was given."""


def sheet_address(url: str) -> SheetAddress:
    """The address of the table behind an address that people copy.

    Google's `/pubhtml` and `/pub` become `/pub?output=csv`, `/export` keeps its form; the `gid`, which says which sheet
    of several, is kept wherever it stands. One that only editors may open is refused, with how to publish. Any other
    address is taken as it is.
    """
    parts = urlsplit(url)
    if parts.hostname != _GOOGLE:
        return SheetAddress(urlunsplit(parts._replace(fragment="")))
    found = _SHEET.fullmatch(parts.path)
    if found is None:
        return SheetAddress(refusal=_NOT_A_SHEET)
    asked = dict(parse_qsl(parts.query)) | dict(parse_qsl(parts.fragment))
    which = {"gid": asked["gid"]} if asked.get("gid") else {}
    match (found["what"] or "").strip("/"):
        case "pub" | "pubhtml":
            query = {**which, **({"single": "true"} if which else {}), **_TABLE}
            return SheetAddress(_google(f"{found['sheet']}/pub", query))
        case "export":
            return SheetAddress(_google(f"{found['sheet']}/export", {"format": "csv", **which}))
        case "gviz/tq":
            query = {name: value for name, value in asked.items() if name not in {"tqx", "gid"}}
            return SheetAddress(_google(f"{found['sheet']}/gviz/tq", {"tqx": "out:csv", **query, **which}))
    return SheetAddress(refusal=_PUBLISH)


def _google(path: str, query: dict[str, str]) -> str:
    return urlunsplit(("https", _GOOGLE, path, urlencode(query, safe=":"), ""))
