"""Addresses: parsed, joined and written as a browser does, and compared as people mean them."""

from jobs.web.urls.domains import is_ip, registrable_domain
from jobs.web.urls.standard import host, join, parse

__all__ = ["host", "is_ip", "join", "parse", "registrable_domain"]
