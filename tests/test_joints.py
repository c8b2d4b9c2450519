"""Where parts meet that no other test sees together: the README and the bot, settings and what reads them, verbs."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from jobs.__main__ import VERBS, main
from jobs.config import Config
from jobs.model.link import NewLink
from jobs.model.partner import NewPartner
from tests.tools.slack_bot import LINKS, open_bot, words_of

ROOT = Path(__file__).parents[1]

ANSWERS = {
    "add https://partner.example/post -> https://ours.example/guide": "200 OK",
    "partner add https://partner.example/links max 100": "limit 100",
    "exchange add https://partner.example/links -> https://ours.example/guide for https://ours.example/friends -> "
    "https://partner.example/ until 2027-03-01": "X-1",
    "partner show partner.example": "partner.example",
    "reciprocity": "Links both ways, with 1 of",
    "ours": "No page of ours is read",
    "audit blog.example": "0 of 10 pages with something found",
    "worth": "No link stands now",
    "forecast": "No link stands now",
    "rehearse https://ours.example/old-guide -> https://ours.example/guide": "links would break",
    "edit L-12 cost 120 EUR guaranteed until 2027-03-01": "cost 120 EUR, guaranteed until 1 Mar 2027",
    'partner note blog.example "asks first"': "The note is kept",
    "guarantee blog.example claim 14 days covers removed nofollow": "claim within 14 days",
    "guarantee": "Nothing can be claimed",
    "list lost": "No lost links",
    "list tag:spring tag:paid": "tag:spring",
    "show L-12": "blog.example/post-11",
    "blog.example": "blog.example/post-0",
    "nofollow": "No nofollow links",
    "mine": "you added or own",
    "list pending 30d": "No pending links",
    "check L-12": "200 OK",
    "check L-12 from eu,us": "There are no regions",
    "what's lost?": "took this for /links list lost",
    "who added L-12?": "took this for /links history L-12",
    "history L-12": "History of L-12",
    "history": "Who did what in this channel",
    'edit L-12 anchor "garden tools" @ada': "owner @U0ADA",
    "edit P-3 max 50": "Limit 50",
    "relevance https://partner.example/post https://ours.example/guide": "of 100",
    "vet https://partner.example/post https://ours.example/guide": "Nothing speaks against it",
    "prospect add https://partner.example/tips -> https://ours.example/guide": "to contact",
    "prospect mail C-1": "A draft to copy",
    "prospect list": "1 prospect",
    "prospect candidates": "partner.example links to it",
    "edit tag:spring every 12h": "No link in this channel fits",
    "remove partner:trail.example": "nothing was changed",
    "snooze L-12 3d": "L-12 snoozed for 3d",
    "accept L-12": "Nothing is open about L-12",
    "remove L-12": "No longer tracked: L-12",
    "export": "in a direct message: 14 links",
    "export csv lost tag:spring": "no links in this channel fit",
    "export disavow L-3 spam.example": "2 added",
    "sync https://docs.google.com/spreadsheets/d/e/2PACX-1vYourSheet/pubhtml every 6h": "sheet",
    "digest mon 09:00 Europe/Berlin": "09:00, Europe/Berlin",
    "settings quiet 22:00-07:00 sat sun": "22:00 to 07:00 each day, all of Saturday and Sunday",
    "settings escalate 48h to @ada": "that nobody takes for 2d is told",
    "settings audit monthly": "Partner pages, and pages on which partners owe a link",
    'remind me L-3 in 3 days "ask again"': "You are reminded of L-3",
    "remind list": "ask again",
    "report": "The report of",
    "report june": "The report of June",
    "help": "track links",
}
"""What the README has people type, in its order, and words of the answer in a channel of twelve well links."""


def typed_in_the_readme() -> list[str]:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    return [
        command for line in lines if line.startswith("| `/links") for command in re.findall(r"`/links (.*?)`", line)
    ]


async def test_each_command_of_the_readme_is_answered(tmp_path: Path) -> None:
    assert typed_in_the_readme() == list(ANSWERS)
    async with open_bot(tmp_path) as bot:
        for number in range(12):
            link = NewLink(LINKS, f"https://blog.example/post-{number}", "https://ours.example/shop")
            await bot.store.add_link(link, bot.clock.now())
        for number in range(3):
            await bot.store.add_partner(NewPartner(LINKS, f"https://friends.example/{number}", 100), bot.clock.now())
        for command, expected in ANSWERS.items():
            words = " ".join(words_of(await bot.type(command)).split())
            assert expected in words, command


def settings_of(section: type[BaseModel], name: str = "config") -> Iterator[tuple[str, str]]:
    """Each setting of config.example.yaml as (section, name); secrets are in the environment alone."""
    for key, field in section.model_fields.items():
        if field.exclude:
            continue
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from settings_of(field.annotation, key)
        else:
            yield name, key


def read_outside_of_the_configuration() -> set[tuple[str, str]]:
    """(what, attribute) of every `what.attribute` in the code, `what` by its last name: `deps.config.slack.command`."""
    found = set()
    for path in [*ROOT.glob("bot/**/*.py"), *ROOT.glob("jobs/**/*.py")]:
        if ROOT / "jobs/config" not in path.parents:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Attribute):
                    of = node.value
                    name = of.attr if isinstance(of, ast.Attribute) else of.id if isinstance(of, ast.Name) else ""
                    found.add((name, node.attr))
    return found


def test_each_setting_is_read_outside_of_the_configuration() -> None:
    read = read_outside_of_the_configuration()
    # Where a section alone is handed on, it is called config there.
    assert [(of, name) for of, name in settings_of(Config) if not {(of, name), ("config", name)} & read] == []


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_of_the_terminal_explains_itself(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([verb, "--help"])
    assert ended.value.code == 0
    assert f"python -m jobs {verb}" in capsys.readouterr().out
