"""Files that name domains and no pages: lists of linking sites, and what Google was told to pass over (pure)."""

import re
from collections.abc import Mapping, Sequence

from jobs.formats import cells
from jobs.formats.disavow import site_entry, site_of
from jobs.formats.sheet import Field, Layout, LinkFile, RejectedRow, SheetRow

_DISAVOWED = re.compile(r"domain:\s*(?P<domain>\S+)|(?P<page>https?://\S+)", re.IGNORECASE)
_MOSTLY = 0.8


def is_of_domains(mapping: Mapping[Field, int], body: Sequence[SheetRow]) -> bool:
    """Whether no row names a page, and all name a domain."""
    at = mapping.get(Field.PAGE)
    named = [line.cells[at] for line in body if at is not None and at < len(line.cells) and line.cells[at]]
    return bool(named) and Field.TARGET not in mapping and all(cells.is_domain(cell) for cell in named)


def domains_of(
    layout: Layout, header: tuple[str, ...], mapping: Mapping[Field, int], body: Sequence[SheetRow]
) -> LinkFile:
    """The domains of a list, each once."""
    at = mapping.get(Field.DOMAIN, mapping.get(Field.PAGE, 0))
    named = [line.cells[at] for line in body if at < len(line.cells) and line.cells[at]]
    return LinkFile(layout.name, header, mapping, domains=tuple(dict.fromkeys(named)))


def disavowed(lines: Sequence[SheetRow], name: str) -> LinkFile | None:
    """A disavow file, as domains without `www.`, which Google passes over with them; None where it is none."""
    said = [line for line in lines if not line.cells[0].startswith("#")]
    found = {line.number: match for line in said if (match := _DISAVOWED.match(line.cells[0]))}
    named = [site_of(site_entry(site)) or site.lower() for match in found.values() if (site := match["domain"])]
    is_called_so = "disavow" in name.lower() and len(said) < len(lines)
    if not (named or is_called_so) or len(found) < _MOSTLY * len(said):
        return None
    domains, pages = tuple(dict.fromkeys(named)), len(found) - len(named)
    remark = (
        f"It is a disavow file: it tells Google to pass over {len(domains):,} domains and {pages:,} pages, "
        "and names no links to track."
    )
    why = "it is neither “domain:” with a domain nor an address, so Google passes over it"
    return LinkFile(
        "Google disavow file",
        domains=domains,
        rejected=tuple(RejectedRow(line.number, why, line.cells) for line in said if line.number not in found),
        remarks=(remark,),
    )
