"""Grades the relevance check on real pages: `python -m tests.tools.grade_relevance FOLDER [words|semantic]`.

The folder holds the pages, gzipped, `pages.csv` (page, file, url) and `pairs.csv` (a, b, grade, tags): grade 2 is the
same subject, 1 the same field, 0 unrelated; the tag `xlang` marks two languages. What is tuned is tuned on the pairs
whose pages both come from one half of the sites; the others are printed beside them.
"""

import csv
import gzip
import hashlib
import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from time import process_time

from jobs.model.relevance import Closeness
from jobs.relevance import prepare, score
from jobs.relevance.encoders import WORDS, Engine, EngineKind
from jobs.relevance.vectors import meanings, nearness
from jobs.web.urls import registrable_domain

_FIGURES = "AUC same subject v. unrelated, AUC same subject or field v. unrelated, rank correlation"
_ARCHIVED = re.compile(r"https?://web\.archive\.org/web/\d+\w*/(?:https?://)?")


@dataclass(frozen=True)
class Pair:
    """Two pages as people graded them, and as we do."""

    grade: int
    likeness: float
    closeness: Closeness
    is_tuned_on: bool
    is_across_languages: bool


def graded(folder: Path, engine: Engine) -> list[Pair]:
    """All pairs of a folder, scored."""
    pages = {row["page"]: row for row in _rows(folder / "pages.csv")}
    profiles = {name: prepare(_html(folder / row["file"]), row["url"]) for name, row in pages.items()}
    vectors = dict(zip(profiles, meanings(list(profiles.values()), engine), strict=True))
    tuned = {name for name, row in pages.items() if _is_tuned_on(row["url"] or name)}

    def pair(row: Mapping[str, str]) -> Pair:
        ours, theirs = row["a"], row["b"]
        found = score(profiles[ours], profiles[theirs], nearness(vectors[ours], vectors[theirs]))
        is_across = "xlang" in row["tags"].split()
        return Pair(int(row["grade"]), found.likeness, found.closeness, {ours, theirs} <= tuned, is_across)

    return [pair(row) for row in _rows(folder / "pairs.csv")]


def auc(pairs: Iterable[Pair], better: Iterable[int], worse: Iterable[int]) -> float:
    """How often a pair of a better grade scores above one of a worse: .5 is chance."""
    grades = set(better), set(worse)
    of_better, of_worse = ([pair.likeness for pair in pairs if pair.grade in wanted] for wanted in grades)
    wins = sum((one > other) + (one == other) / 2 for one, other in product(of_better, of_worse))
    return wins / (len(of_better) * len(of_worse)) if of_better and of_worse else float("nan")


def rank_correlation(pairs: Sequence[Pair]) -> float:
    """Spearman's, of score and grade."""
    one, other = _ranks([pair.likeness for pair in pairs]), _ranks([pair.grade for pair in pairs])
    mean = (len(pairs) + 1) / 2
    dot = sum((x - mean) * (y - mean) for x, y in zip(one, other, strict=True))
    spread = [sum((x - mean) ** 2 for x in ranks) for ranks in (one, other)]
    return float(dot / (spread[0] * spread[1]) ** 0.5)


def _ranks(values: Sequence[float]) -> list[float]:
    ordered = sorted(values)
    first = {value: place for place, value in reversed(list(enumerate(ordered, 1)))}
    last = {value: place for place, value in enumerate(ordered, 1)}
    return [(first[value] + last[value]) / 2 for value in values]


def _is_tuned_on(site: str) -> bool:
    domain = registrable_domain("http://" + _ARCHIVED.sub("", site).split("://")[-1]) or site
    return hashlib.sha1(domain.encode(), usedforsecurity=False).digest()[0] % 2 == 0


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _html(path: Path) -> str:
    body = gzip.decompress(path.read_bytes())
    try:
        return body.decode()
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def report(pairs: Sequence[Pair]) -> Iterable[str]:
    """A line for each kind of pair and each half of the sites, and where the bands put the grades."""
    halves = {"tuned on": [True], "not tuned on": [False], "all": [True, False]}
    for (half, tuned), across in product(halves.items(), (False, True)):
        chosen = [pair for pair in pairs if pair.is_tuned_on in tuned and pair.is_across_languages == across]
        name = f"{'different languages' if across else 'same language'}, {half} ({len(chosen)})"
        figures = auc(chosen, {2}, {0}), auc(chosen, {1, 2}, {0}), rank_correlation(chosen)
        yield f"{name:45} {' '.join(f'{figure:.3f}' for figure in figures)}"
    for across, grade in product((False, True), (2, 1, 0)):
        chosen = [pair for pair in pairs if pair.grade == grade and pair.is_across_languages == across]
        shares = {band: sum(pair.closeness is band for pair in chosen) / len(chosen) for band in Closeness}
        bands = ", ".join(f"{band.value} {share:.0%}" for band, share in shares.items())
        yield f"{'different languages' if across else 'same language'}, grade {grade} ({len(chosen)}): {bands}"


if __name__ == "__main__":
    ENGINE = Engine(EngineKind.USE) if sys.argv[2:] == ["semantic"] else WORDS
    LINES = report(graded(Path(sys.argv[1]), ENGINE))
    sys.stdout.writelines(f"{line}\n" for line in (_FIGURES, *LINES, f"{process_time():.1f} s of CPU"))
