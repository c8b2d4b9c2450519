"""Whether pages are read as an older revision reads them: everything that `extract` gives, page by page.

    python -m tests.tools.same_readings main    # reads with the code of `main`, then with that of this folder

The pages are those of the tests and made-up ones, each asked for links that it has and for one that it has not. A
change that shall only be faster ends with "all alike".
"""

import argparse
import base64
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[2]
_URL = "https://www.example.com/some/page.html"
_TARGETS = ("https://ours.example/guide", "https://nowhere.example/at/all")
_MADE = 120

Question = dict[str, str]
"""A page's name, body in base 64, address and content type."""


def pages() -> Iterator[Question]:
    """Every page that is read."""
    from jobs.bench._made_pages import made_pages
    from tests.cases import pages as situations
    from tests.cases.walls import WALLS
    from tests.parity import hiding
    from tests.parity import pages as hard

    for page in hard.PAGES:
        yield _question(page.name, page.body, page.url, page.content_type)
    for seen in hiding.pages():
        yield _question(seen.name, seen.body.encode())
    for path in sorted((ROOT / "tests/jobs/corpus").glob("*.html")):
        yield _question(path.stem, path.read_bytes())
    for each in (*situations.SCRIPTS, *situations.LINKS, *situations.LOSSES, *WALLS):
        if isinstance(each.answers, str):
            yield _question(each.name, each.answers.encode())
    for made in made_pages(_MADE):
        yield _question(made.path, made.body, made.url)


def _question(name: str, body: bytes, url: str = _URL, content_type: str = "text/html; charset=utf-8") -> Question:
    return {"name": name, "body": base64.b64encode(body).decode(), "url": url, "content_type": content_type}


def answers(questions: list[Question]) -> Iterator[str]:
    """What `extract` says of each, written out."""
    from jobs.model.page import Page
    from jobs.pages import extract as module

    # By their names, which other revisions have there too, wherever they are defined.
    extract, asked_for, parse = (vars(module)[name] for name in ("extract", "LinkQuestion", "parse"))

    at = datetime(2026, 11, 28, 12, tzinfo=UTC)
    for each in questions:
        body, url = base64.b64decode(each["body"]), each["url"]
        page = Page(url, url, 200, (("content-type", each["content_type"]),), body, at)
        links = [link.href for link in parse(body, url=url, content_type=each["content_type"]).links]
        targets = list(dict.fromkeys((*_TARGETS, *(href for href in (*links[:2], *links[-1:]) if "://" in href))))
        first = extract(page, [asked_for(target) for target in targets])
        seen = [asked_for(target, "", first.answers[target, ""].sighting.best) for target in targets]
        others = [asked_for(_TARGETS[1], "", each.before) for each in seen if each.before][:1]
        yield json.dumps(_told((first, extract(page, seen), extract(page, others, whole=len(body) < 20_000))))


def _told(value: object) -> object:
    """A value as JSON has it, its fields by name."""
    if is_dataclass(value) or hasattr(value, "__struct_fields__"):
        names = getattr(value, "__struct_fields__", None) or [field.name for field in fields(value)]  # type: ignore[arg-type]  # it is one of both
        return {name: _told(getattr(value, name)) for name in names}
    if isinstance(value, Mapping):
        return {repr(key): _told(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_told(each) for each in value]
    return repr(sorted(value) if isinstance(value, frozenset) else value)


def _differences(before: object, after: object, where: str = "") -> Iterator[str]:
    """Where two values differ, in what both revisions know."""
    if isinstance(before, dict) and isinstance(after, dict):
        for name in before.keys() & after.keys():
            yield from _differences(before[name], after[name], f"{where}.{name}")
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for number, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from _differences(one, other, f"{where}[{number}]")
    elif before != after:
        yield f"{where} was {str(before)[:300]}\n{' ' * len(where)} is  {str(after)[:300]}"


def _answers_of(tree: Path, questions: Path) -> list[str]:
    command = [sys.executable, str(Path(__file__)), "--answer", str(questions)]
    environment = os.environ | {"PYTHONPATH": str(tree)}
    told = subprocess.run(command, cwd=tree, env=environment, stdout=subprocess.PIPE, check=True)
    return [str(each) for each in json.loads(told.stdout)]


def main() -> int:
    """Compare: 0 where all pages are read alike."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("revision", nargs="?", default="HEAD")
    options.add_argument("--answer", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.answer:
        print(json.dumps(list(answers(json.loads(Path(given.answer).read_text(encoding="utf-8"))))))  # noqa: T201 - for the terminal
        return 0
    asked = list(pages())
    with tempfile.TemporaryDirectory() as folder:
        old, questions = Path(folder) / "old", Path(folder) / "questions.json"
        questions.write_text(json.dumps(asked), encoding="utf-8")
        old.mkdir()
        archive = subprocess.run(
            ["git", "archive", given.revision, "jobs"], cwd=ROOT, stdout=subprocess.PIPE, check=True
        )
        subprocess.run(["tar", "-x", "-C", str(old)], input=archive.stdout, check=True)
        pairs = zip(asked, _answers_of(old, questions), _answers_of(ROOT, questions), strict=True)
        differ = 0
    for each, before, after in pairs:
        found = list(_differences(json.loads(before), json.loads(after)))
        differ += bool(found)
        for line in found[:3]:
            print(f"{each['name']}{line}")  # noqa: T201 - for the terminal
    print(f"{differ} of {len(asked)} pages are read otherwise" if differ else f"{len(asked)} pages, all alike")  # noqa: T201 - for the terminal
    return 1 if differ else 0


if __name__ == "__main__":
    sys.exit(main())
