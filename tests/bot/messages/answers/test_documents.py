"""What is said of a month's report, whatever a client is called."""

from bot.messages.answers.documents import no_such_month, report_greeting, report_sent
from bot.messages.answers.export import not_sent
from bot.slack.errors import Failure, SlackTrouble
from jobs.model.channel import ChannelSettings
from tests.tools.reports import JUNE, busy_month, report_of
from tests.tools.slack_words import mrkdwn_of, read, sound


def test_the_greeting_says_what_the_files_say() -> None:
    said = read(sound(report_greeting(report_of(*busy_month(), chosen=ChannelSettings(client="Acme <!channel>")))))
    assert "Backlinks in June 2026" in said
    assert "Acme <!channel>" in said
    assert "45 links are on their pages at the end of June 2026" in said


def test_a_client_s_name_is_never_read_for_formatting() -> None:
    greeting = report_greeting(report_of(*busy_month(), chosen=ChannelSettings(client="*Acme* <!channel>")))
    assert not [words for words in mrkdwn_of(greeting) if "<!channel>" in words or "*Acme*" in words]


def test_what_slack_refuses_names_the_way_through_the_terminal() -> None:
    scope = SlackTrouble(Failure.AUTH, "missing_scope", needed="files:write")
    lacking = " ".join(read(sound(not_sent(scope, "python -m jobs report"))).split())
    assert "the app lacks the scope files:write . Add it under OAuth & Permissions" in lacking
    other = read(sound(not_sent(SlackTrouble(Failure.RETRY, "ratelimited"), "python -m jobs report")))
    assert "Slack did not take the file, or does not let me write to you (ratelimited)" in other
    assert "python -m jobs report" in other


def test_the_other_answers_are_sound() -> None:
    assert "only you see it there" in read(sound(report_sent(JUNE)))
    assert "That month has not begun." in read(sound(no_such_month("has not begun")))
