// The page: keeps the state that the server gives, draws it, and sends what the person does.

import { blocks } from "./blocks.js";
import { setClock } from "./dates.js";
import { byId, el, get, post } from "./dom.js";
import { avatar, draw } from "./messages.js";
import { drawModal } from "./modal.js";
import { drawPanel } from "./panel.js";

const HOME = "home";
const app = {
  me: localStorage.getItem("me") ?? "U0ADA",
  place: location.hash.slice(1),
  threadOf: null,
  seen: JSON.parse(localStorage.getItem("seen") ?? "{}"),
  state: { users: {}, channels: [], shortcuts: [], commands: [] },
};

app.people = {
  user: (id) => app.state.users[id]?.real_name,
  channel: (id) => app.state.channels.find((channel) => channel.id === id)?.name,
  users: () => Object.entries(app.state.users).filter(([, user]) => !user.is_bot).map(([id, user]) => [id, user.real_name]),
  channels: () => app.state.channels.filter((channel) => !channel.is_im).map((channel) => [channel.id, channel.name]),
};
byId("confirm").people = app.people;

app.act = (where, block, element, chosen) => post("/page/click", {
  user: app.me, action_id: element.action_id, block_id: block.block_id, value: element.value ?? null, chosen: chosen ?? null, ...where,
});
app.submit = async (values) => {
  const answer = await post("/page/submit", { user: app.me, values });
  await refresh();
  return answer;
};
app.closeModal = () => post("/page/close", { user: app.me });
app.openThread = (ts) => { app.threadOf = ts; drawPlace(); byId("reply-text").focus(); };
app.shortcut = (callback, message) => post("/page/shortcut", {
  user: app.me, callback_id: callback, channel: message?.channel ?? "", ts: message?.ts ?? "",
});

function here() {
  return app.state.channels.find((channel) => channel.id === app.place);
}

// The sidebar

function entry(channel) {
  const unread = channel.unread_of.filter((ts) => ts > (app.seen[channel.id] ?? "")).length;
  const current = channel.id === app.place;
  const name = channel.is_im ? "Linkwatch" : channel.name;
  return el("li", {}, el("button", {
    type: "button", class: `${current ? "current" : ""} ${unread && !current ? "unread" : ""}`, "data-channel": channel.id,
    "aria-current": current ? "page" : null, onclick: () => go(channel.id),
  }, el("span", { class: "sign" }, channel.is_im ? "@" : channel.is_private ? "◆" : "#"), el("span", { class: "name" }, name),
  channel.is_shared ? el("span", { class: "shared", title: "Shared with another workspace" }, "⇄") : null,
  unread && !current ? el("span", { class: "count" }, String(unread)) : null));
}

function drawSidebar() {
  const { channels, users, shortcuts, connected, bot } = app.state;
  byId("channels").replaceChildren(...channels.filter((channel) => !channel.is_im).map(entry));
  const directs = channels.filter((channel) => channel.is_im && channel.last_ts);
  byId("directs").replaceChildren(...directs.map(entry));
  byId("directs-title").hidden = directs.length === 0;
  byId("apps").replaceChildren(el("li", {}, el("button", {
    type: "button", id: "open-home", class: app.place === HOME ? "current" : "", onclick: openHome,
  }, avatar(users[bot], bot), el("span", { class: "name" }, `${users[bot].real_name} Home`))));
  byId("shortcuts").replaceChildren(...shortcuts.filter((one) => one.type === "global").map((one) =>
    el("button", { type: "button", "data-callback-id": one.callback_id, onclick: () => app.shortcut(one.callback_id) }, one.name)));
  byId("connection").textContent = connected ? "app connected" : "app away";
  byId("connection").className = connected ? "on" : "off";
  const me = byId("me");
  if (!me.options.length) me.append(...app.people.users().map(([id, name]) => el("option", { value: id }, name)));
  me.value = app.me;
}

// The middle

async function drawPlace() {
  const isHome = app.place === HOME;
  const channel = here();
  byId("home").hidden = !isHome;
  byId("messages").hidden = isHome;
  byId("compose").hidden = isHome;
  byId("thread").hidden = isHome || !app.threadOf;
  document.body.classList.toggle("with-thread", !byId("thread").hidden);
  if (isHome) return drawHome();
  if (!channel) return;
  const name = channel.is_im ? "Linkwatch" : `#${channel.name}`;
  byId("channel-name").textContent = name;
  byId("channel-note").textContent = [
    channel.is_shared ? "shared with another workspace" : "",
    channel.is_archived ? "archived" : "",
    channel.has_bot ? "" : "Linkwatch is not in this channel",
  ].filter(Boolean).join(" · ");
  byId("composer").placeholder = `Message ${name}, or type ${app.state.commands[0]}`;
  const { messages, replies } = await get("/page/channel", { user: app.me, channel: channel.id });
  if (channel.id !== app.place) return;
  draw(byId("messages"), messages, app);
  const root = messages.find((message) => message.ts === app.threadOf);
  if (root) draw(byId("replies"), [root, ...replies.filter((reply) => reply.thread_ts === app.threadOf)], app);
  markSeen(channel);
}

function markSeen(channel) {
  app.seen[channel.id] = channel.last_ts;
  localStorage.setItem("seen", JSON.stringify(app.seen));
}

function drawHome() {
  const { home, users, bot } = app.state;
  byId("channel-name").textContent = users[bot].real_name;
  byId("channel-note").textContent = "Home";
  const box = byId("home");
  if (box.hash === home?.hash && box.children.length) return;
  box.hash = home?.hash;
  const context = { people: app.people, act: (block, element, chosen) => app.act({ view_id: home.id }, block, element, chosen) };
  box.replaceChildren(home ? blocks(home.blocks, context) : el("p", { class: "empty" }, "Nothing here yet."));
}

async function openHome() {
  app.threadOf = null;
  go(HOME);
  await post("/page/home", { user: app.me });
}

function go(place) {
  app.place = place;
  app.threadOf = null;
  history.replaceState(null, "", `#${place}`);
  byId("messages").replaceChildren();
  byId("complaint").hidden = true;
  drawSidebar();
  drawPlace().then(() => { byId("messages").scrollTop = byId("messages").scrollHeight; drawSidebar(); });
  if (place !== HOME) byId("composer").focus();
}

// What is typed

async function send(box, thread) {
  const text = box.value.trim();
  if (!text || !here()) return;
  box.value = "";
  grow(box);
  const { error } = await post("/page/line", { user: app.me, channel: app.place, text, thread_ts: thread ?? "" });
  byId("complaint").hidden = !error;
  byId("complaint").textContent = error ?? "";
  byId("messages").scrollTop = byId("messages").scrollHeight;
}

function grow(box) {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, 160)}px`;
}

function typing(form, box, thread) {
  form.addEventListener("submit", (event) => { event.preventDefault(); send(box, thread()); });
  box.addEventListener("input", () => grow(box));
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); send(box, thread()); }
  });
}

// Keeping up

async function refresh() {
  app.state = await get("/page/state", { user: app.me });
  setClock(app.state.clock);
  if (app.place !== HOME && !here()) app.place = app.state.channels[0]?.id ?? HOME;
  drawSidebar();
  drawModal(app.state.modal, app);
  drawPanel(app.state.panel, app.state.note, (page, action) => post("/page/spoil", { page, action }));
  await drawPlace();
}

let pending = null;
let again = false;

// One refresh at a time; changes that come meanwhile cause one more.
function changed() {
  if (pending) { again = true; return; }
  pending = refresh().catch(console.error).finally(() => {
    pending = null;
    if (again) { again = false; changed(); }
  });
}

byId("me").addEventListener("change", (event) => {
  app.me = event.target.value;
  localStorage.setItem("me", app.me);
  byId("home").hash = "other";
  if (app.place === HOME) openHome();
  else go(app.place);
  changed();
});
byId("thread-close").addEventListener("click", () => { app.threadOf = null; byId("replies").replaceChildren(); drawPlace(); });
typing(byId("compose"), byId("composer"), () => "");
typing(byId("reply"), byId("reply-text"), () => app.threadOf);
const news = new EventSource("/page/events");
news.onmessage = (event) => { if (JSON.parse(event.data).kind !== "quiet") changed(); };
news.onopen = changed;
