"""The verbs of the slash command, in the order in which help lists them."""

import re
import unicodedata
from collections.abc import Sequence

from bot.grammar.partner_verbs import (
    AUDIT,
    EXCHANGE,
    FORECAST,
    GUARANTEE,
    OURS,
    PARTNER,
    PROSPECT,
    RECIPROCITY,
    REHEARSE,
    WORTH,
)
from bot.grammar.verb_words import ABROAD, Verb
from bot.grammar.words import Sort, Word

VERBS = (
    Verb(
        "add",
        "track links, and check them at once",
        (
            'add <page> -> <target> [anchor "text"] [nofollow-ok] [#channel] [@owner] [every 6h] [render] [tag:x]',
            "add <page> -> <target> [cost 120 EUR] [guaranteed until 2027-03-01] [claim 14 days]",
            "add <page>, <page> ... [-> <target>]",
        ),
        (
            "add https://blog.example/post -> https://ours.example/shop",
            'add blog.example/post -> ours.example anchor "garden tools" nofollow-ok tag:spring',
            "add blog.example/post -> ours.example cost 120 EUR guaranteed until 2027-03-01",
        ),
        ("track", "watch", "follow", "monitor", "new", "create", "a", "+"),
    ),
    PARTNER,
    EXCHANGE,
    RECIPROCITY,
    PROSPECT,
    AUDIT,
    FORECAST,
    WORTH,
    OURS,
    REHEARSE,
    Verb(
        "import",
        "track the links of a file: an export of another tool, a spreadsheet",
        ("import", "import undo [<name of the import>]"),
        ("import", "import undo"),
        ("upload", "csv", "xlsx", "spreadsheet"),
    ),
    Verb(
        "discover",
        "links that search engines list and nobody tracks: two days of their lists compared",
        ("discover", "discover google|bing [<your site>]", "discover file google|bing [<your site>]"),
        ("discover", "discover google", "discover bing ours.example", "discover file google"),
        ("discovery", "discovered", "gsc", "searchconsole", "bing", "google"),
    ),
    Verb(
        "export",
        "what is tracked as a spreadsheet; a disavow file",
        (
            "export [xlsx|csv|jsonl] [partners|history|reciprocity|prospects] [<filter> ...]",
            'export disavow L-3 [<page>|<domain> ...] ["why"] (below it, on lines of their own: the file that is live)',
        ),
        (
            "export xlsx",
            "export csv lost tag:spring",
            "export csv partners",
            'export disavow L-3 spam.example "a link farm"',
        ),
        ("download", "save"),
        filters=True,
    ),
    Verb(
        "sync",
        "follow a sheet on the web: rows that come, change or go",
        ("sync <address> [every 6h]", "sync list", "sync now|stop|undo [<number>]"),
        ("sync https://docs.google.com/spreadsheets/d/e/2PACX-1v/pubhtml every 6h", "sync list", "sync stop 1"),
        ("sheet", "sheets", "gsheet", "subscribe"),
    ),
    Verb(
        "list",
        "links and partner pages of this channel",
        (
            "list [<filter> ...] [page:2]",
            "list partners [domain] [page:2]",
        ),
        (
            "list lost",
            "list lost weakened",
            "list blog.example tag:spring",
            "list tag:spring tag:paid",
            "list mine nofollow",
            "list pending 30d",
            "list expiring cost>100 USD",
            "list partners",
        ),
        ("ls", "l", "links", "all", "find", "search", "filter"),
        filters=True,
    ),
    Verb(
        "show",
        "one link or partner page with its history",
        ("show L-12 | <address> | <domain>", "show L-12 L-13 ..."),
        ("show L-12", "show P-3", "show blog.example"),
        ("info", "view", "details", "describe", "open", "get", "cat"),
    ),
    Verb(
        "history",
        "what happened to one, and by whom; alone, for who manages the channel: who did what here",
        ("history L-12 | P-3 | <address> [page:2]", "history [page:2]"),
        ("history L-12", "history"),
        ("log",),
    ),
    Verb(
        "check",
        "check now",
        (
            "check L-12 | <address> | all",
            "check <filter>",
            "check L-12 | P-3 | <address> from eu,us (as workers there see it)",
        ),
        ("check L-12", "check blog.example", "check all", "check lost tag:spring", "check L-12 from eu,us"),
        ("look", "recheck", "verify", "test", "scan", "rescan", "refresh"),
        filters=True,
    ),
    Verb(
        "relevance",
        "how close two pages are in subject",
        ("relevance <page> [<target>]", "relevance L-12 | P-3 [<target>]"),
        ("relevance https://blog.example/post https://ours.example/shop", "relevance L-12"),
        ("relevant", "compare", "similarity", "score", "rel"),
    ),
    Verb(
        "vet",
        "whether pages are worth asking for a link: ask, think twice or avoid, and why",
        ("vet <page> [<target>]", "vet <page> ... [-> <target>], or a page a line below it, up to 500"),
        ("vet https://blog.example/post https://ours.example/shop",),
        ("assess", "evaluate"),
    ),
    Verb(
        "snooze",
        "send no alerts about a link for a while",
        ("snooze L-12 [P-3 ...] 12h|3d|2w|1 month", "snooze <filter> 7d"),
        ("snooze L-12 3d", "snooze nofollow 7d"),
        ("mute", "quiet", "silence", "hush", "pause"),
        filters=True,
    ),
    Verb(
        "unsnooze",
        "end a snooze",
        ("unsnooze L-12 [P-3 ...]", "unsnooze <filter> | all"),
        ("unsnooze L-12", "unsnooze all"),
        ("unmute", "wake", "unpause", "resume"),
        filters=True,
    ),
    Verb(
        "accept",
        "accept what was found as the new normal",
        ("accept L-12 [P-3 ...]", "accept <filter>"),
        ("accept L-12", "accept finding:moved"),
        ("ok", "okay", "approve", "agree"),
        filters=True,
    ),
    Verb(
        "unaccept",
        "take back what was accepted of a link",
        ("unaccept L-12 [L-13 ...]", "unaccept <filter>"),
        ("unaccept L-12", "unaccept tag:spring"),
        ("unapprove", "disapprove", "disagree", "reject"),
        filters=True,
    ),
    Verb(
        "mark",
        "set live or lost by hand, for sites that always block us; say whether a page is indexed, or fits ours",
        (
            "mark L-12 [L-13 ...] | <filter> live|lost",
            "mark L-12 [L-13 ...] | <filter> indexed|not indexed",
            "mark L-12 [L-13 ...] fits|not fitting|no opinion",
        ),
        ("mark L-12 live", "mark L-12 not indexed", "mark L-12 fits", "mark partner:trail.example live"),
        ("set",),
        filters=True,
    ),
    Verb(
        "edit",
        "change what was agreed about a link, or a partner page's limit",
        (
            'edit L-12 [anchor "text"] [nofollow-ok] [@owner] [every 6h] [render] [tag:x]',
            'edit L-12 [cost 90 EUR] [guaranteed until 2027-03-01] [claim 14 days] [covers removed ...] [remedy "x"]',
            "edit L-12 [anchor none] [-nofollow-ok] [owner none] [every default] [-tag:x] [cost none] [no guarantee]",
            "edit L-12 [page <address>] [target <address>] (where the link is expected from now on)",
            "edit P-3 [max 50|default] [every 2d] [baseline]",
            "edit L-12 | P-3",
            "edit <filter> | all [to] [every 12h] [@owner] ... (all that fit; behind a filter a tag is one to set)",
        ),
        (
            'edit L-12 anchor "garden tools" nofollow-ok',
            "edit L-12 every 6h tag:spring",
            "edit L-12 anchor none -tag:spring",
            "edit L-12 cost 90 EUR guaranteed until 2027-03-01",
            "edit L-12 page https://blog.example/moved",
            "edit P-3 max 50",
            "edit tag:spring every 12h",
            "edit lost tag:spring to tag:chase",
        ),
        ("change", "update", "modify", "assign"),
        filters=True,
    ),
    GUARANTEE,
    Verb(
        "remove",
        "track it no longer",
        ("remove L-12 [P-3 ...]", "remove <filter>"),
        ("remove L-12", "remove partner:trail.example"),
        ("rm", "delete", "del", "untrack", "unwatch", "unfollow", "forget", "drop", "stop", "-"),
        filters=True,
    ),
    Verb(
        "remind",
        "a reminder for you alone, by direct message",
        ('remind me L-12 | P-3 [in] <duration> | tomorrow | on <day> ["why"]', "remind list", "remind off <number>"),
        ('remind me L-12 in 3 days "ask again"', "remind me P-3 on 2027-03-01", "remind list", "remind off 1"),
        ("reminder", "reminders", "remindme"),
    ),
    Verb(
        "digest",
        "the summary of a week or month, and what wants a person",
        (
            "digest [now | me | todo [me]]",
            "digest [[weekly | monthly] mon 09:00 Europe/Berlin | on | off [until 1 Sep | for August]]",
        ),
        (
            "digest now",
            "digest me",
            "digest todo",
            "digest mon 09:00 Europe/Berlin",
            "digest monthly",
            "digest off until 1 Sep",
            "digest off",
        ),
        ("summary", "weekly"),
    ),
    Verb(
        "report",
        "a month for the client, as files: what was placed, lives, was lost and came back",
        ("report [june | June 2026 | 2026-06 | last month]",),
        ("report", "report june", "report 2026-06"),
        ("monthly", "client", "pdf"),
    ),
    Verb(
        "settings",
        "what this channel chooses for itself",
        (
            "settings [costs hide|show]",
            "settings digest [[weekly | monthly] mon 09:00 Europe/Berlin | on | off [until 1 Sep | for August]]",
            "settings quiet <hours> [<days>] [except lost] [<time zone>] | off | default",
            "settings escalate <duration> [to @owner | to #channel | to me] | now | off | default",
            "settings audit monthly | exchanges | off | default",
            "settings competitors <site> ... | none",
        ),
        (
            "settings",
            "settings costs hide",
            "settings quiet 22:00-07:00 sat sun",
            "settings escalate 48h to me",
            "settings audit monthly",
            "settings competitors rival.example",
            "settings digest mon 09:00 Europe/Berlin",
        ),
        ("setting", "config", "configure", "preferences", "prefs", "setup", "options"),
    ),
    Verb("status", "how the bot itself is doing", ("status",), ("status",), ("health", "ping", "uptime")),
    Verb(
        "help",
        "this list, or one verb",
        ("help [verb]",),
        ("help add",),
        ("?", "h", "usage", "commands", "man"),
    ),
)

BY_NAME = {name: verb for verb in VERBS for name in (verb.name, *verb.synonyms, *ABROAD.get(verb.name, "").split())}


def verb_of(typed: str) -> Verb | None:
    """The verb of this name or synonym, in any case and language: `Add:` and `--help` are typed too."""
    name = unicodedata.normalize("NFC", typed.lower())
    return BY_NAME.get(name) or BY_NAME.get(name.removesuffix(":").lstrip("-–—"))  # noqa: RUF001


_COMMAND = re.compile(r"/[\w-]{1,31}")


def is_command(word: str) -> bool:
    """Whether a word is a slash command: pasted text may hold its name."""
    return _COMMAND.fullmatch(word) is not None


def without_command(lines: Sequence[Sequence[Word]]) -> Sequence[Sequence[Word]]:
    """Without the slash command's own name at the beginning, which came along with what was pasted."""
    if not lines or lines[0][0].sort is not Sort.PLAIN or not is_command(lines[0][0].text):
        return lines
    _, *rest = lines[0]
    if not rest:
        return lines[1:]
    return [rest, *lines[1:]] if verb_of(rest[0].text) else lines
