#!/bin/sh
# selectolax 1.0.2: LexborNode.css_matches() is documented as "Returns True if CSS selector matches a node", and says yes
# too where the selector fits only something within the node; a node copied into a tree with insert_before() loses what
# stands in the templates in it.
# Why it matters here: whether a style rule speaks of an element cannot be asked of it (jobs/web/html/css/matching.py
# finds all elements that a selector fits instead), and shadow trees are put in place from the innermost out
# (jobs/web/html/shadow_trees.py).
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check selectolax==1.0.2
"$folder/venv/bin/python" - <<'PYTHON'
from selectolax.lexbor import LexborHTMLParser

tree = LexborHTMLParser("<div><p class=x>words</p></div>")
answer = tree.css_first("div").css_matches("p.x")
print("a div with a p.x in it, asked whether it is a p.x:", answer)
assert answer is True, "it no longer answers for what is within"

source = LexborHTMLParser("<section><template><b>words</b></template></section>").css_first("section")
target = LexborHTMLParser("<p>here</p>")
print("before it is copied:", source.html)
target.css_first("p").insert_before(source)
copy = target.css_first("section").html
print("the copy:", copy)
assert copy == "<section><template></template></section>", "a copy now keeps the content of a template"
PYTHON
