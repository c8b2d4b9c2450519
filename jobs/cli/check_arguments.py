"""`python -m jobs check PAGE TARGET` or `check LIST`: its arguments. What looks is imported once they are read."""

import argparse
import re
from collections.abc import Sequence
from functools import partial

from jobs.cli.common import parser, target_argument, web_address, with_config

_SAYS = (
    "Check once whether a page links to a target, and say what is wrong with the link. Of a LIST (a file that an "
    "import reads too: pages and targets, maybe agreed words and rel) each is checked, and nothing is tracked."
)
_EXAMPLE = "python -m jobs check https://example.com/links https://ours.example/guide, or: check links.csv --csv"
_DOMAIN = re.compile(r"[^\s/:?#@]+\.[^\s/:?#@]+")


def main(arguments: Sequence[str]) -> int:
    """Check: 0 all is present and well, 1 something is absent, lost or weakened, 3 not all could be read.

    2 where the arguments, or the list, are none; 130 where a list was interrupted, after what was done is written.
    """
    options = _options()
    given = options.parse_args(arguments)
    from jobs.cli.check import run, run_list
    from jobs.cli.checked import Wanted
    from jobs.model.link import Expectation

    if given.target is None:
        if "://" in given.page:
            options.error("name the target too, or a file with many pages and targets")
        return with_config(given, partial(run_list, given))
    if given.csv:
        options.error("--csv is for lists")
    try:
        wanted = Wanted(
            web_address(given.page),
            given.target if _DOMAIN.fullmatch(given.target) else web_address(given.target),
            Expectation(anchor=given.anchor, rel=frozenset(re.split(r"[\s,]+", given.rel.lower())) - {""}),
        )
    except ValueError as error:
        options.error(str(error))
    return with_config(given, lambda config: run(given, wanted, config))


def _options() -> argparse.ArgumentParser:
    made = parser("check", _SAYS, _EXAMPLE)
    made.add_argument("page", metavar="PAGE|LIST", help="the page that should carry the link; or a file of many")
    made.add_argument("target", nargs="?", help="our address that it should lead to, or a bare domain; not of a list")
    made.add_argument("--anchor", default="", metavar="TEXT", help="the agreed words of the link")
    made.add_argument("--rel", default="", metavar="TOKENS", help="agreed rel tokens, such as nofollow,sponsored")
    made.add_argument("--with-target", action="store_true", help="check the target's own page too")
    made.add_argument("--csv", action="store_true", help="of a list: write CSV; --json: a line for each, at once")
    for_all = "of a list: the target of rows that name none"
    made.add_argument("--for-all", type=target_argument, default="", metavar="TARGET", help=for_all)
    return made
