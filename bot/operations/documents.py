"""Documents for people outside, written and sent to whoever asked: the report of a month, what a claim rests on."""

import asyncio
import tempfile
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.access.permissions import Asker
from bot.messages.alerts.mails import draft, language_of
from bot.messages.answers.documents import pack_greeting, report_greeting
from bot.operations.tracked import link_of
from bot.request.deps import Deps
from bot.slack.files import SlackFile, send_files
from jobs.alerts.cases import case_of
from jobs.digests.reports.files import write_files
from jobs.digests.reports.read import read_report, report_zone, usual_month
from jobs.digests.reports.report import Report
from jobs.model.ref import Ref
from jobs.partners.pack import ClaimPack, pack_html, pack_name
from jobs.partners.read import read_pack
from jobs.units.months import Month, MonthSaid


async def month_meant(said: MonthSaid | None, who: Asker, deps: Deps) -> Month:
    """The month that somebody names, or the usual one; raises ValueError, in words, where it has not begun."""
    if said is None:
        return await usual_month(deps.store, deps.config, who.channel, deps.now())
    zone = await report_zone(deps.store, deps.config, who.channel)
    return said.on(deps.now().astimezone(ZoneInfo(zone)).date())


async def send_report(month: Month, who: Asker, deps: Deps) -> None:
    """Send the files of a month to the asker in a direct message; raises NotSentError."""
    report = await read_report(deps.store, deps.config, who.channel, month, deps.now())
    files = await asyncio.to_thread(_files, report)
    greeting = report_greeting(report)
    await send_files(deps.client, who.user, files, greeting.text, greeting.blocks)


def _files(report: Report) -> list[SlackFile]:
    """The files with their names; they stand on the disk only while they are written."""
    with tempfile.TemporaryDirectory(prefix="linkwatch-report-") as folder:
        return [SlackFile(path.name, path.read_bytes()) for path in write_files(report, Path(folder))]


class NothingToClaimError(Exception):
    """Nothing is wrong with the link that its page's site has to mend."""


async def send_pack(ref: Ref, who: Asker, deps: Deps) -> None:
    """Send the file to the asker in a direct message; raises NotHereError, NothingToClaimError and NotSentError."""
    link = await link_of(ref, who, deps)
    pack = await read_pack(deps.store, link, deps.now())
    if pack is None:
        raise NothingToClaimError
    files = [SlackFile(pack_name(link), pack_html(await _with_mail(pack, deps)))]
    greeting = pack_greeting(link.ref)
    await send_files(deps.client, who.user, files, greeting.text, greeting.blocks)


async def _with_mail(pack: ClaimPack, deps: Deps) -> ClaimPack:
    """With the draft in the page's own language, where an alert tells of it."""
    if pack.incident is None:
        return pack
    page = await deps.store.page(pack.link.page_url)
    language = language_of(page.facts.lang if page and page.facts else "")
    mail = draft(await case_of(deps.store, pack.incident), language)
    return replace(pack, mail=f"{mail.subject}\n\n{mail.body}")
