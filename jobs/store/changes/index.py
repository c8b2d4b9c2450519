"""Small indexes beside the tables, so that no question reads every document."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from heapq import merge
from itertools import chain, islice
from typing import Generic, TypeVar

from jobs.store.changes.key import Key, Term
from jobs.store.documents import decode

_DEARER = 25
"""So many times as long takes a search for one id as taking one id into a set."""


K = TypeVar("K", bound=Key)


class Index(Generic[K]):
    """Finds documents of one table by the terms of their keys; learns of changes as the table's listener."""

    def __init__(self, kind: type[K], follow: Callable[[K | None, K | None], None] = lambda _old, _new: None) -> None:
        self._kind = kind
        self._follow = follow
        # Ids in order; most values have one document, and a bare id costs a quarter of a list.
        self._found: defaultdict[str, dict[Hashable, int | list[int]]] = defaultdict(dict)
        self.keys: dict[int, K] = {}
        self.last_id = 0

    def change(self, doc_id: int, raw: bytes | None) -> None:
        """A document was put, or removed."""
        self.know(doc_id, None if raw is None else decode(raw, self._kind))

    def know(self, doc_id: int, new: K | None) -> None:
        """The same, by what the document is found by."""
        old = self.keys.get(doc_id)
        if new is None:
            self.keys.pop(doc_id, None)
        else:
            self.keys[doc_id] = new
            self.last_id = max(self.last_id, doc_id)
        if old is None or new is None:  # as all are that are read back, which is most of a start
            self._add(new.terms if new else (), doc_id)
            self._remove(set(old.terms) if old else (), doc_id)
        elif old.terms_from != new.terms_from:
            before, after = set(old.terms), set(new.terms)
            self._remove(before - after, doc_id)
            self._add(after - before, doc_id)
        self._follow(old, new)

    def find(self, *terms: Term) -> list[int]:
        """Ids of the documents with all these terms, in the order they were added; of all where none is given."""
        if len(terms) == 1:
            return list(self._ids(terms[0]))
        return self.among([[term] for term in terms]) if terms else sorted(self.keys)

    def among(self, groups: Sequence[Sequence[Term]]) -> list[int]:
        """Ids of the documents that have a term of each group, in order; the terms of a group exclude one another."""
        fewest, *others = sorted(groups, key=self.count)
        found = sorted(chain.from_iterable(map(self._ids, fewest)))
        for group in others:
            found = _common(found, [self._ids(term) for term in group])
        return found

    def slice(self, group: Sequence[Term], offset: int, limit: int) -> Sequence[int]:
        """At most `limit` of those that have a term of the group, after the first `offset`; the others cost little."""
        if len(group) == 1:
            return self._ids(group[0])[offset : offset + limit]
        return list(islice(merge(*map(self._ids, group)), offset, offset + limit))

    def one(self, *terms: Term) -> int | None:
        """The id of the one document with these terms."""
        if len(terms) == 1:
            name, value = terms[0]
            found = self._found.get(name, {}).get(value)
            if not isinstance(found, list):
                return found
        return next(iter(self.find(*terms)), None)

    def has(self, term: Term) -> bool:
        """Whether any document has this term."""
        name, value = term
        return value in self._found.get(name, {})

    def values(self, name: str) -> Iterable[Hashable]:
        """The values by which documents can be found in a field."""
        return self._found.get(name, {}).keys()

    def count(self, group: Sequence[Term]) -> int:
        """How many documents have a term of the group."""
        return sum(len(self._ids(term)) for term in group)

    def _ids(self, term: Term) -> Sequence[int]:
        name, value = term
        found = self._found.get(name, {}).get(value, ())
        return (found,) if isinstance(found, int) else found

    def _add(self, terms: Iterable[Term], doc_id: int) -> None:
        for name, value in terms:
            field = self._found[name]
            found = field.setdefault(value, doc_id)
            if found == doc_id:
                continue
            if isinstance(found, int):
                field[value] = sorted((found, doc_id))
            elif doc_id > found[-1]:
                found.append(doc_id)
            elif not _holds(found, doc_id):
                found.insert(bisect_left(found, doc_id), doc_id)

    def _remove(self, terms: Iterable[Term], doc_id: int) -> None:
        for name, value in terms:
            found = self._found[name][value]
            if isinstance(found, int) or found == [doc_id]:
                del self._found[name][value]
            elif _holds(found, doc_id):
                del found[bisect_left(found, doc_id)]


def _common(found: list[int], runs: Sequence[Sequence[int]]) -> list[int]:
    """Those that are in any of the runs; few are looked up one by one, which costs no more as the runs grow."""
    if len(found) * _DEARER < sum(map(len, runs)):
        return [doc_id for doc_id in found if any(_holds(ids, doc_id) for ids in runs)]
    there = set(chain.from_iterable(runs))
    return list(filter(there.__contains__, found))


def _holds(ids: Sequence[int], doc_id: int) -> bool:
    """Whether an id is among those, which are in order."""
    at = bisect_left(ids, doc_id)
    return at < len(ids) and ids[at] == doc_id
