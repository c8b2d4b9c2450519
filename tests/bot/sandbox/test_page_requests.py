"""What the page's own addresses answer to requests that no button of it makes."""

from typing import Any

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox import RunningSlack


async def ask(slack: RunningSlack, what: str, **about: Any) -> Any:
    about = {"user": "U0ADA", "channel": "C0LINKS", **about}
    async with aiohttp.ClientSession() as session, session.post(f"{slack.base_url}/page/{what}", json=about) as answer:
        return await answer.json()


@pytest.mark.parametrize("place", ["files/no-such.js", "files/secrets.txt", "pictures/F0NONE"])
async def test_what_is_no_part_of_the_page_is_not_given(slack: RunningSlack, place: str) -> None:
    async with aiohttp.ClientSession() as session, session.get(f"{slack.base_url}/page/{place}") as answer:
        assert answer.status == 404


async def test_only_pictures_are_shown_as_such(slack: RunningSlack, client: AsyncWebClient) -> None:
    told = {}
    for name in ("chart.png", "links.csv"):
        file = (await client.files_upload_v2(content=b"\x89PNG", filename=name))["files"][0]["id"]
        url = f"{slack.base_url}/page/pictures/{file}"
        async with aiohttp.ClientSession() as session, session.get(url) as answer:
            told[name] = answer.status
    assert told == {"chart.png": 200, "links.csv": 404}


async def test_no_foreign_page_can_post_here_unasked(slack: RunningSlack) -> None:
    url = f"{slack.base_url}/page/line"
    async with aiohttp.ClientSession() as session, session.post(url, data='{"text": "x"}') as answer:
        assert answer.status == 415
    assert slack.messages("#links") == []


async def test_what_is_no_longer_there_cannot_be_clicked(slack: RunningSlack) -> None:
    gone = {"error": "This is no longer there."}
    assert await ask(slack, "click", ts="1.000001", action_id="a") == gone
    assert await ask(slack, "click", view_id="V0NONE", action_id="a") == gone
    assert await ask(slack, "submit", values={}) == {"errors": {}}


async def test_a_command_that_nobody_has_is_refused_in_words(slack: RunningSlack) -> None:
    assert await ask(slack, "line", text="/dance") == {"error": "/dance is not a valid command."}
    assert slack.messages("#links") == []


async def test_without_demo_sites_there_is_nothing_to_spoil(slack: RunningSlack) -> None:
    assert await ask(slack, "spoil", page="p", action="remove") == {}
