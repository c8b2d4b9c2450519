"""What is said of a month's report and of what a claim rests on: that it was sent, or why there is none."""

from bot.messages.kit.blocks import Message, foreign, note, notes, strong
from bot.messages.kit.views import channel_part
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


def no_such_month(why: str) -> Message:
    """That a month is to come."""
    return note(f"That month {why}.")


def pack_sent(ref: str) -> Message:
    """Where the file is."""
    return note(f"What a claim for {ref} rests on is in your messages with me, as HTML; only you see it there.")


def pack_greeting(ref: str) -> Message:
    """What stands above the file."""
    return note(strong(f"Claim for {ref}"), ": what was agreed, proof before and after, dates, checks, and the mail.")


def nothing_to_claim(ref: str) -> Message:
    """That nothing is wrong with the link that its page's site has to mend."""
    return note(strong(ref), " is not lost or weakened by its page's site: there is nothing to claim.")
