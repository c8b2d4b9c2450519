"""`python -m tests.parity renew | sights` asks the browser about our pages again; `compare FOLDER` about others."""

import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from jobs.web.html.parse import parse
from tests.parity import hiding
from tests.parity.browser import browser
from tests.parity.compare import differences
from tests.parity.pages import ANSWERS, URL, renew
from tests.parity.sight import visitor

_USAGE = "python -m tests.parity renew | sights | compare FOLDER"


def _saved(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The pages `*.html` and `*.html.gz` of a folder, which declare their encoding themselves or not at all."""
    for path in sorted(folder.iterdir()):
        yield path.name, gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()


def _compare(folder: Path) -> None:
    count: Counter[str] = Counter()
    with browser() as chromium:
        for name, body in _saved(folder):
            answer = chromium.read(URL, "text/html", body)
            document = parse(body, url=URL, content_type="text/html")
            found = differences(document, answer)
            count["pages"] += 1
            count["same pages"] += not found
            count["anchors"] += len(answer["anchors"])
            count["same anchors"] += len(answer["anchors"]) - sum(line.startswith("anchor ") for line in found)
            for line in found[:5]:
                print(name, document.encoding, document.encoding_source, answer["encoding"], line[:300])
            for number, (link, other) in enumerate(zip(document.links, answer["anchors"], strict=False)):
                hidden = document.spot(number).hidden
                count[f"hidden: {hidden} ours, {other['hidden']} the browser's"] += 1
                if hidden != other["hidden"]:
                    print(name, "hidden:", hidden, "browser:", other["hidden"], link.href[:100])
    for what, number in sorted(count.items()):
        print(f"{number:8} {what}")


match sys.argv[1:]:
    case ["renew"]:
        print(f"{renew()} answers written to {ANSWERS.name}")
    case ["sights"]:
        with visitor() as seen:
            sights = {page.name: seen.letters(page.body, page.scripts) for page in hiding.pages()}
        Path(__file__).with_name("sights.json").write_text(json.dumps(sights, indent=0) + "\n", encoding="utf-8")
        print(f"{len(sights)} answers written to sights.json")
    case ["compare", folder]:
        _compare(Path(folder))
    case _:
        sys.exit(_USAGE)
