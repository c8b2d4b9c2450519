// Slack's mrkdwn as elements: tokens in <>, bold, italics, strike, code, quotes, emoji.

import { dated } from "./dates.js";
import { el, safeLink } from "./dom.js";
import { withEmoji } from "./emoji.js";

const decoded = (text) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
const STYLES = { "*": "strong", _: "em", "~": "s" };
// A mark opens after a blank or punctuation and closes before one, as Slack has it.
const MARKS = /<([^<>\n]+)>|`([^`\n]+)`|(https?:\/\/[^\s<>|"]+)|(?<![\p{L}\p{N}])([*_~])(?=\S)([^\n]*?\S)\4(?![\p{L}\p{N}])/u;

export function mrkdwn(text, people) {
  const node = el("div", { class: "mrkdwn" });
  text.split("```").forEach((part, index, parts) => {
    const closed = index % 2 === 1 && index < parts.length - 1;
    if (closed) node.append(el("pre", {}, decoded(plainOf(part.replace(/^\n/, "")))));
    else node.append(...lines(index % 2 === 1 ? `\`\`\`${part}` : part, people));
  });
  return node;
}

const plainOf = (text) => text.replace(/<([^<>|]+)(?:\|([^<>]*))?>/g, (_, target, label) => label ?? target);

function lines(text, people) {
  const nodes = [];
  let quote = null;
  text.split("\n").forEach((line, index, all) => {
    const quoted = /^(?:&gt;|>) ?(.*)$/.exec(line);
    if (quoted) {
      if (!quote) nodes.push((quote = el("blockquote")));
      else quote.append(el("br"));
      quote.append(...inline(quoted[1], people));
      return;
    }
    quote = null;
    nodes.push(...inline(line, people));
    if (index < all.length - 1) nodes.push(el("br"));
  });
  return nodes;
}

export function inline(text, people) {
  const nodes = [];
  let rest = text;
  for (let found = MARKS.exec(rest); found; found = MARKS.exec(rest)) {
    if (found.index) nodes.push(...withEmoji(decoded(rest.slice(0, found.index))));
    const [whole, token, code, bare, mark, inner] = found;
    if (token) nodes.push(tokenNode(token, people));
    else if (code) nodes.push(el("code", {}, decoded(plainOf(code))));
    else if (bare) nodes.push(safeLink(decoded(bare), {}, decoded(bare)));
    else nodes.push(el(STYLES[mark], {}, ...inline(inner, people)));
    rest = rest.slice(found.index + whole.length);
  }
  if (rest) nodes.push(...withEmoji(decoded(rest)));
  return nodes;
}

function tokenNode(token, people) {
  const [target, label] = token.split(/\|(.*)/s);
  if (target.startsWith("@")) return mention(`@${people.user(target.slice(1)) ?? label ?? target.slice(1)}`);
  if (target.startsWith("#")) return mention(`#${people.channel(target.slice(1)) ?? label ?? target.slice(1)}`);
  if (target.startsWith("!date^")) return dateNode(target, label);
  if (target.startsWith("!")) return mention(`@${label ?? target.slice(1).split("^")[0]}`);
  return safeLink(decoded(target), {}, withEmoji(decoded(label || target)));
}

function dateNode(target, label) {
  const [, seconds, pattern, url] = target.split("^");
  const words = Number.isFinite(Number(seconds)) ? dated(Number(seconds), decoded(pattern)) : decoded(label ?? "");
  return url ? safeLink(decoded(url), {}, words) : el("time", { title: decoded(label ?? "") }, words);
}

export const mention = (words) => el("span", { class: "mention" }, words);
