"""Our own files, as an export writes them."""

from jobs.formats.columns import FIELDS, OURS, SHOWN
from jobs.formats.sheet import Holds, Layout

_ADVICE = "Take the sheet Links, which an import reads."
LAYOUTS = (
    Layout("Linkwatch", OURS, FIELDS, escaped=True),
    *(
        Layout(f"Linkwatch, {name}", (f"{SHOWN}{first}", second), {}, Holds.SOMETHING_ELSE, _ADVICE)
        for name, first, second in (
            ("partner pages", "partner", "page_url"),
            ("history", "event", "page_url"),
            ("both sides", "site", "they_give"),
            ("prospects", "prospect", "prospect_state"),
        )
    ),
)
