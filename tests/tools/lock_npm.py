"""Makes node/package-lock.json again: `python -m tests.tools.lock_npm` (needs npm and its registry).

The lock pins every package by its hash and names no address, so that it works with whatever registry npm is set to.
"""

import json
import subprocess
from pathlib import Path

FOLDER = Path(__file__).with_name("node")


def main() -> None:
    """Write the lock, without where packages came from and whom they ask for money."""
    run = ["npm", "install", "--package-lock-only", "--omit-lockfile-registry-resolved", "--no-audit", "--no-fund"]
    subprocess.run(run, check=True, cwd=FOLDER)
    path = FOLDER / "package-lock.json"
    lock = json.loads(path.read_text("utf-8"))
    for package in lock["packages"].values():
        package.pop("funding", None)
    path.write_text(json.dumps(lock, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
