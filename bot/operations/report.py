"""The report of a month: written, and sent to whoever asked for it."""

import asyncio
import tempfile
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.access.permissions import Asker
from bot.messages.answers.report import report_greeting
from bot.request.deps import Deps
from bot.slack.errors import CALL_ERRORS, SlackTrouble, trouble_of
from bot.slack.files import SlackFile, send_to
from jobs.digests.reports.files import write_files
from jobs.digests.reports.read import read_report, report_zone, usual_month
from jobs.digests.reports.report import Report
from jobs.units.months import Month, MonthSaid


async def month_meant(said: MonthSaid | None, who: Asker, deps: Deps) -> Month:
    """The month that somebody names, or the usual one; raises ValueError, in words, where it has not begun."""
    if said is None:
        return await usual_month(deps.store, deps.config, who.channel, deps.now())
    zone = await report_zone(deps.store, deps.config, who.channel)
    return said.on(deps.now().astimezone(ZoneInfo(zone)).date())


async def send_report(month: Month, who: Asker, deps: Deps) -> SlackTrouble | None:
    """Send the files of a month to the asker in a direct message; the trouble where Slack did not take them."""
    report = await read_report(deps.store, deps.config, who.channel, month, deps.now())
    files = await asyncio.to_thread(_files, report)
    greeting = report_greeting(report)
    try:
        await send_to(deps.client, who.user, files, greeting.text, greeting.blocks)
    except CALL_ERRORS as error:
        return trouble_of(error)
    return None


def _files(report: Report) -> list[SlackFile]:
    """The files with their names; they stand on the disk only while they are written."""
    with tempfile.TemporaryDirectory(prefix="linkwatch-report-") as folder:
        return [SlackFile(path.name, path.read_bytes()) for path in write_files(report, Path(folder))]
