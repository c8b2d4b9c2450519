"""Bytes to text as the Encoding Standard of WHATWG has it."""


def decode_as(body: bytes, name: str) -> str:
    """The text of `body` in the encoding called `name`; U+FFFD for what is broken."""
    return body.decode("utf-8" if name == "utf-8" else "latin-1", "replace")
