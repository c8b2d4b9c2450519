"""What a digest says on top: what wants a person, numbers that add up, and one line where all is well."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from bot.messages.digest.message import digest_message
from bot.messages.digest.todo import todo_listed
from bot.messages.kit.blocks import Message
from jobs.model.digest import Digest, DigestCounts, LinkLine, Moves, NotedKind, NotedPage, PartnerLine, WeekPoint
from jobs.model.link_status import LinkState
from jobs.model.todo import Todo, TodoKind
from tests.tools.nouns import CHANNEL, PAGE, TARGET
from tests.tools.slack_words import buttons_of, read, sound
from tests.tools.times import NOON

WEEKS = tuple(WeekPoint(date(2026, 9, 7) + timedelta(weeks=week), live=9, lost=week) for week in range(12))
LATER = NOON + timedelta(days=7)
DIGEST = Digest(
    CHANNEL,
    "2026-W47",
    NOON - timedelta(days=7),
    NOON,
    DigestCounts(live=9, lost=2, weakened=1, partners=3),
    lost=(LinkLine("L-1", PAGE, TARGET, LinkState.LOST, NOON, "gone", owner="U0ADA"),),
    series=WEEKS,
    next_at=LATER,
)
NOTED = (NotedKind("moved", 1, (NotedPage(("L-1",), PAGE, "It moved."),)),)
NEAR = (PartnerLine("P-3", "https://friends.example/links", 98, 100),)
TODO = (
    Todo(
        TodoKind.CLAIM,
        ("L-1", "L-2"),
        2,
        "L-1-lost-1",
        PAGE,
        TARGET,
        since=NOON,
        until=date(2026, 11, 26),
        holder="UBEN",
    ),
    Todo(TodoKind.TARGET, ("L-4",), 14, "L-4-target-1", PAGE, TARGET, "Our page answers 404.", NOON),
    Todo(TodoKind.LOST, ("L-5",), 1, "L-5-lost-1", PAGE, TARGET, "The page no longer links to the target.", NOON),
    Todo(TodoKind.BREACH, ("X-2",), 1, "X-2-breach-1", text="with friends.example: <!here> is gone.", since=NOON),
    Todo(TodoKind.WEAKENED, ("L-6", "L-7", "L-8", "L-9"), 12, "L-6-weakened-1", PAGE, TARGET, "It is nofollow.", NOON),
    Todo(TodoKind.ENDING, ("X-3",), 1, "", text="with pals.example", until=date(2026, 12, 1)),
    Todo(TodoKind.OVERDUE, ("L-11",), 1, "", PAGE, TARGET, since=NOON),
    Todo(TodoKind.OVER_LIMIT, ("P-3",), 1, "P-3-partner-1", text="138 links, limit 100.", since=NOON),
)


def rows_of(message: Message) -> list[tuple[str, list[str]]]:
    """Each thing to do, with the buttons and menus under it."""
    blocks = list(message.blocks)
    return [
        (
            " ".join(read(Message(message.text, (block,))).split()),
            [(each.get("text") or each["placeholder"])["text"] for each in after.get("elements", [])],
        )
        for block, after in pairwise(blocks)
        if block["type"] == "rich_text" and after["type"] == "actions" and "See all" not in str(after)
    ]


def test_what_wants_a_person_stands_on_top_with_what_can_be_done() -> None:
    digest = replace(DIGEST, todo=TODO, left_out={"todo": 4}, at=datetime(2026, 11, 23, 12, tzinfo=UTC))
    message = sound(digest_message(digest))
    kinds = [block["type"] for block in message.blocks]
    assert "What to do: 12" in read(message)
    assert kinds.index("actions") < kinds.index("data_visualization")
    assert buttons_of(message)["See all 12"] == "digest todo"
    assert "12 things to do" in message.text
    rows = rows_of(message)
    assert [words for _, words in rows] == [
        ["I claimed it", "Draft a mail", "Assign to…"],
        ["I'm on it", "Assign to…"],
        ["I'm on it", "Draft a mail", "Assign to…", "Show"],
        ["I'm on it", "Draft a mail", "Assign to…", "Show"],
        ["I'm on it", "Draft a mail", "Assign to…"],
    ]
    said = [words for words, _ in rows]
    assert said[0].startswith("🔴 Claim until 26 Nov 2026 (in 3 days) : L-1, L-2 on blog.example/post , since")
    assert said[0].endswith("@UBEN is on it")
    assert said[1].startswith("🟠 Our page has a problem : ours.example/shop , 14 links , since")
    assert "Our page answers 404." in said[1]
    assert said[2].startswith("🔴 Link lost : L-5 blog.example/post , since")
    assert "no longer links" not in said[2], "its title says so"
    assert "Exchange broken : X-2 with friends.example: <!here> is gone." in said[3]
    assert said[4].startswith("🟠 12 links weakened : L-6, L-7, L-8 and 9 more on blog.example/post")


def test_all_that_is_to_do_is_listed_on_demand() -> None:
    message = sound(todo_listed(TODO, date(2026, 11, 23), may_manage=True))
    assert "8 things to do" in read(message)
    assert [words for _, words in rows_of(message)][5:] == [
        ["Show"],
        ["Show", "Check now"],
        ["I'm on it", "Draft a mail", "Assign to…", "Show"],
    ]
    assert "Nothing wants anybody now" in read(sound(todo_listed((), NOON.date(), may_manage=True)))


@pytest.mark.parametrize(
    ("page", "shown", "turning"),
    [(1, 20, {"More": "digest todo me page:2"}), (2, 12, {"Earlier": "digest todo me page:1"}), (9, 12, {})],
)
def test_all_that_is_to_do_is_shown_page_by_page(page: int, shown: int, turning: dict[str, str]) -> None:
    many = [replace(TODO[2], incident=f"L-{number}-lost-1") for number in range(32)]
    message = sound(todo_listed(many, NOON.date(), page, mine=True, may_manage=True))
    assert read(message).count("Link lost") == shown
    assert f"Page {min(page, 2)} of 2" in read(message)
    assert turning.items() <= buttons_of(message).items()


@pytest.mark.parametrize(("last_day", "left"), [(date(2026, 11, 23), "in 3 days"), (date(2026, 11, 24), "in 2 days")])
def test_the_days_of_a_claim_are_those_of_the_channels_zone(last_day: date, left: str) -> None:
    at = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)  # in Berlin the next day has begun
    digest = replace(DIGEST, todo=TODO, at=at, first_day=date(2026, 11, 16), last_day=last_day)
    assert f"Claim until 26 Nov 2026 ({left})" in read(sound(digest_message(digest)))


def test_those_who_may_change_nothing_are_offered_what_they_may() -> None:
    message = sound(todo_listed(TODO, NOON.date(), may_manage=False))
    assert {words for _, each in rows_of(message) for words in each} == {"Draft a mail", "Show", "Check now"}


QUIET = Digest(CHANNEL, "2026-W47", NOON - timedelta(days=7), NOON, DigestCounts(live=212), next_at=LATER)
WAITING = LinkLine("L-9", PAGE, TARGET, LinkState.PENDING, NOON)


@pytest.mark.parametrize(
    ("digest", "said"),
    [
        (QUIET, "All 212 links are as agreed."),
        (replace(QUIET, counts=DigestCounts(live=1)), "The link is as agreed."),
        (replace(QUIET, counts=DigestCounts(live=2)), "Both links are as agreed."),
        (replace(QUIET, counts=DigestCounts(partners=3)), "All partner pages are within their limits."),
        (
            replace(QUIET, counts=DigestCounts(live=205, pending=5, new=2), pending=(WAITING,)),
            "205 of 212 links are as agreed; 5 not placed yet and 2 not read yet.",
        ),
        (
            replace(QUIET, counts=DigestCounts(live=210, lost=2), accepted=2),
            "210 of 212 links are as agreed; 2 accepted as lost.",
        ),
    ],
)
def test_where_all_is_well_the_digest_is_one_line_and_the_day_of_the_next(digest: Digest, said: str) -> None:
    message = sound(digest_message(digest))
    assert [block["type"] for block in message.blocks] == ["header", "rich_text", "context"]
    assert said in read(message)
    assert said in message.text
    assert "Next digest" in read(message)
    assert message.plainer is None


@pytest.mark.parametrize(
    "lists",
    [
        {"pending": (replace(WAITING, overdue=True),)},
        {"unreachable": (WAITING,)},
        {"recovered": (WAITING,)},
        {"still_open": (WAITING,)},
        {"noted": NOTED},
        {"near_limit": NEAR},
    ],
)
def test_anything_worth_a_line_makes_a_whole_digest(lists: dict[str, Any]) -> None:
    digest = replace(QUIET, counts=DigestCounts(live=211, pending=1), **lists)
    assert "as agreed." not in read(sound(digest_message(digest)))


def test_the_counts_of_a_digest_add_up_to_all_links() -> None:
    names = ("live", "weakened", "lost", "replaced", "pending", "new")
    counted = {name: 3 + place for place, name in enumerate(names)}
    counts = DigestCounts(**counted, unreachable=2, snoozed=1, partners=4, given=3)
    words = read(sound(digest_message(replace(DIGEST, counts=counts)))).split()
    assert " ".join(words).count("33 links : 3 live · 4 weakened · 5 lost · 6 replaced · 7 pending · 8 not read yet")
    assert "Of these 2 unreachable for long, 1 snoozed and 3 that we give." in " ".join(words)


def test_how_the_numbers_came_about_is_told_where_links_came_or_went() -> None:
    moves = Moves(added=10, untracked=3, placed=6, back=1, lost=4, dropped=2)
    counts = DigestCounts(live=200, weakened=1, lost=8, pending=3)
    digest = replace(DIGEST, counts=counts, moves=moves, first_day=date(2026, 4, 27))
    words = read(sound(digest_message(digest)))
    assert "27 Apr 2026: 205 links; 10 added, 3 tracked no longer: 212 now." in words
    assert "On their pages on 27 Apr 2026: 200 links; 6 placed, 1 back, 4 lost, 2 tracked no longer: 201 now." in words
    assert "205" not in read(digest_message(replace(digest, moves=Moves())))
