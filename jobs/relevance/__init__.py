"""Do two pages speak of the same subject? Words are weighed against their language's everyday use.

Pure but for the word lists and models that are loaded at first use (about a second): importing this costs nothing.
Everything here is CPU work and safe to call from threads.
"""

from jobs.relevance.extract import PageText, read_text
from jobs.relevance.scoring import compare, score
from jobs.relevance.terms import Profile, profile

__all__ = ["PageText", "Profile", "compare", "prepare", "profile", "read_text", "score"]


def prepare(html: str, url: str) -> Profile:
    """Read a page and weigh its terms: do it once for each page, then `compare` or `score` pairs; never raises."""
    return profile(read_text(html, url))
