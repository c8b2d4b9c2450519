"""The text of a file whose encoding nobody tells (pure)."""

import codecs

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_TOO_SMALL_TO_GUESS = 4096
"""Bytes: in a shorter file a guesser finds any encoding it likes."""
_SAMPLE = 256 * 1024
_USUAL = "cp1252"
"""What spreadsheets of western Europe write."""


def decode(data: bytes) -> str:
    """A mark at the beginning decides, then strict UTF-8, then the zeros of UTF-16, then a guess."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        if "\0" not in text:
            return text
    if (wide := _wide(data)) is not None:
        return data.decode(wide, "replace")
    return data.decode(_guessed(data), "replace")


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of what is mostly ASCII is zero."""
    sample = data[:_SAMPLE]
    half = len(sample) // 2
    if half and sample[1::2].count(0) > half // 2:
        return "utf-16-le"
    return "utf-16-be" if half and sample[::2].count(0) > half // 2 else None


def _guessed(data: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(data[:_SAMPLE]).best() if len(data) >= _TOO_SMALL_TO_GUESS else None
    return best.encoding if best else _USUAL
