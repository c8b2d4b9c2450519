// The shortcodes that this app and people like it use; others stay as they are written. Those that carry a meaning here
// are drawn, so that they look the same on machines without an emoji font.

import { el } from "./dom.js";

const EMOJI = {
  white_check_mark: "✅", heavy_check_mark: "✔️", x: "❌", warning: "⚠️", rotating_light: "🚨", bell: "🔔", no_bell: "🔕",
  eyes: "👀", link: "🔗", chains: "⛓️", broken_chain: "⛓️‍💥", mag: "🔍", chart_with_upwards_trend: "📈",
  chart_with_downwards_trend: "📉", bar_chart: "📊", calendar: "📅", spiral_calendar_pad: "🗓️", clock3: "🕒",
  hourglass_flowing_sand: "⏳", hourglass: "⌛", stopwatch: "⏱️", alarm_clock: "⏰", zzz: "💤", sleeping: "😴",
  red_circle: "🔴", large_orange_circle: "🟠", orange_circle: "🟠", large_yellow_circle: "🟡", yellow_circle: "🟡",
  large_green_circle: "🟢", green_circle: "🟢", large_blue_circle: "🔵", blue_circle: "🔵", white_circle: "⚪",
  black_circle: "⚫", large_green_square: "🟩", large_red_square: "🟥", question: "❓", grey_question: "❔",
  exclamation: "❗", information_source: "ℹ️", bulb: "💡", memo: "📝", pencil2: "✏️", wastebasket: "🗑️", gear: "⚙️",
  wave: "👋", thumbsup: "👍", "+1": "👍", thumbsdown: "👎", "-1": "👎", tada: "🎉", handshake: "🤝", moneybag: "💰",
  arrow_right: "➡️", arrow_left: "⬅️", arrow_up: "⬆️", arrow_down: "⬇️", arrows_counterclockwise: "🔄", repeat: "🔁",
  house: "🏠", globe_with_meridians: "🌐", lock: "🔒", key: "🔑", no_entry: "⛔", no_entry_sign: "🚫", ghost: "👻",
  hammer_and_wrench: "🛠️", wrench: "🔧", package: "📦", outbox_tray: "📤", inbox_tray: "📥", page_facing_up: "📄",
  speech_balloon: "💬", bust_in_silhouette: "👤", busts_in_silhouette: "👥", pushpin: "📌", fire: "🔥", star: "⭐",
  slightly_smiling_face: "🙂", smile: "😄", thinking_face: "🤔", robot_face: "🤖", traffic_light: "🚦",
  small_red_triangle: "🔺", small_red_triangle_down: "🔻", black_small_square: "▪️", email: "📧", envelope: "✉️",
};

const DRAWN = {
  "🔴": "circle red", "🟠": "circle orange", "🟡": "circle yellow", "🟢": "circle green", "🔵": "circle blue",
  "⚪": "circle white", "⚫": "circle black", "🟥": "square red", "🟧": "square orange", "🟨": "square yellow",
  "🟩": "square green", "🟦": "square blue", "✅": "check", "❌": "cross", "⚠️": "warning", "⚠": "warning",
};
const SIGNS = { check: "✓", cross: "✕", warning: "⚠" };
const DRAWABLE = new RegExp(`(${Object.keys(DRAWN).join("|")})`, "u");

export const emoji = (name) => EMOJI[name.replace(/::skin-tone-\d$/, "")] ?? `:${name}:`;

export const emojiText = (text) => text.replace(/:([a-z0-9_+-]+):/g, (_, name) => emoji(name));

function drawn(sign) {
  const kind = DRAWN[sign];
  if (!kind) return sign;
  return el("span", { class: `emoji ${kind}`, role: "img", "aria-label": sign }, SIGNS[kind] ?? "");
}

// The text as a list of strings and drawn signs; shortcodes stay as they are.
export const drawSigns = (text) => text.split(DRAWABLE).filter(Boolean).map(drawn);

// The same, with shortcodes.
export const withEmoji = (text) => drawSigns(emojiText(text));
