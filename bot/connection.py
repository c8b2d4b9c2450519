"""The line to Slack."""

from aiohttp import ClientSession, ClientTimeout

ANSWER_SECONDS = 20.0
CONNECT_SECONDS = 10.0


def slack_session(answer_seconds: float = ANSWER_SECONDS) -> ClientSession:
    """The one session for all calls to Slack; the caller closes it. Needs a running event loop."""
    return ClientSession(timeout=ClientTimeout(total=answer_seconds, sock_connect=CONNECT_SECONDS))
