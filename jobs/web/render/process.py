"""The process that renders one page: a question on standard input, an answer on standard output, and its end."""

import asyncio
import pickle
import sys

from jobs.web.http.dns import Names
from jobs.web.render.browser import render
from jobs.web.render.rendering import NotRendered, Rendered, RenderQuestion


async def _answer(question: RenderQuestion) -> Rendered | NotRendered:
    resolver = Names(search_domains=question.policy.allow_private)
    try:
        return await render(question, resolver)
    finally:
        await resolver.close()


def main() -> None:
    """Answer the one question."""
    question: RenderQuestion = pickle.load(sys.stdin.buffer)  # noqa: S301 - from our own parent
    pickle.dump(asyncio.run(_answer(question)), sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)


if __name__ == "__main__":
    main()
