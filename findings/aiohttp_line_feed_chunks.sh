#!/bin/sh
# aiohttp 3.14.5: an answer whose header lines end in LF alone is read, one whose chunk lines do is refused.
#
# RFC 9112, section 2.2, lets a recipient take a single LF for the end of a line, and aiohttp does so for the status
# line and the headers (it sets llhttp's switch `lenient_optional_cr_before_lf` for answers). The switch stops at the
# body: the same server's chunks, `5` LF `hello` LF, end in a response error. Chromium reads both.
# Why it matters here: a page behind such a server could never be read. `jobs/web/http/odd_answers.py` mends the lines.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check aiohttp==3.14.5
cat > "$folder/see.py" <<'PYTHON'
import asyncio

import aiohttp

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
ANSWERS = {
    "headers in LF": (HEAD + b"Content-Length: 5\r\n\r\nhello").replace(b"\r\n", b"\n"),
    "chunks in CR LF": HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
    "chunks in LF": HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\nhello\n0\n\n",
}


async def read(answer: bytes) -> str:
    async def serve(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    try:
        async with aiohttp.ClientSession() as session, session.get(f"http://127.0.0.1:{port}/") as response:
            return "read: " + await response.text()
    except aiohttp.ClientError as error:
        return "refused: " + type(error).__name__
    finally:
        server.close()


async def main():
    seen = {name: await asyncio.wait_for(read(answer), 10) for name, answer in ANSWERS.items()}
    for name, what in seen.items():
        print(f"{name}: {what}")
    assert seen["headers in LF"] == seen["chunks in CR LF"] == "read: hello"
    assert seen["chunks in LF"].startswith("refused")


asyncio.run(main())
PYTHON
"$folder/venv/bin/python" "$folder/see.py"
# Seen:
#   headers in LF: read: hello
#   chunks in CR LF: read: hello
#   chunks in LF: refused: ClientResponseError
