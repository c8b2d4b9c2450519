"""The report in Chromium: on screens wide and narrow, and printed to PDF."""

import asyncio
import shutil
import subprocess
from pathlib import Path

import pytest

from jobs.digests.reports.html.document import report_html
from jobs.model.channel import ChannelSettings
from tests.tools.chromium import NEEDS_CHROMIUM, browser_at, photograph
from tests.tools.reports import busy_month, report_of

pytestmark = NEEDS_CHROMIUM
PDFTOTEXT = shutil.which("pdftotext")


@pytest.fixture
def written(tmp_path: Path) -> Path:
    file = tmp_path / "report.html"
    file.write_bytes(report_html(report_of(*busy_month(live=90), chosen=ChannelSettings(client="Acme Gärten"))))
    return file


@pytest.mark.parametrize(("width", "height"), [(1280, 900), (360, 740)])
async def test_nothing_sticks_out_of_the_screen(written: Path, width: int, height: int) -> None:
    async with browser_at(written.as_uri(), width, height) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        await page.reload()
        assert await page.evaluate("document.documentElement.scrollWidth") <= width
        assert await page.locator("table.standings tbody tr").count() == 98
        assert asked == [written.as_uri()]
        await photograph(page, f"report-{width}")


@pytest.mark.skipif(PDFTOTEXT is None, reason="NO PDFTOTEXT: poppler-utils is missing, the printed report was not read")
async def test_the_printed_report_has_every_row_whole_under_its_heads(written: Path, tmp_path: Path) -> None:
    pdf = tmp_path / "report.pdf"
    async with browser_at(written.as_uri()) as page:
        await page.pdf(path=pdf, prefer_css_page_size=True)
    pages = await asyncio.to_thread(_pages, pdf)
    assert len(pages) >= 4
    for number in range(1, 91):
        address = f"https://site{number}.example/posts/a-long-walk-{number}"
        [whole] = [text for text in pages if f"L-{number} " in text]
        lines = whole.splitlines()
        [at] = [place for place, line in enumerate(lines) if address in line]
        assert "→ https://ours.example/shop" in "".join(lines[at : at + 3])  # the second line of its row, uncut
    for text in pages[3:-1]:  # those that the long table goes on over
        assert text.lstrip().startswith("Link ")


def _pages(pdf: Path) -> list[str]:
    """The words of each printed page, as they lie on it."""
    assert PDFTOTEXT is not None
    done = subprocess.run([PDFTOTEXT, "-layout", pdf, "-"], capture_output=True, check=True, text=True)
    return done.stdout.split("\f")[:-1]
