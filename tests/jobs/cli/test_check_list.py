"""A list checked once: each page is read once, every row is told, and an interruption loses nothing that is done."""

import asyncio
import csv
import io
import json
import signal
from collections.abc import Collection
from pathlib import Path

import pytest

from jobs.cli.check_list import ListedCheck, ListOutput, ListRun, as_csv, check_rows, finish
from jobs.config import Config
from jobs.formats.columns import OURS as OURS_COLUMNS
from jobs.formats.sheet import LinkFile, LinkRow, RejectedRow
from jobs.model.page import Headers, Outcome, Page
from jobs.model.tracked_page import TrackedPage
from jobs.pages.asked import LinkQuestion
from jobs.pages.extract import extract
from jobs.pages.reading import Reading
from tests.tools.process import environment, finished, started
from tests.tools.site import Answer, Asked, Sites
from tests.tools.times import NOON

OURS = "https://ours.example/guide"
STORY = "<p>" + "The river runs past the old mill, and the path follows it for an hour or two. " * 5
GOOD = f"{STORY}<a href='{OURS}'>=a guide</a>"
LONG = "https://b.example/" + "a-long-way/" * 30
ROWS = (
    LinkRow(2, "https://a.example/good", OURS),
    LinkRow(3, "https://a.example/good", "https://ours.example/other"),
    LinkRow(4, LONG, OURS, anchor="another guide"),
    LinkRow(5, "https://a.example/nofollow", OURS, rel=frozenset({"nofollow"})),
    LinkRow(6, "https://c.example/challenge", OURS),
)


class Pages:
    """Answers what a test says, and remembers what was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def read(
        self, url: str, known: TrackedPage | None = None, asked: Collection[LinkQuestion] = (), *, owner: bool = False
    ) -> Reading:
        self.asked.append(url)
        html = GOOD.replace("<a ", "<a rel=nofollow ") if url.endswith("nofollow") else GOOD
        if url.endswith("challenge"):
            html = "<script>window._cf_chl_opt={}</script>"
        headers: Headers = (("content-type", "text/html; charset=utf-8"),)
        page = Page(url, url, 200, headers, html.encode(), NOON)
        examined = extract(page, list(asked))
        return Reading(Outcome.OK, "", examined.facts, page.headers, page=page, examined=examined)


def listed(*rows: LinkRow, rejected: tuple[RejectedRow, ...] = ()) -> ListRun:
    return ListRun(LinkFile("a list", rows=rows, rejected=rejected))


async def checked(run: ListRun) -> tuple[ListRun, list[str], list[ListedCheck]]:
    pages, told = Pages(), list[ListedCheck]()
    await check_rows(pages.read, run, Config(), told.append)
    return run, pages.asked, told


async def test_each_page_is_read_once_and_each_row_is_told() -> None:
    run, asked, told = await checked(listed(*ROWS))
    assert sorted(asked) == sorted({row.page for row in ROWS})
    assert sorted(check.line for check in told) == [row.line for row in ROWS]
    assert [(check.line, check.link, check.findings) for check in run.in_order] == [
        (2, "present", ()),
        (3, "absent", ("wrong_target",)),
        (4, "present", ("anchor_changed",)),
        (5, "present", ()),  # nofollow was agreed
        (6, "unknown", ()),
    ]


@pytest.mark.parametrize(
    ("rows", "code"),
    [(ROWS[:1], 0), (ROWS[:2], 1), (ROWS[2:3], 1), (ROWS[3:4], 0), ((ROWS[0], ROWS[4]), 3), ((ROWS[1], ROWS[4]), 1)],
)
async def test_the_exit_code_says_the_worst(rows: tuple[LinkRow, ...], code: int) -> None:
    run, _, _ = await checked(listed(*rows))
    assert run.exit_code == code


async def test_rows_that_cannot_be_used_are_named_and_are_not_well(capfd: pytest.CaptureFixture[str]) -> None:
    run, _, _ = await checked(listed(ROWS[0], rejected=(RejectedRow(7, "it has no target", ("x",)),)))
    finish(run, ListOutput.TABLE)
    said = capfd.readouterr().err
    assert "line 7: not checked, it has no target" in said
    assert "1 checked: 1 present, 0 absent, 0 unknown, 1 unusable." in said
    assert run.exit_code == 3


async def test_csv_is_no_formula_and_in_the_order_of_the_list() -> None:
    run, _, _ = await checked(listed(*ROWS))
    rows = list(csv.DictReader(io.StringIO(as_csv(run.in_order))))
    assert [row["line"] for row in rows] == ["2", "3", "4", "5", "6"]
    assert (rows[0]["anchor"], rows[3]["rel"], rows[2]["findings"]) == ("'=a guide", "nofollow", "anchor_changed")


async def test_addresses_are_unbroken_where_the_table_is_piped(capfd: pytest.CaptureFixture[str]) -> None:
    run, _, _ = await checked(listed(*ROWS))
    finish(run, ListOutput.TABLE)
    lines = capfd.readouterr().out.splitlines()
    assert len(lines) == 1 + len(ROWS)
    assert LONG in lines[3]
    assert not any(line.endswith(" ") for line in lines)


ENV = {"LINKWATCH_NETWORK__ALLOW_PRIVATE": "true"}


async def test_an_interruption_loses_nothing_that_is_done(tmp_path: Path) -> None:
    waits = asyncio.Event()
    # A shell has what it runs in the background ignore interruptions, and what that starts would do so too.
    signal.signal(signal.SIGINT, signal.default_int_handler)

    async def slow(_: Asked) -> Answer:
        await waits.wait()
        return Answer(GOOD)

    async with Sites() as sites:
        sites["127.0.0.1/good"], sites["127.0.0.1/slow"] = GOOD, slow
        pages = [sites.url("127.0.0.1/good"), sites.url("127.0.0.1/slow")]
        (tmp_path / "list.csv").write_text("\n".join(["page,target", *(f"{page},{OURS}" for page in pages)]))
        async with started("check", str(tmp_path / "list.csv"), "--json", env=environment(**ENV), module="jobs") as run:
            assert run.stdout is not None
            first = json.loads(await asyncio.wait_for(run.stdout.readline(), 60))
            run.send_signal(signal.SIGINT)
            out, errors = await asyncio.wait_for(run.communicate(), 60)
        waits.set()
    assert (first["page"], run.returncode, out) == (pages[0], 130, b"")
    assert b"1 checked:" in errors
    assert b"1 were not checked." in errors


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("none.csv", None, "No such file"),
        ("words.csv", "Rank,Link text\n1,x\n", "Latest links"),
        ("empty.csv", ",".join(OURS_COLUMNS), "names no pages"),
    ],
)
async def test_what_is_no_list_is_refused_with_the_reason(
    tmp_path: Path, name: str, content: str | None, why: str
) -> None:
    if content is not None:
        (tmp_path / name).write_text(content)
    code, out, errors = await finished("check", str(tmp_path / name), env=environment(), module="jobs")
    assert (code, out) == (2, "")
    assert why in errors


async def test_a_target_for_all_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("https://a.example/1\n")
    arguments = ("check", str(tmp_path / "list.csv"), "--for-all", "ours example")
    code, out, errors = await finished(*arguments, env=environment(LINKWATCH_OUR_SITES="ours.example"), module="jobs")
    assert (code, out) == (2, "")
    assert "ours example" in errors
