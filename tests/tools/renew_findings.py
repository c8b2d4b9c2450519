"""Write docs/findings.md anew, with messages out of a week of the bot's: `python -m tests.tools.renew_findings`."""

import asyncio
import tempfile
from pathlib import Path

from jobs.cli.findings import as_markdown
from tests.bot.test_findings_reach_people import DOCUMENT, a_week, examples

if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        week = asyncio.run(a_week(Path(folder)))
    DOCUMENT.write_text(as_markdown(examples(week)) + "\n", encoding="utf-8")
