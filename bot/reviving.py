"""What Slack refused for a reason that passes is said after all: which notices, and when it is tried again."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from bot.reach import reach_of
from bot.slack_errors import TOKEN_WORDS
from jobs.model.notice import Notice
from jobs.store.protocol import Store, Write

ABOUT_TROUBLE = "trouble/"
"""How the keys of those begin that tell of others: what they say does not outlast its day."""
FIRST_WAIT = timedelta(minutes=10)
LONGEST_WAIT = timedelta(hours=6)


def word_of(notice: Notice) -> str:
    """Slack's word for why a notice could not be posted, such as `is_archived`."""
    return notice.error.partition(" ")[0]


def may_pass(notice: Notice) -> bool:
    """Whether a person can mend what a dead notice died of."""
    word = word_of(notice)
    return not notice.key.startswith(ABOUT_TROUBLE) and (word in TOKEN_WORDS or reach_of(word) is not None)


def worth_saying(dead: Iterable[Notice], waiting: Iterable[Notice]) -> list[Notice]:
    """The dead notices that may be said after all, oldest first.

    Of one incident's notices those go first of which nobody knows whether Slack has them: what is found of them is the
    incident's message, and another must not be made.
    """
    mendable = [notice for notice in dead if may_pass(notice)]
    unsure = {each.incident_id for each in (*mendable, *waiting) if each.doubtful and each.incident_id}
    return [notice for notice in mendable if notice.doubtful or notice.incident_id not in unsure]


def due_again(dead: Iterable[Notice], now: datetime) -> list[Notice]:
    """The oldest of each channel's, where its turn has come: how it fares tells what becomes of the others."""
    first: dict[str, Notice] = {}
    for notice in dead:
        first.setdefault(notice.channel, notice)
    return [notice for notice in first.values() if _is_due(notice, now)]


def _is_due(notice: Notice, now: datetime) -> bool:
    """Ten minutes after the last try, and then ever more seldom: as long again as it has been waiting."""
    tried = notice.claimed_at or notice.created_at
    wait = min(max(tried - notice.created_at, FIRST_WAIT), LONGEST_WAIT)
    return not tried <= now < tried + wait  # a try in the time ahead was made by a clock that ran wrong


async def revive(store: Store, channel: str = "") -> bool:
    """Have everything said that died of what may have passed, in one channel or in all; whether there was anything.

    What a bad token or a missing scope stopped is revived everywhere: where one message gets through, others may.
    """
    dead = await _dead(store)
    return await _revive(
        store, [each for each in dead if channel in {"", each.channel} or word_of(each) in TOKEN_WORDS]
    )


async def try_again(store: Store, now: datetime) -> bool:
    """Have one of each channel said where it is time to see whether it can be; whether there was any."""
    return await _revive(store, due_again(await _dead(store), now))


async def _dead(store: Store) -> list[Notice]:
    dead = await store.notices(dead=True)
    return worth_saying(dead, await store.notices()) if any(map(may_pass, dead)) else []


async def _revive(store: Store, notices: Sequence[Notice]) -> bool:
    if notices:
        await store.write(Write(revive=[notice.key for notice in notices]))
    return bool(notices)
