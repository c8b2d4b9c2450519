"""What is said of a month's report: that it was sent, what it is about, or where it is to be had instead."""

from bot.messages.kit.blocks import Message, foreign, note, notes, strong, typed
from bot.messages.kit.views import channel_part
from bot.slack.errors import ErrorMeaning, SlackTrouble
from jobs.digests.reports import wording
from jobs.digests.reports.report import Report
from jobs.units.months import Month


def writing_report(month: Month) -> Message:
    """What is said while it takes a while."""
    return note(f"Writing the report of {month.name}.")


def report_sent(month: Month) -> Message:
    """Where the files are."""
    return note(f"The report of {month.name} is in your messages with me, as HTML and as XLSX; only you see it there.")


def report_greeting(report: Report) -> Message:
    """What stands above the files: which month of which channel, and the month in short."""
    client = [" for ", foreign(report.client, 100)] if report.client else []
    how = "Open the HTML file in a browser; printed from there it is a PDF for the client. The XLSX has the same."
    return notes(
        [
            [strong(wording.title(report)), *client, " (", channel_part(report.channel), ")"],
            [wording.in_short(report)],
            [how],
        ]
    )


def report_not_sent(month: Month, channel: str, trouble: SlackTrouble) -> Message:
    """Why Slack did not take the files, and how they are had on the bot's machine."""
    why = f"Slack does not take its files ({trouble.word})."
    if trouble.meaning is ErrorMeaning.NO_SCOPE:
        scope = trouble.needed or "files:write"
        why = f"To send files the app needs the scope {scope}: add it under OAuth & Permissions, and install it again."
    command = f"python -m jobs report --channel {channel} --month {month}"
    return notes(
        [[f"The report of {month.name} was not sent. ", why], ["On the bot's machine this writes it: ", typed(command)]]
    )


def no_such_month(why: str) -> Message:
    """That a month is to come."""
    return note(f"That month {why}.")
