// Slack's date tokens, shown in the reader's own zone, as the app's clock has the day: the demo's is quicker than ours.

const TWO_HOURS = 7_200_000;
const app = { at: 0, now: 0, speed: 1 };

// Heard anew at each change; only a leap counts, for what the answer took on its way is minutes by a quick clock.
export function setClock(clock) {
  if (clock && Math.abs(clock.now - byItsClock(Date.now())) > TWO_HOURS) Object.assign(app, { ...clock, at: Date.now() });
}

// When a moment of ours was by the app's clock, in milliseconds.
const byItsClock = (moment) => app.now + (moment - app.at) * app.speed;
const present = () => byItsClock(Date.now());

const format = (options) => (date) => new Intl.DateTimeFormat("en-GB", options).format(date);
const LONG = { weekday: "long", day: "numeric", month: "long", year: "numeric" };
const SHORT = { day: "numeric", month: "short", year: "numeric" };
const DATE = { day: "numeric", month: "long", year: "numeric" };

function near(date) {
  const days = Math.round((new Date(date).setHours(0, 0, 0, 0) - new Date(present()).setHours(0, 0, 0, 0)) / 86_400_000);
  return { "-1": "yesterday", 0: "today", 1: "tomorrow" }[days];
}

export function ago(date) {
  const seconds = Math.round((present() - date) / 1000);
  const ahead = seconds < 0;
  const units = [[86_400, "day"], [3_600, "hour"], [60, "minute"], [1, "second"]];
  const [size, name] = units.find(([unit]) => Math.abs(seconds) >= unit) ?? [1, "second"];
  const count = Math.floor(Math.abs(seconds) / size);
  const words = `${count} ${name}${count === 1 ? "" : "s"}`;
  return ahead ? `in ${words}` : `${words} ago`;
}

const TOKENS = {
  date_num: (date) => date.toISOString().slice(0, 10),
  date_slash: format({ day: "2-digit", month: "2-digit", year: "numeric" }),
  date: format(DATE),
  date_long: format(LONG),
  date_long_full: format(DATE),
  date_long_pretty: (date) => near(date) ?? format(LONG)(date),
  date_pretty: (date) => near(date) ?? format(DATE)(date),
  date_short: format(SHORT),
  date_short_pretty: (date) => near(date) ?? format(SHORT)(date),
  day_divider_pretty: (date) => near(date) ?? format({ weekday: "long", day: "numeric", month: "long" })(date),
  time: format({ hour: "2-digit", minute: "2-digit" }),
  time_secs: format({ hour: "2-digit", minute: "2-digit", second: "2-digit" }),
  ago,
};

export function dated(seconds, pattern) {
  const date = new Date(seconds * 1000);
  return pattern.replace(/\{(\w+)\}/g, (whole, name) => TOKENS[name]?.(date) ?? whole);
}

export const clock = (ts) => TOKENS.time(new Date(byItsClock(Number(ts) * 1000)));
