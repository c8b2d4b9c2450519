"""A picture is told by its content; nothing else stands at the head of a report."""

import pytest

from jobs.digests.reports.files import MOST_LOGO_BYTES, WrongLogoError, read_logo

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"GIF87a", "image/gif"),
        (b"GIF89a", "image/gif"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "image/webp"),
        (PNG + bytes(MOST_LOGO_BYTES - len(PNG)), "image/png"),
    ],
)
def test_a_picture_is_taken(data: bytes, media_type: str) -> None:
    assert (read_logo(data).media_type, read_logo(data).data) == (media_type, data)


@pytest.mark.parametrize(
    "data",
    [b"", b"<svg onload=alert(1)>", b"<html>", b"RIFF\x10\x00\x00\x00WAVEfmt ", b"\x89PNG\r\n\x1a\n", b"%PDF-1.7"],
)
def test_anything_else_is_refused(data: bytes) -> None:
    with pytest.raises(WrongLogoError, match="save it as one of these"):
        read_logo(data)


def test_a_large_one_is_refused() -> None:
    with pytest.raises(WrongLogoError, match="larger than 200 kB"):
        read_logo(PNG + bytes(MOST_LOGO_BYTES))
