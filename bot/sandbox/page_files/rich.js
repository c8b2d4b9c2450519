// rich_text: sections, lists, quotes and preformatted text, as their elements say.

import { dated } from "./dates.js";
import { el, safeLink } from "./dom.js";
import { drawSigns, emoji, withEmoji } from "./emoji.js";
import { mention } from "./mrkdwn.js";

// Foreign text keeps its colons: only signs that are there already are drawn.
const INLINE = {
  text: (part) => drawSigns(part.text),
  link: (part) => safeLink(part.url, {}, part.text || part.url),
  emoji: (part) => withEmoji(emoji(part.name)),
  user: (part, people) => mention(`@${people.user(part.user_id) ?? part.user_id}`),
  channel: (part, people) => mention(`#${people.channel(part.channel_id) ?? part.channel_id}`),
  broadcast: (part) => mention(`@${part.range}`),
  date: (part) => dated(part.timestamp, part.format),
  color: (part) => part.value,
};
const STYLES = { bold: "strong", italic: "em", strike: "s", code: "code", underline: "u" };

function inline(part, people) {
  let node = el("span", {}, INLINE[part.type]?.(part, people) ?? "");
  for (const [name, tag] of Object.entries(STYLES)) if (part.style?.[name]) node = el(tag, {}, node);
  return node;
}

const inlines = (element, people) => element.elements.map((part) => inline(part, people));

const KINDS = {
  rich_text_section: (element, people) => el("div", { class: "rich-section" }, ...inlines(element, people)),
  rich_text_quote: (element, people) => el("blockquote", {}, ...inlines(element, people)),
  rich_text_preformatted: (element, people) => el("pre", {}, ...inlines(element, people)),
  rich_text_list: (element, people) => {
    const items = element.elements.map((item) => el("li", {}, ...inlines(item, people)));
    const list = el(element.style === "ordered" ? "ol" : "ul", {}, ...items);
    list.style.marginLeft = `${(element.indent ?? 0) * 1.5}rem`;
    return list;
  },
};

export function richText(block, people) {
  return el("div", { class: "rich" }, ...block.elements.map((element) => KINDS[element.type](element, people)));
}
