"""What a file is that lists no links, told by what stands in it, whatever language its header is in (pure)."""

import re
from collections.abc import Mapping, Sequence

from jobs.formats import cells
from jobs.formats.sheet import Field, SheetRow
from jobs.web.urls import is_on_site

_SAMPLE = 100
_MOSTLY = 0.6
"""Which part of the cells have to be addresses, that a column is one of pages."""
_NUMBER = re.compile(r"[<~]?[\d.,\s]+%?")
_PERFORMANCE_WIDTH, _RANKED_WIDTH = 5, 2
_LINK_FILE = "Take Links > Export external links > Latest links."


def why_no_links(name: str, mapping: Mapping[Field, int], body: Sequence[SheetRow], our_sites: Sequence[str]) -> str:
    """Why a file of this name that we do not know by its header lists no links; empty where it may list some."""
    sample = body[:_SAMPLE]
    samples = (sample, sample[1:])  # its header may not have been told from the rows
    if "-Coverage-" in name:
        return f"This is Search Console's Page indexing, which names your own pages and no links. {_LINK_FILE}"
    if any(map(_is_performance, samples)):
        return f"This looks like Search Console's Performance, which names your own pages and no links. {_LINK_FILE}"
    if Field.PAGE not in mapping and any(map(_is_ranked, samples)):
        return f"This looks like Search Console's Top linking text, which names words and no pages. {_LINK_FILE}"
    at = mapping.get(Field.PAGE, mapping.get(Field.TARGET))
    filled = [line.cells[at] for line in sample if at is not None and at < len(line.cells) and line.cells[at]]
    urls = [url for cell in filled if (url := cells.address(cell)[0])]
    is_alone = (Field.PAGE in mapping) is not (Field.TARGET in mapping)
    are_pages = bool(urls) and len(urls) >= _MOSTLY * len(filled)
    if is_alone and are_pages and all(is_on_site(url, our_sites) for url in urls):
        return (
            "This lists pages of your own site, as Search Console's Top target pages and Page indexing do, and no "
            f"links. {_LINK_FILE}"
        )
    if Field.PAGE not in mapping:
        return "No column of this file holds addresses of pages; a list needs one, for the page at least."
    return ""


def _is_performance(sample: Sequence[SheetRow]) -> bool:
    """Clicks, impressions, click rate and position behind a word, a page or a day."""
    return bool(sample) and all(
        len(line.cells) == _PERFORMANCE_WIDTH and all(_NUMBER.fullmatch(cell) for cell in line.cells[1:])
        for line in sample
    )


def _is_ranked(sample: Sequence[SheetRow]) -> bool:
    """A rank from 1 on, and words."""
    ranks = [line.cells[0] for line in sample]
    return (
        bool(sample)
        and ranks == [str(number) for number in range(1, len(sample) + 1)]
        and all(len(line.cells) == _RANKED_WIDTH for line in sample)
    )
