"""Renew the README's pictures from the walk through the demo: `python -m tests.tools.renew_pictures`."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
SHOWN = ("alert", "form", "group", "mail", "digest", "home")
COLOURS = 256
"""Chosen so that a small sign keeps its colour: it is what tells lost from weakened."""


def main() -> None:
    """Walk, and keep what the README shows, made small."""
    walk = [sys.executable, "-m", "pytest", "-q", "tests/bot/test_walk_in_browser.py"]
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(walk, check=True, env={**os.environ, "LINKWATCH_SHOTS": folder}, cwd=PICTURES.parents[1])
        PICTURES.mkdir(exist_ok=True)
        for name in SHOWN:
            with Image.open(Path(folder) / f"{name}.png") as shot:
                small = shot.convert("RGB").quantize(COLOURS, Image.Quantize.MAXCOVERAGE)
                small.save(PICTURES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
