"""What stands in for the reading of a page that is made to keep a parser busy: it takes the time or memory itself.

No page that hangs or crashes a library is kept here; what such a page does to the process that reads it, these do.
"""

import os
import time

from jobs.model.page import Page

_MEBIBYTE = 1024 * 1024


def never_done(page: Page) -> str:
    """Works without end."""
    while page.url:
        pass
    return page.url


def asleep(page: Page) -> str:
    """Waits without end, and works not at all."""
    while page.url:
        time.sleep(1)
    return page.url


def without_memory(page: Page) -> str:
    """Takes memory until there is none."""
    taken = []
    while page.url:
        taken.append(bytearray(_MEBIBYTE))
    return page.url


def too_deep(page: Page) -> str:
    """Calls itself until the interpreter has enough."""
    return too_deep(page)


def ends(page: Page) -> str:
    """Takes its process with it, as a crash does."""
    os._exit(len(page.url))
