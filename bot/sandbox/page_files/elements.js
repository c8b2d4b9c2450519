// Interactive elements. Each is made with `act(element, chosen)`, which tells the app and resolves to {acked}.

import { byId, el } from "./dom.js";
import { emojiText, withEmoji } from "./emoji.js";
import { inline, mrkdwn } from "./mrkdwn.js";

const words = (text) => (text ? withEmoji(text.text) : "");
const bare = (text) => (text ? emojiText(text.text) : "");
const marks = (element, block) => ({
  "data-action-id": element.action_id,
  "data-block-id": block.block_id,
  "data-value": element.value,
});

export function confirmed(dialog) {
  if (!dialog) return Promise.resolve(true);
  const box = byId("confirm");
  return new Promise((resolve) => {
    const close = (answer) => () => { box.close(); resolve(answer); };
    const style = dialog.style === "danger" ? "danger" : "primary";
    box.replaceChildren(
      el("h2", { id: "confirm-title" }, words(dialog.title)),
      dialog.text.type === "mrkdwn" ? mrkdwn(dialog.text.text, box.people) : el("p", {}, words(dialog.text)),
      el("div", { class: "buttons" },
        el("button", { type: "button", id: "confirm-deny", onclick: close(false) }, words(dialog.deny)),
        el("button", { type: "button", id: "confirm-yes", class: style, onclick: close(true) }, words(dialog.confirm))));
    box.oncancel = close(false);
    box.showModal();
  });
}

// Runs an action with the element marked busy; where the app stays silent, says so beside it.
async function run(node, context, block, element, chosen) {
  if (!(await confirmed(element.confirm))) return false;
  node.classList.add("busy");
  node.parentElement?.querySelector(".silent")?.remove();
  const { acked, error } = await context.act(block, element, chosen);
  node.classList.remove("busy");
  if (!acked) {
    const said = error ?? "The app did not respond";
    (node.closest(".actions, .accessory") ?? node.parentElement)?.append(el("span", { class: "silent", role: "alert" }, `⚠ ${said}`));
  }
  return acked;
}

function button(element, block, context) {
  const node = el("button", {
    type: "button", class: `button ${element.style ?? ""}`, "aria-label": element.accessibility_label, ...marks(element, block),
    onclick: () => {
      if (element.url && /^https?:/i.test(element.url)) window.open(element.url, "_blank", "noopener");
      run(node, context, block, element);
    },
  }, element.type === "icon_button" ? "Delete" : words(element.text));
  return node;
}

function overflow(element, block, context) {
  const menu = el("div", { class: "menu", role: "menu", hidden: true });
  const toggle = el("button", {
    type: "button", class: "button more", "aria-haspopup": "menu", "aria-expanded": "false", "aria-label": "More actions",
    ...marks(element, block),
    onclick: () => show(menu.hidden),
  }, "⋯");
  const away = (event) => { if (!node.contains(event.target)) show(false); };
  const show = (open) => {
    menu.hidden = !open;
    toggle.setAttribute("aria-expanded", String(open));
    document[open ? "addEventListener" : "removeEventListener"]("click", away);
    if (open) menu.scrollIntoView({ block: "nearest" });
  };
  menu.append(...element.options.map((option) => el("button", {
    type: "button", role: "menuitem", "data-value": option.value,
    onclick: () => {
      show(false);
      if (option.url && /^https?:/i.test(option.url)) window.open(option.url, "_blank", "noopener");
      run(toggle, context, block, element, option.value);
    },
  }, words(option.text))));
  const node = el("span", { class: "overflow", onkeydown: (event) => event.key === "Escape" && show(false) }, toggle, menu);
  return node;
}

function offered(element, context) {
  const { people } = context;
  if (element.type.endsWith("users_select")) return people.users().map(([id, name]) => el("option", { value: id }, name));
  if (/(channels|conversations)_select$/.test(element.type)) {
    return people.channels().map(([id, name]) => el("option", { value: id }, `#${name}`));
  }
  const make = (option) => el("option", { value: option.value }, bare(option.text));
  const groups = (element.option_groups ?? []).map((group) => el("optgroup", { label: bare(group.label) }, ...group.options.map(make)));
  return [...(element.options ?? []).map(make), ...groups];
}

function initial(element) {
  const { initial_option: option, initial_options: options } = element;
  if (option) return [option.value];
  if (options) return options.map((one) => one.value);
  const named = element.initial_user ?? element.initial_channel ?? element.initial_conversation;
  return [named ?? element.initial_users ?? element.initial_channels ?? element.initial_conversations ?? []].flat();
}

function select(element, block, context) {
  const many = element.type.startsWith("multi_");
  const chosen = initial(element);
  const node = el("select", {
    multiple: many, class: "select", "aria-label": bare(element.placeholder) || "Choose", ...marks(element, block),
    onchange: async () => {
      const values = [...node.selectedOptions].map((option) => option.value).filter(Boolean);
      const acked = await run(node, context, block, element, many ? values : values[0]);
      if (!acked && !context.isForm) node.value = "";
    },
  });
  if (!many) node.append(el("option", { value: "", hidden: chosen.length > 0 }, bare(element.placeholder) || "Choose…"));
  node.append(...offered(element, context));
  for (const option of node.options) option.selected = chosen.includes(option.value) || (!chosen.length && option.value === "");
  node.readValue = () => {
    const values = [...node.selectedOptions].map((option) => option.value).filter(Boolean);
    return many ? values : values[0] ?? null;
  };
  return node;
}

function boxes(element, block, context) {
  const radio = element.type === "radio_buttons";
  const chosen = initial(element);
  const name = `${block.block_id}-${element.action_id}`;
  const inputs = element.options.map((option) => el("input", {
    type: radio ? "radio" : "checkbox", name, value: option.value, checked: chosen.includes(option.value),
    onchange: () => run(node, context, block, element, node.readValue()),
  }));
  const lines = element.options.map((option, index) => el("label", { class: "choice" }, inputs[index],
    el("span", {}, ...(option.text.type === "mrkdwn" ? inline(option.text.text, context.people) : words(option.text)),
      option.description ? el("small", {}, words(option.description)) : null)));
  const node = el("div", { class: "choices", role: radio ? "radiogroup" : "group", ...marks(element, block) }, ...lines);
  node.readValue = () => {
    const values = inputs.filter((input) => input.checked).map((input) => input.value);
    return radio ? values[0] ?? null : values;
  };
  return node;
}

function input(type, initialName) {
  return (element, block, context) => {
    const tag = element.multiline ? "textarea" : "input";
    const node = el(tag, {
      type: element.multiline ? null : type, class: "field", rows: element.multiline ? 4 : null,
      placeholder: bare(element.placeholder) || null, maxlength: element.max_length, step: type === "number" ? "any" : null,
      ...marks(element, block), autofocus: Boolean(element.focus_on_load),
      onchange: () => run(node, context, block, element, node.value || null),
    });
    node.value = element[initialName] ?? "";
    node.readValue = () => node.value || null;
    return node;
  };
}

function fileInput(element, block) {
  const accept = (element.filetypes ?? []).map((type) => `.${type}`).join(",");
  const node = el("input", { type: "file", class: "field", accept: accept || null, multiple: element.max_files !== 1, ...marks(element, block) });
  node.readFiles = () => [...node.files].slice(0, element.max_files ?? 10);
  return node;
}

function image(element) {
  const url = element.image_url ?? "";
  return el("img", { class: "thumb", src: /^https?:|^data:image/i.test(url) ? url : null, alt: element.alt_text });
}

function feedback(element, block, context) {
  const one = (part) => ({ ...element, type: "button", text: part.text, value: part.value });
  return el("span", {}, button(one(element.positive_button), block, context), button(one(element.negative_button), block, context));
}

export const ELEMENTS = {
  button, icon_button: button, overflow, image, feedback_buttons: feedback,
  static_select: select, users_select: select, channels_select: select, conversations_select: select,
  multi_static_select: select, multi_users_select: select, multi_channels_select: select, multi_conversations_select: select,
  checkboxes: boxes, radio_buttons: boxes,
  plain_text_input: input("text", "initial_value"), email_text_input: input("email", "initial_value"),
  url_text_input: input("text", "initial_value"), number_input: input("number", "initial_value"),
  rich_text_input: input("text", "initial_text"),
  datepicker: input("date", "initial_date"), timepicker: input("time", "initial_time"),
  datetimepicker: input("number", "initial_date_time"), file_input: fileInput,
};

export const element = (item, block, context) => ELEMENTS[item.type](item, block, context);
