// Messages of a channel or a thread: who, when, what; only what changed is drawn anew.

import { blocks } from "./blocks.js";
import { clock } from "./dates.js";
import { el } from "./dom.js";
import { mrkdwn } from "./mrkdwn.js";

const COLOURS = ["#7c4dbd", "#1264a3", "#2f8f5b", "#c2571a", "#a83279"];

export function avatar(user, id) {
  if (user?.is_app) return el("img", { class: "avatar", src: "/page/files/icon.svg", alt: "" });
  const face = el("span", { class: "avatar", "aria-hidden": "true" }, (user?.real_name ?? "?").split(" ").map((part) => part[0]).join(""));
  face.style.background = COLOURS[[...id].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % COLOURS.length];
  return face;
}

function content(message, context) {
  const parts = [];
  if (message.blocks) parts.push(blocks(message.blocks, context));
  else if (message.text) parts.push(mrkdwn(message.text, context.people));
  for (const extra of message.attachments ?? []) {
    const bar = el("div", { class: "attachment" }, extra.blocks ? blocks(extra.blocks, context) : mrkdwn(extra.text ?? extra.fallback ?? "", context.people));
    if (/^#[0-9a-f]{6}$/i.test(extra.color ?? "")) bar.style.borderColor = extra.color;
    parts.push(bar);
  }
  parts.push(...(message.files ?? []).map((file) => el("a", { class: "file", href: `/page/uploads/${file.id}`, download: file.name }, file.title)));
  if (message.edited) parts.push(el("span", { class: "edited" }, "(edited)"));
  return parts;
}

function threadLine(message, open) {
  if (!message.reply_count) return null;
  const count = `${message.reply_count} ${message.reply_count === 1 ? "reply" : "replies"}`;
  return el("button", { type: "button", class: "thread-link", "data-thread": message.ts, onclick: () => open(message.ts) },
    el("b", {}, count), el("span", {}, `Last reply at ${clock(message.latest_reply)}`));
}

export function messageNode(message, app) {
  const user = app.state.users[message.user];
  const context = {
    people: app.people,
    act: (block, element, chosen) => app.act({ channel: message.channel, ts: message.ts }, block, element, chosen),
  };
  const node = el("article", {
    class: `message ${message.is_ephemeral ? "ephemeral" : ""}`, "data-ts": message.ts, "data-user": message.user,
    "aria-label": `${user?.real_name ?? message.user} at ${clock(message.ts)}`,
  },
  avatar(user, message.user),
  el("div", { class: "body" },
    message.is_ephemeral ? el("div", { class: "only-you" }, "Only visible to you") : null,
    el("div", { class: "by" },
      el("b", {}, user?.real_name ?? message.user),
      user?.is_app ? el("span", { class: "badge" }, "APP") : null,
      user?.is_foreign ? el("span", { class: "badge foreign" }, "EXTERNAL") : null,
      el("time", { datetime: new Date(Number(message.ts) * 1000).toISOString() }, clock(message.ts))),
    ...content(message, context),
    message.thread_ts === message.ts || !message.thread_ts ? threadLine(message, app.openThread) : null),
  tools(message, app));
  node.json = JSON.stringify(message);
  return node;
}

function tools(message, app) {
  const shortcuts = app.state.shortcuts.filter((shortcut) => shortcut.type === "message");
  const reply = message.is_ephemeral ? null : el("button", { type: "button", "aria-label": "Reply in thread", onclick: () => app.openThread(message.thread_ts ?? message.ts) }, "Reply");
  const menu = shortcuts.map((shortcut) => el("button", {
    type: "button", "data-callback-id": shortcut.callback_id,
    onclick: () => app.shortcut(shortcut.callback_id, message),
  }, shortcut.name));
  return el("div", { class: "tools" }, reply, ...menu);
}

// Draws a list into `box`, leaving alone what is the same as before; keeps to the end if one was there.
export function draw(box, messages, app) {
  const atEnd = box.scrollHeight - box.scrollTop - box.clientHeight < 60;
  const known = new Map([...box.querySelectorAll(".message")].map((node) => [node.dataset.ts, node]));
  const nodes = messages.map((message) => {
    const old = known.get(message.ts);
    const same = old && old.json === JSON.stringify(message);
    const node = same ? old : messageNode(message, app);
    if (old && !same) node.classList.add("changed");
    return node;
  });
  const kept = new Set(nodes);
  for (const node of [...box.children]) if (!kept.has(node)) node.remove();
  nodes.forEach((node, index) => { if (box.children[index] !== node) box.insertBefore(node, box.children[index] ?? null); });
  if (atEnd) box.scrollTop = box.scrollHeight;
}
