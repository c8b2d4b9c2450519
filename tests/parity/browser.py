"""Debian's Chromium with JavaScript off: what it makes of a page, as plain values."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, Route, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")

# What a browser shows of an element: its own judgement first, then what a person could see of its box.
_READ = """() => {
  const clipped = e => {
    for (let n = e; n && n.nodeType === 1; n = n.parentElement) {
      const style = getComputedStyle(n), box = n.getBoundingClientRect();
      const out = style.position === 'absolute' || style.position === 'fixed';
      if (out && /^rect\\((0px|1px),? (0px|1px),? (0px|1px),? (0px|1px)\\)$/.test(style.clip)) return true;
      if (/^inset\\((50|100)%\\)$/.test(style.clipPath)) return true;
      if (style.overflowX !== 'visible' && style.display !== 'inline' && (box.width < 2 || box.height < 2)
          && e.textContent.trim()) return true;
      if (parseFloat(style.textIndent) <= -900) return true;
      if (box.width && (box.right + scrollX <= -50 || box.bottom + scrollY <= -50)) return true;
    }
    return parseFloat(getComputedStyle(e).fontSize) === 0;
  };
  const text = e => {
    const copy = e.cloneNode(true);
    copy.querySelectorAll('script, style').forEach(n => n.remove());
    return copy.textContent.replace(/\\s+/g, ' ').trim();
  };
  const href = e => typeof e.href === 'string' ? e.href : (() => {
    try { return new URL(e.getAttribute('href'), e.baseURI).href } catch { return e.getAttribute('href') } })();
  const isMath = e => e.namespaceURI === 'http://www.w3.org/1998/Math/MathML'; // no link, though it has an href
  const anchors = [...document.querySelectorAll('a[href], area[href]')].filter(e => !isMath(e)).map(e => ({
    href: href(e), raw: e.getAttribute('href'), rel: e.getAttribute('rel') || '', text: text(e), tag: e.localName,
    hidden: e.localName === 'a' && (clipped(e) ||
      !e.checkVisibility({opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true})),
  }));
  const link = rel => [...document.querySelectorAll('link[href][rel]')]
    .filter(e => e instanceof HTMLLinkElement && e.rel.toLowerCase().split(/\\s+/).includes(rel));
  return {
    anchors, title: document.title, base: document.baseURI, encoding: document.characterSet,
    canonicals: link('canonical').map(e => e.href),
    hreflang: link('alternate').filter(e => e.hreflang).map(e => [e.hreflang, e.href]),
    robots: [...document.querySelectorAll('meta[name]')]
      .filter(e => e instanceof HTMLMetaElement && /^\\s*(robots|googlebot)\\s*$/i.test(e.name))
      .map(e => [e.name, e.content]),
  };
}"""


class Browser:
    """One tab that is given pages, and asked what it sees."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._served: tuple[str, str, bytes] = ("", "", b"")
        page.route("**/*", self._serve)

    def read(self, url: str, content_type: str, body: bytes) -> dict[str, Any]:
        """What the browser sees of `body`, served at `url` under `content_type`."""
        self._served = (url, content_type, body)
        self._page.goto("about:blank")
        self._page.goto(url, wait_until="domcontentloaded")
        answer: dict[str, Any] = self._page.evaluate(_READ)
        return answer

    def _serve(self, route: Route) -> None:
        url, content_type, body = self._served
        wanted = route.request
        if (
            wanted.url == url.partition("#")[0]
            and wanted.resource_type == "document"
            and wanted.frame.parent_frame is None
        ):
            route.fulfill(status=200, headers={"content-type": content_type} if content_type else {}, body=body)
        elif wanted.resource_type == "document":
            route.fulfill(status=204)  # a meta refresh must not take the page away
        else:
            route.abort()


@contextmanager
def browser() -> Iterator[Browser]:
    """Starts Chromium for a while; each use is a fresh profile."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            yield Browser(chromium.new_context(java_script_enabled=False).new_page())
        finally:
            chromium.close()
