"""What a list says, in sentences for the terminal and Slack alike (pure)."""

from jobs.formats.discovery.compare import Discovery
from jobs.units.dates import format_day
from jobs.units.english import several

SAMPLES = "Such lists are samples: one that is no longer in it may be known all the same."


def heading(found: Discovery) -> str:
    """Which list it is, and with which it was compared."""
    of_day = f" of {format_day(found.on)}" if found.on else ""
    return f"{found.source} on {found.site}{of_day}{_compared(found)}"


def sentences(found: Discovery) -> list[str]:
    """What it says in numbers, a sentence for each."""
    is_list_of_links = bool(found.listed or found.gone)
    counts = [
        f"{several(found.listed, 'link')} listed"
        + (f", {len(found.known_refs):,} of them tracked." if found.listed else "."),
        f"{several(len(found.new), 'link')} {'new to it and ' if found.compared else ''}not tracked.",
    ]
    said = counts if is_list_of_links else []
    if found.gone:
        named = f", tracked: {', '.join(found.gone_refs[:10])}" if found.gone_refs else ""
        said.append(f"{several(len(found.gone), 'link')} no longer listed{named}. {SAMPLES}")
    if found.sites:
        said.append(f"{several(len(found.sites), 'linking site')} of which nothing is tracked.")
    if found.new_texts:
        said.append(f"{several(len(found.new_texts), 'anchor text')} that the list before did not have.")
    if found.broken:
        said.append(f"{several(len(found.broken), 'page')} of yours linked to, and gone at the last check.")
    return said or ["It says nothing that is not known."]


def _compared(found: Discovery) -> str:
    if not found.compared:
        return ", compared with no earlier list"
    return f", compared with {format_day(found.before)}" if found.before else ", compared with the list before"
