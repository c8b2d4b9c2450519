"""What has to be said, in what order, and only once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from jobs.model.channel import ChannelBlock
from jobs.model.incident import IncidentStatus, NotifiedState
from jobs.model.notice import NoticeStatus
from jobs.model.write import Write
from jobs.store.errors import StaleError
from jobs.store.protocol import Store
from tests.jobs.store.contract.conftest import Reopen
from tests.jobs.store.tools import HOUR, NOW, incident, notice


async def test_a_claimed_notice_is_sending_before_it_is_given_out(store: Store, reopen: Reopen) -> None:
    await store.write(Write(notices=[notice("a")]))
    claimed = await store.claim_notice(NOW)
    expected = replace(notice("a"), status=NoticeStatus.SENDING, claimed_at=NOW, attempts=1)
    assert claimed == expected
    store = await reopen(store)
    assert await store.unfinished_notices() == [expected]
    assert await store.claim_notice(NOW) is None


async def test_within_a_channel_the_order_is_kept(store: Store) -> None:
    await store.write(Write(notices=[notice("a"), notice("b"), notice("c", "C2")]))
    first, second, third = [await store.claim_notice(NOW) for _ in range(3)]
    assert first is not None
    assert second is not None
    assert (first.key, second.key, third) == ("a", "c", None)
    await store.finish_notice(replace(first, status=NoticeStatus.SENT, ts="1.0"))
    then = await store.claim_notice(NOW)
    assert then is not None
    assert then.key == "b"


async def test_one_to_be_tried_again_holds_its_channel_and_no_other(store: Store) -> None:
    await store.write(Write(notices=[notice("a"), notice("b"), notice("c", "C2")]))
    claimed = await store.claim_notice(NOW)
    assert claimed is not None
    await store.finish_notice(replace(claimed, status=NoticeStatus.RETRY, not_before=NOW + HOUR))
    keys = [n.key if (n := await store.claim_notice(NOW)) else None for _ in range(2)]
    assert keys == ["c", None]
    again = await store.claim_notice(NOW + HOUR)
    assert again is not None
    assert (again.key, again.attempts) == ("a", 2)


async def test_one_planned_for_later_holds_only_its_own_incident(store: Store) -> None:
    card = notice("card", incident_id="i", not_before=NOW + HOUR)
    edit = notice("edit", incident_id="i")
    await store.write(Write(notices=[card, edit, notice("other")]))
    claimed = await store.claim_notice(NOW)
    assert claimed is not None
    assert claimed.key == "other"
    await store.finish_notice(replace(claimed, status=NoticeStatus.SENT))
    assert await store.claim_notice(NOW) is None
    later = await store.claim_notice(NOW + HOUR)
    assert later is not None
    assert later.key == "card"


async def test_a_dead_notice_lets_the_next_one_pass(store: Store) -> None:
    await store.write(Write(notices=[notice("a"), notice("b")]))
    claimed = await store.claim_notice(NOW)
    assert claimed is not None
    dead = replace(claimed, status=NoticeStatus.DEAD, error="channel_not_found")
    await store.finish_notice(dead)
    assert await store.notices(dead=True) == [dead]
    assert [waiting.key for waiting in await store.notices()] == ["b"]
    assert (await store.totals())["dead_notices"] == 1


async def test_a_key_is_known_from_when_it_is_written_until_long_after(store: Store) -> None:
    assert not await store.knows_notice("a")
    await store.write(Write(notices=[notice("a")]))
    assert await store.knows_notice("a")
    claimed = await store.claim_notice(NOW)
    assert claimed is not None
    await store.finish_notice(replace(claimed, status=NoticeStatus.SENT, ts="1.0"))
    await store.prune(NOW + timedelta(days=100))
    assert await store.knows_notice("a")


async def test_a_dead_notice_that_is_revived_waits_as_what_it_was_in_its_old_place(
    store: Store, reopen: Reopen
) -> None:
    await store.write(Write(notices=[notice("a"), notice("b")]))
    claimed = await store.claim_notice(NOW)
    assert claimed is not None
    dead = replace(claimed, status=NoticeStatus.DEAD, error="not_in_channel", doubtful=True, not_before=NOW + HOUR)
    await store.finish_notice(dead)
    await store.write(Write(revive=["a", "b", "unknown"]))
    store = await reopen(store)
    assert await store.notices(dead=True) == []
    again = await store.claim_notice(NOW)
    assert again == replace(dead, status=NoticeStatus.SENDING, not_before=None, attempts=1, claimed_at=NOW)


async def test_only_the_dead_are_revived(store: Store) -> None:
    await store.write(Write(notices=[notice("a")]))
    claimed = await store.claim_notice(NOW)
    assert claimed is not None
    await store.finish_notice(replace(claimed, status=NoticeStatus.SENT))
    await store.write(Write(revive=["a"]))
    assert await store.claim_notice(NOW) is None


async def test_a_key_is_told_once_for_ever(store: Store, reopen: Reopen) -> None:
    await store.write(Write(notices=[notice("a")]))
    claimed = await store.claim_notice(NOW)
    assert claimed is not None
    await store.write(Write(notices=[notice("a")]))
    await store.finish_notice(replace(claimed, status=NoticeStatus.SENT))
    await store.write(Write(notices=[notice("a")]))
    await store.prune(NOW + timedelta(days=60))
    store = await reopen(store)
    await store.write(Write(notices=[notice("a"), notice("b")]))
    assert [waiting.key for waiting in await store.notices()] == ["b"]


async def test_a_card_writes_its_ts_to_the_incident_in_the_same_step(store: Store) -> None:
    await store.write(Write(incidents=[incident()], notices=[notice("a", incident_id="L-1-lost-1")]))
    claimed = await store.claim_notice(NOW)
    assert claimed is not None
    await store.finish_notice(replace(claimed, status=NoticeStatus.SENT, ts="17.5"))
    kept = await store.incident("L-1-lost-1")
    assert kept == replace(incident(), message_ts="17.5", told_at=NOW, version=2)


async def test_what_a_message_told_of_incidents_is_kept_in_the_same_step(store: Store) -> None:
    await store.write(Write(incidents=[incident(), incident(name="other")], notices=[notice("a")]))
    claimed = await store.claim_notice(NOW)
    assert claimed is not None
    told = {"L-1-lost-1": NotifiedState(IncidentStatus.OPEN, 1), "gone": NotifiedState(IncidentStatus.OPEN)}
    await store.finish_notice(replace(claimed, status=NoticeStatus.SENT, ts="17.5"), told)
    assert await store.incident("L-1-lost-1") == replace(incident(), told=told["L-1-lost-1"], version=2)
    assert await store.incident("other") == replace(incident(name="other"), version=1)
    await store.write(Write(notices=[notice("b")]))
    claimed = await store.claim_notice(NOW)
    assert claimed is not None
    await store.finish_notice(replace(claimed, status=NoticeStatus.SENT), told)
    known = await store.incident("L-1-lost-1")
    assert known is not None
    assert known.version == 2, "what is known already is not written again"


async def test_the_dead_are_counted_by_channel_and_word(store: Store, reopen: Reopen) -> None:
    words = {"a": ("C1", "is_archived"), "b": ("C1", "is_archived"), "c": ("C1", "msg_too_long"), "d": ("C2", "x")}
    await store.write(Write(notices=[notice(key, channel) for key, (channel, _) in words.items()]))
    while claimed := await store.claim_notice(NOW):
        error = f"{words[claimed.key][1]} (and more)"
        await store.finish_notice(replace(claimed, status=NoticeStatus.DEAD, error=error))
    store = await reopen(store)
    counted = {("C1", "is_archived"): 2, ("C1", "msg_too_long"): 1, ("C2", "x"): 1}
    assert await store.dead_notices() == counted
    assert [dead.key for dead in await store.notices(dead=True, channel="C1")] == ["a", "b", "c"]
    assert await store.notices(dead=True, channel="C3") == []
    await store.write(Write(revive=["a"], supersede=["b"]))
    assert await store.dead_notices() == {("C1", "msg_too_long"): 1, ("C2", "x"): 1}
    assert [waiting.key for waiting in await store.notices(channel="C1")] == ["a"]


async def test_a_channel_that_takes_no_messages_is_remembered_until_it_does(store: Store, reopen: Reopen) -> None:
    shut = ChannelBlock("C1", "is_archived", NOW)
    await store.write(Write(shut={"C1": shut}))
    store = await reopen(store)
    assert (await store.channel_block("C1"), await store.channel_block("C2")) == (shut, None)
    with pytest.raises(StaleError):
        await store.write(Write(shut={"C1": replace(shut, since=NOW + HOUR)}, notices=[notice("a")]))
    assert await store.notices() == [], "whoever comes second tells nobody"
    await store.write(Write(shut={"C1": replace(shut, word="not_in_channel")}))
    await store.write(Write(shut={"C1": None, "C2": None}))
    store = await reopen(store)
    assert await store.channel_block("C1") is None


async def test_only_what_is_being_sent_can_be_settled(store: Store) -> None:
    await store.write(Write(notices=[notice("a")]))
    for other in (notice("a"), notice("unknown")):
        with pytest.raises(StaleError):
            await store.finish_notice(other)


async def test_who_was_thought_to_be_gone_may_say_how_it_fared_until_it_is_claimed_again(store: Store) -> None:
    await store.write(Write(notices=[notice("a"), notice("b", "C2")]))
    claims = [claim for _ in range(2) if (claim := await store.claim_notice(NOW))]
    for claim in claims:
        in_doubt = replace(claim, status=NoticeStatus.RETRY, doubtful=True, not_before=NOW + HOUR)
        await store.finish_notice(in_doubt)
    first, second = claims
    await store.finish_notice(replace(first, status=NoticeStatus.SENT, ts="1.0"))
    again = await store.claim_notice(NOW + HOUR)
    assert again is not None
    assert again.key == second.key
    with pytest.raises(StaleError):
        await store.finish_notice(replace(second, status=NoticeStatus.SENT, ts="1.0"))
    await store.finish_notice(replace(again, status=NoticeStatus.SENT, ts="2.0"))
    assert await store.notices() == []


async def test_what_need_not_be_said_any_more_is_superseded(store: Store) -> None:
    await store.write(Write(notices=[notice("lost", incident_id="i"), notice("other")]))
    assert [waiting.key for waiting in await store.notices(incident_id="i")] == ["lost"]
    await store.write(Write(supersede=["lost"]))
    assert [waiting.key for waiting in await store.notices()] == ["other"]


async def test_what_is_being_said_cannot_be_superseded(store: Store) -> None:
    await store.write(Write(notices=[notice("lost")]))
    await store.claim_notice(NOW)
    with pytest.raises(StaleError):
        await store.write(Write(supersede=["lost"], notices=[notice("instead")]))
    assert [waiting.key for waiting in await store.notices()] == ["lost"]
