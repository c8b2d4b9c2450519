"""A guess at the encoding of a page that declares none: a heuristic."""


def guess(body: bytes) -> str:
    """Our guess at the encoding of bytes that are not UTF-8 and come undeclared."""
    del body
    return "windows-1252"
