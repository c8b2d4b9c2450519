"""Which links a visitor of a page sees: Debian's Chromium, with scripts and without, and after acting on the page."""

# ruff: noqa: E501 - a script of the browser stands as it is

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Route, ViewportSize, sync_playwright

from jobs.web import render
from tests.parity.browser import CHROMIUM

URL = "https://www.example.com/some/page.html"
LETTERS = {"shown": "s", "hidden at first": "f", "hidden": "h"}
"""What is stored of a link."""
_SETTLES = 150
"""Milliseconds for timers of a page's scripts."""

_SIGHT = (Path(render.__file__).with_name("sight.js")).read_text("utf-8")
_SEEN = f"() => ({_SIGHT})([...document.querySelectorAll('a[href]')])"


# What a visitor may open: folded parts, tabs, menus, boxes to tick.
_ACTS = """n => {
  const all = [...document.querySelectorAll('summary, button, [role=tab], label, [data-bs-toggle], [data-toggle], [aria-controls], a[href^="#"]')];
  if (n >= all.length) return false;
  all[n].click();
  return true;
}"""
_FOUND = """() => document.querySelectorAll('[hidden=until-found]').forEach(e => e.removeAttribute('hidden'))"""
_MOST_ACTS = 8


class Visitor:
    """One tab with scripts and one without."""

    def __init__(self, browser: Browser) -> None:
        size = ViewportSize(width=1280, height=720)
        self._with = browser.new_context(viewport=size).new_page()
        self._without = browser.new_context(viewport=size, java_script_enabled=False).new_page()
        self._body, self._files = "", dict[str, str]()
        for page in (self._with, self._without):
            page.route("**/*", self._serve)

    def read(self, body: str, files: Mapping[str, str]) -> list[str]:
        """Of each link whether it is `shown`, `hidden at first` or `hidden`; `files` are the scripts by their path."""
        self._body, self._files = body, dict(files)
        without, seen = self._seen(self._without), self._seen(self._with)
        later = list(seen) if all(seen) else self._after_acts(seen)
        pairs = zip(without, seen, later, strict=True)
        return [
            "shown" if old and new else "hidden at first" if new or after else "hidden" for old, new, after in pairs
        ]

    def letters(self, body: str, files: Mapping[str, str]) -> str:
        """The same, a letter for each link."""
        return "".join(LETTERS[each] for each in self.read(body, files))

    def _seen(self, page: Page) -> list[bool]:
        page.goto("about:blank")
        page.goto(URL, wait_until="load")
        page.wait_for_timeout(_SETTLES if page is self._with else 0)
        found: list[bool] = page.evaluate(_SEEN)
        return found

    def _after_acts(self, seen: list[bool]) -> list[bool]:
        page, later = self._with, list(seen)

        def look() -> None:
            found: list[bool] = page.evaluate(_SEEN)
            later[:] = [one or other for one, other in zip(later, found, strict=False)]

        page.evaluate(_FOUND)
        look()
        for number in range(_MOST_ACTS):
            if not page.evaluate(_ACTS, number):
                break
            page.wait_for_timeout(30)
            look()
        for each in page.locator("nav li, .drop, .has-menu").all()[:_MOST_ACTS]:
            if each.is_visible():
                each.hover(force=True, timeout=500)
                look()
        return later

    def _serve(self, route: Route) -> None:
        asked: Any = route.request
        if asked.url.partition("#")[0] == URL:
            route.fulfill(status=200, headers={"content-type": "text/html; charset=utf-8"}, body=self._body)
        elif (path := asked.url.removeprefix("https://www.example.com")) in self._files:
            route.fulfill(status=200, headers={"content-type": "text/javascript"}, body=self._files[path])
        else:
            route.abort()


@contextmanager
def visitor() -> Iterator[Visitor]:
    """Starts Chromium for a while."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            yield Visitor(chromium)
        finally:
            chromium.close()
