// Blocks as elements. `context` has `people` (names by id), `act(block, element, chosen)` and `isForm`.

import { chart } from "./chart.js";
import { el } from "./dom.js";
import { element } from "./elements.js";
import { drawSigns, emojiText, withEmoji } from "./emoji.js";
import { markdown } from "./markdown.js";
import { mrkdwn } from "./mrkdwn.js";
import { richText } from "./rich.js";

function text(item, people) {
  return item.type === "mrkdwn" ? mrkdwn(item.text, people) : el("div", { class: "plain" }, withEmoji(item.text));
}

function section(block, context) {
  const body = el("div", { class: "section-text" });
  if (block.text) body.append(text(block.text, context.people));
  if (block.fields) body.append(el("div", { class: "fields" }, ...block.fields.map((field) => text(field, context.people))));
  const side = block.accessory ? el("div", { class: "accessory" }, element(block.accessory, block, context)) : null;
  return el("div", { class: "section" }, body, side);
}

function cell(item, people) {
  if (item.type === "rich_text") return richText(item, people);
  return drawSigns(item.text ?? String(item.value));
}

function table(block, { people }) {
  const settings = block.column_settings ?? [];
  const row = (cells, tag) => el("tr", {}, ...cells.map((item, column) => {
    const align = settings[column]?.align ?? (item.type === "raw_number" ? "right" : "left");
    return el(tag, { class: `${align} ${settings[column]?.is_wrapped ? "wrapped" : ""}` }, cell(item, people));
  }));
  const [head, ...rows] = block.rows;
  return el("div", { class: "table" }, el("table", {},
    block.caption ? el("caption", {}, block.caption) : null,
    el("thead", {}, row(head, "th")), el("tbody", {}, ...rows.map((cells) => row(cells, "td")))));
}

function inputBlock(block, context) {
  const control = element(block.element, block, block.dispatch_action ? context : { ...context, act: async () => ({ acked: true }) });
  control.setAttribute("aria-label", emojiText(block.label.text));
  const optional = block.optional ? el("span", { class: "optional" }, " (optional)") : null;
  return el("div", { class: "input" }, el("div", { class: "label" }, withEmoji(block.label.text), optional), control,
    block.hint ? el("div", { class: "hint" }, withEmoji(block.hint.text)) : null,
    el("div", { class: "field-error", role: "alert", "data-block-id": block.block_id, hidden: true }));
}

function picture(block) {
  const url = block.slack_file?.id ? `${location.origin}/page/pictures/${encodeURIComponent(block.slack_file.id)}` : block.image_url ?? "";
  return el("figure", { class: "picture" }, block.title ? el("figcaption", {}, withEmoji(block.title.text)) : null,
    el("img", { src: /^https?:|^data:image/i.test(url) ? url : null, alt: block.alt_text }));
}

function container(block, context) {
  const title = block.rich_text_title ? richText(block.rich_text_title, context.people) : el("strong", {}, withEmoji(block.title.text));
  const subtitle = block.subtitle ? text(block.subtitle, context.people) : null;
  const inner = blocks(block.child_blocks, context);
  if (!block.is_collapsible) return el("div", { class: "container" }, title, subtitle, inner);
  return el("details", { class: "container", open: !block.default_collapsed }, el("summary", {}, title, subtitle), inner);
}

function card(block, context) {
  const { people } = context;
  return el("div", { class: "card" },
    ...["title", "subtitle", "body"].filter((name) => block[name]).map((name) => el("div", { class: `card-${name}` }, text(block[name], people))),
    el("div", { class: "actions" }, ...(block.actions ?? []).map((item) => element(item, block, context))));
}

const elements = (block, context) => block.elements.map((item) => element(item, block, context));

const BLOCKS = {
  section,
  table,
  data_table: table,
  card,
  container,
  input: inputBlock,
  image: picture,
  data_visualization: chart,
  header: (block) => el("h3", { class: "header" }, withEmoji(block.text.text)),
  divider: () => el("hr"),
  context: (block, context) => el("div", { class: "context" }, ...block.elements.map((item) =>
    item.type === "image" ? element(item, block, context) : text(item, context.people))),
  actions: (block, context) => el("div", { class: "actions" }, ...elements(block, context)),
  context_actions: (block, context) => el("div", { class: "actions" }, ...elements(block, context)),
  rich_text: (block, { people }) => richText(block, people),
  markdown: (block) => markdown(block.text),
  alert: (block, { people }) => el("div", { class: `alert ${block.level ?? "default"}`, role: "note" }, text(block.text, people)),
  carousel: (block, context) => el("div", { class: "carousel" }, ...block.elements.map((item) => card(item, context))),
};

export function blocks(list, context) {
  return el("div", { class: "blocks" }, ...list.map((block) =>
    el("div", { class: `block ${block.type}-block`, "data-block-id": block.block_id }, BLOCKS[block.type](block, context))));
}
