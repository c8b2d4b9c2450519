"""Google's disavow files: a page, or `domain:` and a name, or a comment a line (pure).

https://support.google.com/webmasters/answer/2648487 says what a file may hold.
"""

from collections.abc import Iterator

from jobs.web.urls import host, parse, registrable_domain, site_name

MOST_LINES = 100_000
MOST_BYTES = 2 * 1024 * 1024
LONGEST_URL = 2_048
"""Characters of a page's address."""
COMMENT = "#"
_DOMAIN = "domain:"


def site_entry(name: str) -> str:
    """The line about the whole site that a person means by a name: without `www.`; empty where it is no name."""
    named = site_of(_domain_entry(name))
    return f"{_DOMAIN}{site_name(named)}" if named else ""


def _domain_entry(name: str) -> str:
    url = parse(f"https://{name.strip().rstrip('.')}/")
    if url is None or url != f"https://{host(url)}/" or "." not in host(url):
        return ""
    return f"{_DOMAIN}{host(url)}"


def is_shared(name: str) -> bool:
    """Whether sites of many owners stand under a name, as under `co.uk`."""
    return registrable_domain(f"www.{name}") == f"www.{name}"


def page_entry(url: str) -> str:
    """The line that is about one page; empty where Google takes no such line."""
    parsed = parse(url)
    return parsed if parsed and parsed.startswith(("http://", "https://")) and len(parsed) <= LONGEST_URL else ""


def entry_of(line: str) -> str | None:
    """What a line of a file is about, in one spelling; empty for comments and blank ones, None where nobody knows.

    A line with `www.` is about the hosts under that name alone, and not about the site.
    """
    text = line.strip().lstrip("\ufeff")
    if not text or text.startswith(COMMENT):
        return ""
    is_domain = text[: len(_DOMAIN)].casefold() == _DOMAIN
    return (_domain_entry(text[len(_DOMAIN) :]) if is_domain else page_entry(text)) or None


def site_of(entry: str) -> str:
    """The name in a site's line; empty in that of a page."""
    return entry[len(_DOMAIN) :] if entry.startswith(_DOMAIN) else ""


def whole_sites(text: str) -> Iterator[str]:
    """The sites that a file disavows with all their hosts, each once, in the order of the file."""
    told = set[str]()
    for line in text.splitlines():
        name = site_of(entry_of(line) or "")
        if name and name not in told and registrable_domain(name) == name:
            told.add(name)
            yield name
