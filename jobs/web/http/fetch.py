"""One page asked for, as a value: a page, "not modified", or a failure with its reason. Nothing raises but bugs."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, nullcontext, suppress
from datetime import datetime
from time import monotonic
from typing import TypeVar

from aiohttp import ClientConnectorCertificateError, ClientError, ClientResponse, ClientSession
from msgspec import Struct

from jobs.model.page import FetchFailure, FetchResult, Headers, Hop, Outcome, Validators, header_values
from jobs.web.http.body import Body, End, read_body
from jobs.web.http.certificates import expiry_reason
from jobs.web.http.chains import Completed, issuers_of
from jobs.web.http.errors import is_expiry, lacks_issuer, trouble_of
from jobs.web.http.media_types import is_html, is_unsaid, is_xml, looks_like_html, looks_like_xhtml, media_type
from jobs.web.http.policy import NetworkPolicy
from jobs.web.http.redirects import header_text, location, location_text, next_url
from jobs.web.http.request_state import FetchState, Head, Trip
from jobs.web.http.statuses import outcome_of, reason_of
from jobs.web.http.throttle import Turns
from jobs.web.http.url_gate import gate, request_url
from jobs.web.http.wire import PageResponse
from jobs.web.urls import host, parse

_ACCEPT = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Encoding": "gzip, deflate, br"}
_LANGUAGES = "en,*;q=0.5"
_FAILURE_BODY = 256 * 2**10
_FAILURE_SECONDS = 5.0
_NOT_MODIFIED = 304

T = TypeVar("T")

RobotsGate = Callable[[str], Awaitable[FetchFailure | None]]
"""Asked before each address: whether it may be asked for; a failure says why not."""

_ENDS = {
    End.CUT_SHORT: Outcome.TRUNCATED,
    End.BROKEN_OFF: Outcome.TRUNCATED,
    End.OVERRUN: Outcome.TRUNCATED,
    End.GARBLED: Outcome.BAD_HTTP,
    End.TOO_LARGE: Outcome.TOO_LARGE,
    End.UNDECODABLE: Outcome.UNKNOWN_ENCODING,
    End.COMPRESSED: Outcome.UNKNOWN_ENCODING,
}


class _Request(Struct, frozen=True):
    """What stays the same on every hop."""

    session: ClientSession
    policy: NetworkPolicy
    validators: Validators | None
    any_type: bool
    head_only: bool
    throttle: Turns | None
    leave: RobotsGate | None
    as_browser: bool


class _Redirect(Struct, frozen=True):
    head: Head
    location: str
    news: bool
    """Whether it came with cookies, so that the same address may answer otherwise now."""


async def fetch(
    session: ClientSession,
    url: str,
    *,
    policy: NetworkPolicy,
    now: Callable[[], datetime],
    validators: Validators | None = None,
    any_type: bool = False,
    head_only: bool = False,
    throttle: Turns | None = None,
    leave: RobotsGate | None = None,
    as_browser: bool = False,
    trip: Trip | None = None,
) -> FetchResult:
    """Read the page at `url`, redirects followed and recorded, within the bounds of `policy`.

    With `validators` the request is conditional, and the answer may be `NotModified`; a body with their packed hash
    is not unpacked. With `any_type` every media type is taken, else only HTML; with `head_only` no page's body is
    read. Each request waits for its turn in `throttle`, and each hop for `leave`; neither is counted into the
    page's time. With `as_browser` the headers have the form that browsers give them, under the same name. A `trip`
    that has begun already goes on at `url`. `session` comes from `page_session` with the same policy.
    """
    trip = trip or Trip(url)
    state = FetchState(trip.asked, parse(url) or url, now, policy.total_seconds, list(trip.hops), trip.cookies)
    request = _Request(session, policy, validators, any_type, head_only, throttle, leave, as_browser)
    try:
        try:
            return await _travel(request, state)
        except ClientConnectorCertificateError as error:
            if not lacks_issuer(error):
                raise
        completed = await _in_time(state, issuers_of(session).complete(session, state.at, policy))
        if completed is not Completed.FETCHED:
            return state.failed(Outcome.TLS_ERROR, completed.value)
        return await _travel(request, state)
    except (ClientError, OSError) as error:
        outcome, reason = trouble_of(error)
        if is_expiry(error):
            reason = await expiry_reason(session, state.at, policy) or reason
        return state.failed(outcome, reason, state.head, bytes(state.read))


async def _travel(request: _Request, state: FetchState) -> FetchResult:
    """From hop to hop until there is an answer."""
    seen = {hop.url.partition("#")[0] for hop in state.hops}
    while True:
        forbidden = gate(state.at, request.policy)
        if forbidden is not None:
            return state.failed(Outcome.REFUSED_ADDRESS, forbidden)
        if request.leave is not None:
            refused = await request.leave(state.at)
            if refused is not None:
                return state.refused(refused)
        seen.add(str(request_url(state.at)))
        async with _turn(request.throttle, state):
            answer = await _in_time(state, _ask(request, state))
        if not isinstance(answer, _Redirect):
            return answer
        target = next_url(answer.location, state.at)
        state.hops.append(Hop(state.at, answer.head.status or 0, answer.location))
        if answer.news:
            seen.clear()
        if target is None:
            return state.failed(Outcome.BAD_HTTP, "the redirect leads to no web address", answer.head)
        if len(state.hops) > request.policy.max_redirects:
            return state.failed(Outcome.REDIRECT_LOOP, "too many redirects", answer.head)
        if target.partition("#")[0] in seen:
            return state.failed(Outcome.REDIRECT_LOOP, "the redirects go in a circle", answer.head)
        state.at = target


def _turn(throttle: Turns | None, state: FetchState) -> AbstractAsyncContextManager[None]:
    """Our turn at the host. A redirect within a host is followed without a pause: it is still the same page."""
    if throttle is None:
        return nullcontext()
    same_host = bool(state.hops) and host(state.hops[-1].url) == host(state.at)
    return throttle.acquire(host(state.at), at_once=same_host)


async def _in_time(state: FetchState, work: Awaitable[T]) -> T:
    """What the work gives, while the page's time lasts; what is not done in here is not counted into that."""
    began = monotonic()
    try:
        async with asyncio.timeout(state.seconds_left):
            return await work
    finally:
        state.seconds_left -= monotonic() - began


async def _ask(request: _Request, state: FetchState) -> FetchResult | _Redirect:
    """One request and its answer."""
    conditions = _conditions(request.validators, state)
    where = request_url(state.at)
    headers = _ACCEPT | conditions | state.cookies.header_for(where)
    if request.as_browser:
        headers |= {"User-Agent": request.policy.browser_form, "Accept-Language": _LANGUAGES}
    async with request.session.get(where, headers=headers, allow_redirects=False) as response:
        head = Head(response.status, _headers(response))
        news = state.cookies.keep(response)
        where_to = location(response.status, head.headers)
        if where_to is not None:
            return _Redirect(head, where_to, news)
        if response.status == _NOT_MODIFIED and conditions:
            return state.unchanged(head)
        outcome = outcome_of(response.status, head.headers)
        if outcome is not Outcome.OK:
            return state.failed(outcome, reason_of(response.status), head, await _failure_body(response, head))
        if request.head_only:
            return state.arrived(head, b"")
        return await _page(request, state, response, head)


async def _page(request: _Request, state: FetchState, response: ClientResponse, head: Head) -> FetchResult:
    """A 2xx answer: a page only where it is HTML, whole, decoded and not empty."""
    trouble = _head_trouble(head, any_type=request.any_type)
    if trouble is not None:
        return state.failed(*trouble, head)
    state.head = head
    known = request.validators.packed_hash if request.validators and _gave(request.validators, state) else ""
    body = await read_body(response.content, head.headers, request.policy.body_bytes, state.read, known)
    if body.end is End.KNOWN:  # whatever follows it: these bytes were a whole page before
        return state.unchanged(head, sent_again=True)
    if body.end is End.WHOLE and isinstance(response, PageResponse) and response.answer.overrun:
        body = Body(body.data, End.OVERRUN, "the page is longer than the server announced")
    if body.end is not End.WHOLE:
        return state.failed(_ENDS[body.end], body.reason, head, body.data)
    if not request.any_type and (why := _why_no_page(head, body.data)):
        return state.failed(Outcome.NOT_HTML, why, head)
    return state.arrived(head, body.data, body.packed_hash)


def _why_no_page(head: Head, data: bytes) -> str:
    """What rules a whole body out; empty where it may be a page."""
    if not data or data.isspace():
        return "the answer is empty"
    kind = media_type(head.headers)
    if is_xml(kind) and not looks_like_xhtml(data):
        return f"the answer is {kind}, not a page"
    if is_unsaid(kind) and not looks_like_html(data):
        return "the answer does not say its type and looks like no page"
    return ""


def _head_trouble(head: Head, *, any_type: bool) -> tuple[Outcome, str] | None:
    """What rules a 2xx answer out before its body is read."""
    kind = media_type(head.headers)
    if not (any_type or is_html(kind) or is_unsaid(kind) or is_xml(kind)):
        return Outcome.NOT_HTML, f"the answer is {kind}, not a page"
    transfer = ",".join(header_values(head.headers, "transfer-encoding")).lower().replace(" ", "").split(",")
    if not {"", "identity", "chunked"}.issuperset(transfer):
        return Outcome.BAD_HTTP, "the answer came in a transfer coding that was not asked for"
    return None


async def _failure_body(response: ClientResponse, head: Head) -> bytes:
    """The beginning of an error page, for marks of challenges; its status stands whatever becomes of the body."""
    data = bytearray()
    with suppress(TimeoutError):
        async with asyncio.timeout(_FAILURE_SECONDS):
            await read_body(response.content, head.headers, _FAILURE_BODY, data)
    return bytes(data[:_FAILURE_BODY])


def _conditions(validators: Validators | None, state: FetchState) -> dict[str, str]:
    """The headers that make a request conditional; only the address that gave the validators is asked so."""
    if validators is None or not _gave(validators, state):
        return {}
    conditions = {"If-None-Match": validators.etag, "If-Modified-Since": validators.last_modified}
    return {name: value for name, value in conditions.items() if value}


def _gave(validators: Validators, state: FetchState) -> bool:
    return state.at == (validators.url or state.asked)


def _headers(response: ClientResponse) -> Headers:
    """The headers as received, names in lower case."""
    named = ((name.decode("latin-1").lower(), raw) for name, raw in response.raw_headers)
    return tuple((name, _value(name, raw)) for name, raw in named)


def _value(name: str, raw: bytes) -> str:
    return location_text(raw) if name == "location" else header_text(raw)
