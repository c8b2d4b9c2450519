"""Long work that others need not wait for."""

import asyncio

from jobs.store.streams import let_go


async def test_others_get_their_turn_while_very_many_values_are_freed() -> None:
    values = [[number] for number in range(2_000)]
    left: list[int] = []

    async def others() -> None:
        while values:
            left.append(len(values))
            await asyncio.sleep(0)

    await asyncio.gather(let_go(values), others())
    assert values == []
    assert left == [1_500, 1_000, 500]
