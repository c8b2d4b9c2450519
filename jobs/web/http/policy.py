"""What may be fetched, and how much of it: the bounds of one request."""

from dataclasses import dataclass
from datetime import timedelta

from jobs.config.page_sections import Network
from jobs.web.robots.rules import product_token


@dataclass(frozen=True, slots=True)
class NetworkPolicy:
    """The rules every request for a page keeps."""

    user_agent: str = "Stillthere/0.1"
    """The whole User-Agent header, contact included."""
    browser_form: str = "Mozilla/5.0 (compatible; Stillthere/0.1)"
    """The same name in the form of the browsers' own: some hosts answer no other."""
    allow_private: bool = False
    """Private addresses and every port are allowed too: for sites behind a VPN."""
    ports: frozenset[int] = frozenset({80, 443, 8080, 8443})
    header_bytes: int = 64 * 2**10
    body_bytes: int = 10 * 2**20
    """The largest page, after its compression is undone."""
    total_seconds: float = 30.0
    """For the whole page: names, redirects, reading and decoding."""
    connect_seconds: float = 10.0
    """To reach one server, its TLS handshake included."""
    max_redirects: int = 10
    dns_cache_seconds: int = 300
    host_delay: timedelta = timedelta(seconds=1)
    """The least time between two requests to one host."""

    @classmethod
    def of(cls, network: Network) -> "NetworkPolicy":
        """The policy that the configuration asks for."""
        contact = f"+{network.contact}" if network.contact else ""
        return cls(
            user_agent=f"{network.user_agent} ({contact})" if contact else network.user_agent,
            browser_form=_browser_form(network.user_agent, contact),
            allow_private=network.allow_private,
            ports=frozenset(network.allowed_ports),
            header_bytes=network.max_header_bytes,
            body_bytes=network.max_body_bytes,
            total_seconds=network.timeout.total_seconds(),
            connect_seconds=network.connect_timeout.total_seconds(),
            max_redirects=network.max_redirects,
            dns_cache_seconds=int(network.dns_cache.total_seconds()),
            host_delay=network.host_delay,
        )

    @property
    def robot_name(self) -> str:
        """The product token that robots.txt addresses us by."""
        return product_token(self.user_agent)


def _browser_form(user_agent: str, contact: str) -> str:
    if user_agent.startswith("Mozilla/"):
        return f"{user_agent} ({contact})" if contact else user_agent
    return f"Mozilla/5.0 (compatible; {user_agent}{f'; {contact}' if contact else ''})"
