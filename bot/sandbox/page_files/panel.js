// The panel beside the channel: one card per demo page, with its state and what can be done to it.

import { byId, el, safeLink } from "./dom.js";

const opened = new Set();

function card(page, spoil, index) {
  if (index === 0 && !opened.size) opened.add(page.id);
  const broken = page.state.length > 0;
  const state = broken ? page.state.join(", ") : "as agreed";
  const actions = page.actions.map((action) => el("button", {
    type: "button", class: action.id === "put_back" ? "put-back" : "", "data-page": page.id, "data-spoil": action.id,
    "aria-pressed": action.id === "put_back" ? null : String(action.on), disabled: action.id === "put_back" && !broken,
    onclick: () => spoil(page.id, action.id),
  }, action.label));
  const copy = () => navigator.clipboard?.writeText(`${page.url} -> ${page.target}`);
  return el("details", {
    class: `site ${broken ? "broken" : ""}`, "data-page": page.id, open: opened.has(page.id),
    ontoggle: (event) => opened[event.target.open ? "add" : "delete"](page.id),
  },
  el("summary", {}, el("h3", {}, page.site), el("span", { class: "site-state", role: "status" }, el("i"), state)),
  el("p", { class: "purpose" }, page.purpose),
  el("div", { class: "spoils" }, ...actions),
  el("p", { class: "site-links" }, safeLink(page.url, {}, "View the page"), " · ",
    el("button", { type: "button", class: "plain-link", onclick: copy }, "Copy its address and target")));
}

export function drawPanel(cards, note, spoil) {
  const box = byId("panel");
  box.hidden = !cards;
  document.body.classList.toggle("with-panel", Boolean(cards));
  const json = JSON.stringify([cards, note]);
  if (!cards || box.json === json) return;
  box.json = json;
  const focus = document.activeElement?.dataset ?? {};
  const top = box.scrollTop;
  box.replaceChildren(
    el("h2", {}, "Demo web sites"),
    note ? el("p", { id: "note" }, note) : null,
    el("p", { class: "lead" }, "Spoil a page and watch the channel; put it back and watch it recover. The channel stays silent about what proves nothing (500, hanging, a challenge) and about what nobody tracks."),
    ...cards.map((page, index) => card(page, spoil, index)));
  box.scrollTop = top;
  if (focus.spoil) box.querySelector(`[data-page="${focus.page}"][data-spoil="${focus.spoil}"]`)?.focus();
}
