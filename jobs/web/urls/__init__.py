"""Addresses: parsed, joined and written as a browser does, and compared as people mean them."""

from jobs.web.urls.domains import is_ip, is_on_site, registrable_domain, site_name
from jobs.web.urls.mask import mask, printable
from jobs.web.urls.match import Degree, TargetMatch, Varies, match_key, page_key, page_wanted, pages_named, same_target
from jobs.web.urls.person import Refusal, Typed, from_person
from jobs.web.urls.readable import readable_host
from jobs.web.urls.standard import as_shown, host, join, join_all, parse, up_to_path

__all__ = [
    "Degree",
    "Refusal",
    "TargetMatch",
    "Typed",
    "Varies",
    "as_shown",
    "from_person",
    "host",
    "is_ip",
    "is_on_site",
    "join",
    "join_all",
    "mask",
    "match_key",
    "page_key",
    "page_wanted",
    "pages_named",
    "parse",
    "printable",
    "readable_host",
    "registrable_domain",
    "same_target",
    "site_name",
    "up_to_path",
]
