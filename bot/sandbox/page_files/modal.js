// The modal on top of a person's stack: drawn, filled in, sent off, closed.

import { blocks } from "./blocks.js";
import { byId, el } from "./dom.js";
import { withEmoji } from "./emoji.js";

const box = () => byId("modal");

function fields() {
  return [...box().querySelectorAll("[data-action-id]")].filter((node) => node.readValue || node.readFiles);
}

export function modalValues() {
  return Object.fromEntries(fields().filter((node) => node.readValue).map((node) => [node.dataset.actionId, node.readValue()]));
}

async function sentValues(me) {
  const values = modalValues();
  for (const node of fields().filter((one) => one.readFiles)) {
    values[node.dataset.actionId] = await Promise.all(node.readFiles().map(async (file) => {
      const query = new URLSearchParams({ user: me, name: file.name });
      const answer = await fetch(`/page/upload?${query}`, { method: "POST", body: file });
      return { file: (await answer.json()).id };
    }));
  }
  return values;
}

// What was typed into a field stands in the one that takes its place, and whoever was typing goes on typing there.
function keep(old, focused) {
  for (const node of fields()) {
    const before = old.get(`${node.dataset.blockId}/${node.dataset.actionId}`);
    if (!before || before.tagName !== node.tagName || before.type === "file" || !("value" in before)) continue;
    node.value = before.value;
    if (before !== focused) continue;
    node.focus({ preventScroll: true });
    if (before.selectionStart != null) node.setSelectionRange(before.selectionStart, before.selectionEnd);
  }
}

function showErrors(errors) {
  for (const node of box().querySelectorAll(".field-error")) {
    const words = errors[node.dataset.blockId];
    node.hidden = !words;
    node.textContent = words ?? "";
  }
  const general = byId("modal-error");
  general.hidden = !errors[""];
  general.textContent = errors[""] ?? "";
}

async function submit(event, app) {
  event.preventDefault();
  const button = byId("modal-submit");
  button.disabled = true;
  button.classList.add("busy");
  const { errors } = await app.submit(await sentValues(app.me));
  button.disabled = false;
  button.classList.remove("busy");
  if (box().open) showErrors(errors ?? {});
}

// What stands around the body. It is left alone while it says the same: a button that is exchanged between the press
// and the release of the mouse is never clicked.
const frameOf = (view) => JSON.stringify([view.title, view.close, view.submit, view.depth]);

function framed(body, view, app) {
  return el("form", { novalidate: true, onsubmit: (event) => submit(event, app) },
    el("header", {}, el("h2", { id: "modal-title" }, withEmoji(view.title.text)),
      el("button", { type: "button", id: "modal-x", "aria-label": "Close", onclick: app.closeModal }, "✕")),
    body,
    el("div", { class: "buttons" },
      el("button", { type: "button", id: "modal-close", onclick: app.closeModal }, withEmoji(view.close?.text ?? (view.depth > 1 ? "Back" : "Close"))),
      view.submit ? el("button", { type: "submit", id: "modal-submit", class: "primary" }, withEmoji(view.submit.text)) : null));
}

export function drawModal(view, app) {
  const node = box();
  if (!view) {
    node.removeAttribute("data-view-id");
    node.hash = null;
    if (node.open) node.close();
    return;
  }
  if (node.hash === view.hash && node.dataset.viewId === view.id) return;
  const same = node.dataset.viewId === view.id;
  const old = new Map(same ? fields().map((one) => [`${one.dataset.blockId}/${one.dataset.actionId}`, one]) : []);
  const context = {
    people: app.people, isForm: true,
    act: (block, element, chosen) => app.act({ view_id: view.id, values: modalValues() }, block, element, chosen),
  };
  const focused = document.activeElement;  // before it is taken out of the page, which takes the focus off it
  const body = el("div", { class: "modal-body" }, blocks(view.blocks, context), el("div", { id: "modal-error", role: "alert", hidden: true }));
  const frame = frameOf(view);
  if (same && node.frame === frame) node.querySelector(".modal-body").replaceWith(body);
  else node.replaceChildren(framed(body, view, app));
  node.frame = frame;
  keep(old, focused);
  node.hash = view.hash;
  node.dataset.viewId = view.id;
  node.oncancel = (event) => { event.preventDefault(); app.closeModal(); };
  if (!node.open) node.showModal();
}
