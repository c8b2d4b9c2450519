"""Ask Debian's Chromium again what it makes of encodings: `python -m tests.tools.renew_charsets`."""

import base64
import json
from pathlib import Path

from playwright.sync_api import Page, Route, sync_playwright

from tests.tools.charset_cases import CHARACTERS, DECLARATIONS, DECODED, ENCODED, digest, sequences

ANSWERS = Path(__file__).parents[1] / "jobs" / "web" / "encoding" / "answers" / "charsets.json"
CHROMIUM = "/usr/bin/chromium"
_SITE = "http://site.test/"
_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
_DECODE = """([label, texts]) => texts.map(text => {
    const bytes = Uint8Array.from(atob(text), c => c.charCodeAt(0));
    return new TextDecoder(label, {ignoreBOM: true}).decode(bytes);
})"""
_ENCODE = """text => Array.from(text).map(c => {
    const a = document.createElement('a'); a.href = 'http://x/?' + c + 'A'; return a.search.slice(1);
})"""


def _serve(page: Page, body: bytes, content_type: str) -> None:
    def answer(route: Route) -> None:
        route.fulfill(status=200, headers={"content-type": content_type}, body=body)

    page.unroute_all()
    page.route("**/*", answer)
    page.goto(_SITE)


def _decoded(page: Page, encoding: str) -> str:
    asked = [base64.b64encode(raw).decode() for raw in sequences(encoding)]
    return digest(page.evaluate(_DECODE, [encoding, asked]))


def _encoded(page: Page, encoding: str) -> str:
    _serve(page, b"<p>", f"text/html; charset={encoding}")
    return digest(page.evaluate(_ENCODE, CHARACTERS))


def _declared(page: Page) -> list[str]:
    names = []
    for body, content_type in DECLARATIONS:
        _serve(page, body, content_type)
        names.append(page.evaluate("document.characterSet").lower())
    return names


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=_ARGUMENTS)
        page = browser.new_page()
        answers = {
            "chromium": browser.version,
            "decoded": {encoding: _decoded(page, encoding) for encoding in DECODED},
            "encoded": {encoding: _encoded(page, encoding) for encoding in ENCODED},
            "declared": _declared(page),
        }
        browser.close()
    ANSWERS.write_text(json.dumps(answers, indent=1) + "\n")


if __name__ == "__main__":
    main()
