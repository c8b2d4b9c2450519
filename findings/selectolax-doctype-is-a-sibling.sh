#!/bin/sh
# selectolax 1.0.2: beside a doctype the root of a page is no first child to its selectors, but a second one.
#
# Selectors 4 counts elements alone: `html` is the only child of its document, and `:first-child`, `:only-child` and
# `:nth-child(1)` fit it, as in browsers. Lexbor, which answers here, counts the doctype among what stands before it,
# though it does not count a comment there. Counted from the end, or by type, the root is found where it should be.
# Why it matters here: in style sheets `html:first-child` is an old way to speak to one browser, which hid a link or not by
# whether the page had a doctype. Positions are counted by `jobs/web/html/css/positions.py`, but for those within `:not()`.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check selectolax==1.0.2
cat > "$folder/see.py" <<'PYTHON'
from selectolax.lexbor import LexborHTMLParser

PAGES = {
    "doctype": "<!doctype html><title>A</title><p>b",
    "comment": "<!-- c --><title>A</title><p>b",
    "neither": "<title>A</title><p>b",
}
ASKED = (":first-child", ":only-child", ":nth-child(1)", ":nth-child(2)", ":nth-last-child(1)", ":first-of-type", ":root")

fits = {
    name: [each for each in ASKED if LexborHTMLParser(page).css("html" + each)] for name, page in PAGES.items()
}
for name, found in fits.items():
    print(f"{name}: html is {' '.join(found)}")
right = [each for each in ASKED if each != ":nth-child(2)"]
assert fits["comment"] == fits["neither"] == right
assert fits["doctype"] == [":nth-child(2)", ":nth-last-child(1)", ":first-of-type", ":root"]
PYTHON
"$folder/venv/bin/python" "$folder/see.py"
# Seen:
#   doctype: html is :nth-child(2) :nth-last-child(1) :first-of-type :root
#   comment: html is :first-child :only-child :nth-child(1) :nth-last-child(1) :first-of-type :root
#   neither: html is :first-child :only-child :nth-child(1) :nth-last-child(1) :first-of-type :root
