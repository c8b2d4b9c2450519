"""nginx before the made pages, where it is installed: it answers for them over TLS, from files that are packed already.

What else is asked for it hands on to our own server, so that both ways of serving say the same.
"""

import asyncio
import os
import re
import shutil
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

_EPOCH = 1_700_000_000
_MINUTE = 60
_TRIES, _PAUSE = 100, 0.05
_SETTINGS = """
daemon off; master_process off; pid {folder}/nginx.pid;
events {{ worker_connections 1024; }}
http {{
  access_log off; default_type text/html; gzip_static always;
  client_body_temp_path {folder}/client; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port} ssl; ssl_certificate {folder}/cert.pem; ssl_certificate_key {folder}/key.pem;
    location / {{ keepalive_timeout 0; proxy_pass http://127.0.0.1:{ours}; proxy_set_header Host $host; }}
    location /closed/ {{ internal; keepalive_timeout 0; charset utf-8; alias {folder}/; }}
    location ~ {pages} {{
      root {folder}; charset utf-8;
      if ($http_user_agent != {kept_open}) {{ rewrite {pages} /closed/$1.html last; }}
      rewrite {pages} /$1.html break;
    }}
  }}
}}
"""
"""A page has the ETag that nginx gives a file, by its time and length; asked for with that, it is "not modified"."""
KEPT_OPEN = "node"
"""The User-Agent of a client that fails where a server closes at once: it alone is let use a connection again."""

PROGRAM = shutil.which("nginx", path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin") or ""
"""Empty where it is not installed."""


def put(pages: Sequence[bytes], number: int, folder: Path) -> None:
    """The pages as they are served from now on, packed with gzip; another `number` is another ETag."""
    for name, packed in enumerate(pages):
        path = folder / f"{name}.html.gz"
        path.write_bytes(packed)
        os.utime(path, (_EPOCH, _EPOCH + number * _MINUTE))


@asynccontextmanager
async def nginx(program: str, ours: int, pages: re.Pattern[str], folder: Path) -> AsyncIterator[int]:
    """Serve what `put` put into `folder`, with the certificate there, at the port that is given, until the block ends.

    `pages` finds the number of a page in its path; all else is handed on to `ours`, a port of plain HTTP.

    Raises:
        RuntimeError: it did not start.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = folder / "nginx.conf"
    told = {"folder": folder, "port": port, "ours": ours, "pages": f"^{pages.pattern}$", "kept_open": KEPT_OPEN}
    settings.write_text(_SETTINGS.format(**told), "utf-8")
    runs = await asyncio.create_subprocess_exec(program, "-e", "stderr", "-c", settings)
    try:
        await _answering(runs, port)
        yield port
    finally:
        if runs.returncode is None:
            runs.terminate()
            await runs.wait()


async def _answering(runs: asyncio.subprocess.Process, port: int) -> None:
    for _ in range(_TRIES):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except ConnectionError:
            if runs.returncode is not None:
                break
            await asyncio.sleep(_PAUSE)
        else:
            writer.close()
            return
    raise RuntimeError("nginx did not start; what it said stands above")
