"""The files that a report is written as, and the one that it takes in: a logo, told by its content, not by its name."""

import re
from pathlib import Path

from jobs.digests.reports.html.document import report_html
from jobs.digests.reports.report import Report
from jobs.digests.reports.workbook import write_workbook
from jobs.model.channel import Logo

_APART = re.compile(r"[^\w]+")
_LONGEST = 40
MOST_LOGO_BYTES = 200_000
_KINDS = (
    ("image/png", b"\x89PNG\r\n\x1a\n", b"IHDR", 12),
    ("image/jpeg", b"\xff\xd8\xff", b"", 0),
    ("image/gif", b"GIF87a", b"", 0),
    ("image/gif", b"GIF89a", b"", 0),
    ("image/webp", b"RIFF", b"WEBP", 8),
)
"""Media type, what a file of it begins with, and what stands at a place behind that."""


class WrongLogoError(ValueError):
    """The file is no picture that a report may carry; the message says why, to the person who gave it."""


def write_files(report: Report, folder: Path) -> list[Path]:
    """Write it as HTML and as XLSX into a folder, which is made if need be; raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    page, workbook = (folder / f"{_stem(report)}.{kind}" for kind in ("html", "xlsx"))
    page.write_bytes(report_html(report))
    write_workbook(report, workbook)
    return [page, workbook]


def read_logo(data: bytes) -> Logo:
    """The picture in a file; raises WrongLogoError. SVG is refused: it may hold scripts and fetch things."""
    if len(data) > MOST_LOGO_BYTES:
        raise WrongLogoError(f"The picture is larger than {MOST_LOGO_BYTES // 1000} kB; save it smaller.")
    for media_type, start, mark, at in _KINDS:
        if data.startswith(start) and data[at : at + len(mark)] == mark:
            return Logo(media_type, data)
    raise WrongLogoError("This is no PNG, JPEG, GIF or WebP picture; save it as one of these.")


def _stem(report: Report) -> str:
    """`backlinks-acme-2026-06`: letters and digits of the client's name alone, so that it is no path."""
    client = _APART.sub("-", report.client.lower())[:_LONGEST].strip("-_")
    return "-".join(filter(None, ["backlinks", client, str(report.month)]))
