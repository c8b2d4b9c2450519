// The markdown block: headings, lists, quotes, code, links, emphasis; what is unknown stays text.

import { el, safeLink } from "./dom.js";
import { withEmoji } from "./emoji.js";

const MARKS = /\[([^\]\n]+)\]\(([^)\s]+)\)|`([^`\n]+)`|(\*\*|__)(.+?)\4|([*_])(\S.*?)\6|~~(.+?)~~/;

function inline(text) {
  const nodes = [];
  let rest = text;
  for (let found = MARKS.exec(rest); found; found = MARKS.exec(rest)) {
    if (found.index) nodes.push(withEmoji(rest.slice(0, found.index)));
    const [whole, label, url, code, , bold, , italic, struck] = found;
    if (label) nodes.push(safeLink(url, {}, ...inline(label)));
    else if (code) nodes.push(el("code", {}, code));
    else if (bold) nodes.push(el("strong", {}, ...inline(bold)));
    else if (italic) nodes.push(el("em", {}, ...inline(italic)));
    else nodes.push(el("s", {}, ...inline(struck)));
    rest = rest.slice(found.index + whole.length);
  }
  if (rest) nodes.push(withEmoji(rest));
  return nodes;
}

const KINDS = [
  [/^(#{1,6}) +(.*)$/, (found) => el(`h${Math.min(found[1].length + 2, 6)}`, {}, ...inline(found[2]))],
  [/^> ?(.*)$/, (found) => el("blockquote", {}, ...inline(found[1]))],
  [/^ *[-*+] +(.*)$/, (found) => el("li", { class: "bullet" }, ...inline(found[1]))],
  [/^ *(\d+)[.)] +(.*)$/, (found) => el("li", { class: "number", value: found[1] }, ...inline(found[2]))],
  [/^(?:---+|\*\*\*+)$/, () => el("hr")],
];

function lineNode(line) {
  for (const [pattern, make] of KINDS) {
    const found = pattern.exec(line);
    if (found) return make(found);
  }
  return el("p", {}, ...inline(line));
}

export function markdown(text) {
  const node = el("div", { class: "markdown" });
  text.split(/^```.*$/m).forEach((part, index) => {
    if (index % 2) node.append(el("pre", {}, part.trim()));
    else node.append(...part.split("\n").filter((line) => line.trim()).map(lineNode));
  });
  return node;
}
