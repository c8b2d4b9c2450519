"""Keys are remembered for ever, so that what was said is not said again by a later version."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.model.notice_key import (
    AnswerKey,
    CardKey,
    CatchUpKey,
    ClaimKey,
    DebouncedEditKey,
    DigestKey,
    EditKey,
    GatheredEditKey,
    HintKey,
    LateMembersKey,
    LiveKey,
    ReplyKey,
    ReroutedKey,
    SheetNewsKey,
    UntakenKey,
)
from jobs.model.parse_notice_key import NoticeKey, digest_week, parse_notice_key

LOST = "L-12-lost-1764576000"
STORED: list[tuple[NoticeKey, str]] = [
    (CardKey(LOST), "L-12-lost-1764576000/card"),
    (EditKey(LOST, 3), "L-12-lost-1764576000/edit/3"),
    (DebouncedEditKey(f"G-{LOST}", 352915200), "G-L-12-lost-1764576000/edit/at-352915200"),
    (GatheredEditKey(LOST, 88228801), "L-12-lost-1764576000/gather/88228801"),
    (ReplyKey(LOST, 3), "L-12-lost-1764576000/reply/3"),
    (LateMembersKey(LOST, 81693), "L-12-lost-1764576000/too/81693"),
    (CatchUpKey(f"{LOST}/edit/3"), "L-12-lost-1764576000/edit/3/catch-up"),
    (CardKey("storm-C0LINKS-1764576000"), "storm-C0LINKS-1764576000/card"),
    (LiveKey("L-12", 1764576000), "L-12/live/1764576000"),
    (DigestKey("C0LINKS", "2026-W18"), "digest/C0LINKS/2026-W18"),
    (AnswerKey("C0LINKS", "1764576000.000100", "9f86d081884c"), "answer/C0LINKS/1764576000.000100/9f86d081884c"),
    (HintKey("C0LINKS", "1764576000.000100"), "hint/C0LINKS/1764576000.000100"),
    (SheetNewsKey("3", "20260501-120000"), "sheet/3/20260501-120000"),
    (ClaimKey("C1", "blog.example", "2027-03-12", "7"), "claim/C1/blog.example/2027-03-12/7"),
    (UntakenKey("C0LINKS", "U0BEN", "1764576000"), "untaken/C0LINKS/U0BEN/1764576000"),
    (UntakenKey("C0LINKS", "", "1764576000"), "untaken/C0LINKS//1764576000"),
    (ReroutedKey("C0LINKS", "U0ADA", "00ff"), "news/C0LINKS/U0ADA/00ff"),
]


@pytest.mark.parametrize(("key", "stored"), STORED)
def test_a_key_is_stored_as_it_always_was(key: NoticeKey, stored: str) -> None:
    assert str(key) == stored
    assert parse_notice_key(stored) == key


@pytest.mark.parametrize(
    "stored", ["", "card", "demo/hello", f"{LOST}/edit/soon", f"{LOST}/edit/at-", "a/b/c/d", "x/²/2"]
)
def test_a_form_that_is_not_known_is_no_key_of_ours(stored: str) -> None:
    assert parse_notice_key(stored) is None


@given(st.text("LPG-0123456789", min_size=1), st.integers(0, 10**12))
def test_what_is_written_is_read(about: str, number: int) -> None:
    for form in (EditKey, DebouncedEditKey, GatheredEditKey, ReplyKey, LateMembersKey, LiveKey):
        key = form(about, number)
        assert parse_notice_key(str(key)) == key
        assert parse_notice_key(str(CatchUpKey(str(key)))) == CatchUpKey(str(key))


def test_only_digests_are_of_a_week() -> None:
    assert digest_week("digest/C0LINKS/2026-W18") == "2026-W18"
    assert digest_week("L-12/live/1764576000") == ""
