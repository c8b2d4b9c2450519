"""What a sheet and people both say of a link, field by field: what people changed here since wins (pure)."""

from dataclasses import replace

from jobs.formats.preview import said_of
from jobs.formats.updates import with_fields
from jobs.model.link import Link, RowFields
from jobs.model.terms import Guarantee, Terms

NOTHING = RowFields()
_FIELDS = ("anchor", "rel", "owner", "tags", "notes")
_TERMS = ("cost", "guaranteed_until")
"""What people can change here; the other columns are the sheet's alone."""


def merged(now: RowFields, last: RowFields, here: RowFields) -> tuple[RowFields, tuple[str, ...]]:
    """What shall hold of a link, and what of it is kept as people made it though the sheet says something new.

    `now` and `last` are what its row says and said, `here` what the link says. What the sheet did not change stays as
    it is here; what it changed is taken over, unless people here have changed that too, to something else.
    """
    fields, of_these = _merged(_FIELDS, now, last, here)
    terms, of_terms = _merged(_TERMS, now.terms, last.terms, here.terms)
    guarantee, of_guarantee = _merged_guarantee(now, last, here)
    columns = now.columns if now.columns != last.columns else here.columns
    held = RowFields(**fields, terms=Terms(**terms), columns=columns, guarantee=guarantee)  # type: ignore[arg-type]  # each under its name
    return held, of_these + of_terms + of_guarantee


def _merged_guarantee(now: RowFields, last: RowFields, here: RowFields) -> tuple[Guarantee | None, tuple[str, ...]]:
    """As one thing: a sheet without such columns says nothing of it."""
    if now.guarantee is None:
        return here.guarantee, ()
    new, old, ours = now.guarantee, last.guarantee or Guarantee(), here.guarantee or Guarantee()
    kept = new != old and ours not in {old, new}
    return (new if new != old and ours == old else ours), (("guarantee",) if kept else ())


def _merged(
    names: tuple[str, ...], now: object, last: object, here: object
) -> tuple[dict[str, object], tuple[str, ...]]:
    held: dict[str, object] = {}
    kept: list[str] = []
    for name in names:
        new, old, ours = (getattr(said, name) for said in (now, last, here))
        held[name] = new if new != old and ours == old else ours
        if new != old and ours not in (old, new):
            kept.append(name)
    return held, tuple(kept)


def with_said(link: Link, says: RowFields) -> Link:
    """The link with all that; where it was as its import left it, that holds of what it is now."""
    changed = with_fields(link, says)
    if changed.imported is None or is_touched(link):
        return changed
    return replace(changed, imported=replace(changed.imported, said=said_of(changed)))


def is_touched(link: Link) -> bool:
    """Whether people have changed a link since it was imported, or it came in another way."""
    return link.imported is None or link.imported.said != said_of(link)


def came_from(link: Link, sheet: int) -> bool:
    """Whether a link is tracked because it stood in a sheet."""
    return link.imported is not None and link.imported.sheet == sheet
