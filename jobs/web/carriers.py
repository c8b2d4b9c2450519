"""Addresses that carry another one without leading there: share buttons, archives, validators, searches."""

import re

import ada_url

_CARRIERS = re.compile(
    r"(?:[\w-]+\.)?facebook\.com/(?:sharer|share|dialog)|(?:twitter|x)\.com/(?:intent|share)"
    r"|(?:[\w-]+\.)?linkedin\.com/(?:sharing|sharearticle|cws)|(?:[\w-]+\.)?pinterest\.[a-z.]+/pin/create"
    r"|(?:[\w-]+\.)?reddit\.com/submit|(?:api\.whatsapp\.com|wa\.me|web\.whatsapp\.com)/|t\.me/share"
    r"|(?:[\w-]+\.)?tumblr\.com/(?:widgets/share|share)|(?:[\w-]+\.)?xing\.com/(?:spi|social)|vk\.com/share"
    r"|bsky\.app/intent|(?:getpocket|pocket)\.com/(?:save|edit)|buffer\.com/add|news\.ycombinator\.com/submitlink"
    r"|web\.archive\.org/|archive\.(?:org|ph|is|today|md|vn|fo|li)/|webcache\.googleusercontent\.com/"
    r"|validator\.w3\.org/|jigsaw\.w3\.org/|pagespeed\.web\.dev/|search\.google\.com/"
    r"|translate\.google\.[a-z.]+/|[\w-]+\.translate\.goog/|(?:www\.)?(?:google|bing)\.[a-z.]+/search"
)


def only_carries(url: str) -> bool:
    """Whether an address names another one for a purpose of its own; a list of ours, by host and path."""
    try:
        parts = ada_url.URL(url)
    except ValueError:
        return False
    return bool(_CARRIERS.match(f"{parts.hostname.removeprefix('www.')}{parts.pathname}".lower()))
