"""The answers of Bing's Webmaster API, as its documentation shows them (pure). Parsed in a child process.

`{"d": {"Links": [{"Url": ..., "Count": ...}], "TotalPages": 3}}` of GetLinkCounts, `"Details"` with `"AnchorText"` of
GetUrlLinks, and `{"ErrorCode": 4, "Message": "ERROR!!! ThrottleUser"}` with a status of 400.
"""

import json
from typing import Any

from msgspec import Struct

from jobs.model.page import FetchFailure, Page

_SHARE_OF_BLAME = {
    3: "Bing does not know the key in BING_API_KEY; make one under Settings > API access in Bing Webmaster Tools.",
    6: "Bing has blocked the account that the key is of.",
    7: "Bing takes this address for none; write the site in bing.sites as Bing Webmaster Tools shows it.",
    13: "The account that the key is of may not see this site.",
    14: "The account that the key is of may not see this site; verify it in Bing Webmaster Tools.",
    16: "Bing has given up this part of its API.",
}
"""What to do, by the number of Bing's ApiErrorCode."""
_THROTTLED = frozenset({4, 5})


class BingPage(Struct, frozen=True):
    """One page of an answer: addresses, each with an anchor text or a number."""

    urls: tuple[tuple[str, str, int], ...]
    total_pages: int


class BingTrouble(Struct, frozen=True):
    """Why Bing did not answer, in words that hold neither the key nor an address."""

    why: str


def read_answer(answer: Page | FetchFailure) -> BingPage | BingTrouble:
    """What one answer says; its shape is looked at before its status, for a refusal says more than a number."""
    reason = answer.reason if isinstance(answer, FetchFailure) else "its answer is not the JSON that it documents"
    unread = BingTrouble(f"Bing could not be asked: {reason}.")
    try:
        said = json.loads(answer.body.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return unread
    if not isinstance(said, dict):
        return unread
    if "ErrorCode" in said:
        return _refusal(said["ErrorCode"])
    return _page(said.get("d")) or unread


def _refusal(code: Any) -> BingTrouble:
    if code in _THROTTLED:
        return BingTrouble("Bing wants to be asked less often; it is asked again tomorrow.")
    number = code if isinstance(code, int) else "without a number"
    return BingTrouble(_SHARE_OF_BLAME.get(code, f"Bing answered with its error {number}; it is asked again tomorrow."))


def _page(said: Any) -> BingPage | None:
    rows = (said.get("Links") or said.get("Details") or []) if isinstance(said, dict) else None
    if not isinstance(rows, list) or not isinstance(said.get("TotalPages", 1), int):
        return None
    found = [row for row in rows if isinstance(row, dict) and isinstance(row.get("Url"), str)]
    urls = tuple((row["Url"], str(row.get("AnchorText") or ""), _count(row.get("Count"))) for row in found)
    return BingPage(urls, said.get("TotalPages", 1))


def _count(said: Any) -> int:
    return said if isinstance(said, int) else 0
