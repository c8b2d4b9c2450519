"""Cookies for the length of one trip: what a site sets on the way to a page goes back to it until the page is read."""

from http.cookies import Morsel

from aiohttp import ClientResponse, CookieJar
from yarl import URL

from jobs.web.urls import registrable_domain

_MOST = 50
_LONGEST = 4096


class TripCookies:
    """The cookies of one trip, by the rules of aiohttp's jar; they go with it."""

    def __init__(self) -> None:
        self._jar: CookieJar | None = None

    def keep(self, response: ClientResponse) -> bool:
        """Take what an answer sets; whether that changes what is sent to its address from now on.

        A cookie that is meant for more than the answer's own site goes back to its host only.
        """
        if not response.cookies:
            return False
        jar = self._jar = self._jar or CookieJar(unsafe=True)  # hosts may be named by their numbers
        before = self.header_for(response.url)
        for cookie in list(response.cookies.values()):
            if not _is_of_site(cookie, response.url):
                cookie["domain"] = ""
            if len(jar) < _MOST and len(cookie.key) + len(cookie.coded_value) <= _LONGEST:
                jar.update_cookies({cookie.key: cookie}, response.url)
        return self.header_for(response.url) != before

    def header_for(self, url: URL) -> dict[str, str]:
        """The header that sends them to `url`; none where there are none for it."""
        kept = self._jar.filter_cookies(url).values() if self._jar else ()
        sent = "; ".join(f"{cookie.key}={cookie.coded_value}" for cookie in kept)
        return {"Cookie": sent} if sent else {}


def _is_of_site(cookie: "Morsel[str]", url: URL) -> bool:
    domain = cookie["domain"].lstrip(".").lower()
    site = registrable_domain(str(url))
    return not domain or (bool(site) and f".{domain}".endswith(f".{site}"))
