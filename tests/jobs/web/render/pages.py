"""Pages that are made by scripts, each with a link to our page once it was drawn; and a browser to draw them."""

from pathlib import Path

import pytest
from aiohttp.abc import AbstractResolver

from jobs.web.http.policy import NetworkPolicy
from jobs.web.render.browser import render
from jobs.web.render.rendering import NotRendered, Rendered, RenderQuestion

CHROMIUM = Path("/usr/bin/chromium")
NEEDS_BROWSER = pytest.mark.skipif(
    not CHROMIUM.exists(), reason=f"NO BROWSER: {CHROMIUM} is missing, no page was drawn"
)
NEEDS_CHROMIUM = [pytest.mark.browser, NEEDS_BROWSER]
LINK = '<a href="https://ours.example/guide">our guide</a>'
WORDS = "<p>We walked the long ridge above the lake and wore out our soles.</p>"

CLIENT_SIDE = f"""<!doctype html><title>App</title><div id="root"></div><script>
document.addEventListener("DOMContentLoaded", () => setTimeout(() => {{
  document.getElementById("root").innerHTML = `{WORDS}<p>Good boots: {LINK}.</p>`;
}}, 50));</script>"""
FETCHED = f"""<!doctype html><title>App</title>{WORDS}<div id="more"></div><script>
fetch("/part").then((answer) => answer.text()).then((text) => {{ document.getElementById("more").innerHTML = text; }});
</script>"""
STREAMED = f"""<!doctype html><title>App</title>{WORDS}<div id="B:0"></div>
<div hidden id="S:0"><p>Good boots: {LINK}.</p></div><script>
const part = document.getElementById("S:0"); document.getElementById("B:0").append(...part.childNodes); part.remove();
</script>"""
LAZY = f"""<!doctype html><title>App</title>{WORDS}<div style="height:3000px"></div><div id="last">Loading</div><script>
new IntersectionObserver(([seen]) => {{
  if (seen.isIntersecting) document.getElementById("last").innerHTML = `{LINK}`;
}}).observe(document.getElementById("last"));</script>"""
ENDLESS_SCROLL = f"""<!doctype html><title>App</title>{WORDS}<div id="list"></div><div id="end">end</div><script>
let number = 0;
new IntersectionObserver(([seen], watcher) => {{
  if (!seen.isIntersecting) return;
  const part = document.createElement("div");
  part.style.height = "600px"; part.innerHTML = number++ === 3 ? `{LINK}` : "more";
  document.getElementById("list").append(part);
  watcher.unobserve(seen.target); watcher.observe(seen.target);
}}).observe(document.getElementById("end"));</script>"""
SHADOW = f"""<!doctype html><title>App</title>{WORDS}<my-card></my-card><script>
customElements.define("my-card", class extends HTMLElement {{
  connectedCallback() {{ this.attachShadow({{ mode: "MODE" }}).innerHTML = `{LINK}`; }}
}});</script>"""
ON_AND_ON = """<!doctype html><title>App</title><p>One moment.</p><script>
location.replace("/on?" + (Number(location.search.slice(1)) + 1));</script>"""

DRAWN = {
    "client side": CLIENT_SIDE,
    "fetched": FETCHED,
    "streamed": STREAMED,
    "lazy": LAZY,
    "endless scroll": ENDLESS_SCROLL,
    "open shadow tree": SHADOW.replace("MODE", "open"),
    "closed shadow tree": SHADOW.replace("MODE", "closed"),
}


async def drawn(url: str, policy: NetworkPolicy, resolver: AbstractResolver) -> Rendered | NotRendered:
    """The page as Chromium has it, drawn by this process."""
    return await render(RenderQuestion(url, policy, str(CHROMIUM)), resolver)
