// data_visualization as a small drawing: lines, areas, bars, or a pie.

import { el } from "./dom.js";

const COLOURS = ["#1264a3", "#d9822b", "#d72b3f", "#2f8f5b", "#7c4dbd", "#5f6b76"];
const STROKES = ["", "7 4", "2 4", "9 3 2 3", "12 4", "1 3"]; // told apart without colours too
const WIDTH = 560;
const HEIGHT = 220;
const EDGE = { left: 44, right: 12, top: 12, bottom: 44 };

function svg(tag, attributes, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children);
  return node;
}

function nice(most) {
  const power = 10 ** Math.floor(Math.log10(most || 1));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= most) ?? most;
}

// Four steps up; counts have whole ones.
function topOf(values) {
  const counts = values.every(Number.isInteger);
  const most = Math.max(...values, 0) / 4;
  return 4 * (counts ? Math.max(nice(most), 1) : nice(most || 0.25));
}

function scales(chart) {
  const values = chart.series.flatMap((series) => series.data.map((point) => point.value));
  const top = topOf(values);
  const count = chart.axis_config.categories.length;
  const step = (WIDTH - EDGE.left - EDGE.right) / Math.max(count, 1);
  return {
    top,
    step,
    x: (index) => EDGE.left + step * (index + 0.5),
    y: (value) => HEIGHT - EDGE.bottom - (value / top) * (HEIGHT - EDGE.top - EDGE.bottom),
  };
}

function axes(chart, { top, step, x, y }) {
  const lines = [0, 0.25, 0.5, 0.75, 1].map((share) => [
    svg("line", { x1: EDGE.left, x2: WIDTH - EDGE.right, y1: y(top * share), y2: y(top * share), class: "grid" }),
    svg("text", { x: EDGE.left - 6, y: y(top * share) + 4, "text-anchor": "end" }, (+(top * share).toFixed(4)).toLocaleString("en")),
  ]);
  const longest = Math.max(...chart.axis_config.categories.map((name) => name.length));
  const every = Math.ceil((longest * 6 + 10) / step);
  const labels = chart.axis_config.categories
    .map((name, index) => [name, index])
    .filter(([, index]) => index % every === 0)
    .map(([name, index]) => svg("text", { x: x(index), y: HEIGHT - EDGE.bottom + 16, "text-anchor": "middle" }, name));
  const { x_label: across, y_label: up } = chart.axis_config;
  const names = [];
  if (across) names.push(svg("text", { x: WIDTH / 2, y: HEIGHT - 6, "text-anchor": "middle", class: "axis" }, across));
  if (up) {
    const turned = `translate(11 ${(HEIGHT - EDGE.bottom) / 2 + 6}) rotate(-90)`;
    names.push(svg("text", { transform: turned, "text-anchor": "middle", class: "axis" }, up));
  }
  return [...lines.flat(), ...labels, ...names];
}

function bars(chart, { step, x, y }) {
  const wide = Math.min((step * 0.8) / chart.series.length, 28);
  return chart.series.flatMap((series, place) =>
    series.data.map((point, index) => {
      const left = x(index) + (place - chart.series.length / 2) * wide;
      const size = { x: left, y: y(point.value), width: wide - 1, height: Math.max(y(0) - y(point.value), 0), rx: 2 };
      return svg("rect", { ...size, fill: COLOURS[place] }, svg("title", {}, `${series.name}, ${point.label}: ${point.value}`));
    }),
  );
}

// Circles, squares, triangles and diamonds, in turn.
function mark(place, x, y, ...inside) {
  const shapes = [null, "-3.5,-3.5 3.5,-3.5 3.5,3.5 -3.5,3.5", "0,-4.5 4.5,3.5 -4.5,3.5", "0,-5 5,0 0,5 -5,0"];
  const corners = shapes[place % shapes.length];
  if (!corners) return svg("circle", { cx: x, cy: y, r: 3.5, fill: COLOURS[place] }, ...inside);
  return svg("polygon", { points: corners, transform: `translate(${x} ${y})`, fill: COLOURS[place] }, ...inside);
}

function lines(chart, { x, y }) {
  return chart.series.flatMap((series, place) => {
    const points = series.data.map((point, index) => `${x(index)},${y(point.value)}`);
    const line = svg("polyline", { points: points.join(" "), fill: "none", stroke: COLOURS[place], "stroke-width": 2.5, "stroke-dasharray": STROKES[place] });
    const dots = series.data.map((point, index) =>
      mark(place, x(index), y(point.value), svg("title", {}, `${series.name}, ${point.label}: ${point.value}`)),
    );
    if (chart.type !== "area") return [line, ...dots];
    const ends = [`${x(series.data.length - 1)},${y(0)}`, `${x(0)},${y(0)}`];
    return [svg("polygon", { points: [...points, ...ends].join(" "), fill: COLOURS[place], opacity: 0.18 }), line];
  });
}

function pie(chart) {
  const total = chart.segments.reduce((sum, segment) => sum + segment.value, 0);
  const [middle, radius] = [HEIGHT / 2, HEIGHT / 2 - 12];
  let turned = -Math.PI / 2;
  return chart.segments.map((segment, place) => {
    const share = segment.value / total;
    const from = turned;
    turned += Math.min(share, 0.9999) * 2 * Math.PI;
    const at = (angle) => `${WIDTH / 2 + radius * Math.cos(angle)} ${middle + radius * Math.sin(angle)}`;
    const path = `M ${WIDTH / 2} ${middle} L ${at(from)} A ${radius} ${radius} 0 ${share > 0.5 ? 1 : 0} 1 ${at(turned)} Z`;
    return svg("path", { d: path, fill: COLOURS[place] }, svg("title", {}, `${segment.label}: ${segment.value}`));
  });
}

export function chart(block) {
  const shown = block.chart;
  const isPie = shown.type === "pie";
  const scale = isPie ? null : scales(shown);
  const drawn = isPie ? pie(shown) : [...axes(shown, scale), ...(shown.type === "bar" ? bars : lines)(shown, scale)];
  const names = isPie ? shown.segments.map((segment) => segment.label) : shown.series.map((series) => series.name);
  const legend = names.map((name, place) => {
    if (shown.type === "line") {
      return el("span", {}, svg("svg", { viewBox: "-7 -7 14 14", class: "mark" }, mark(place, 0, 0)), name);
    }
    const spot = el("i");
    spot.style.background = COLOURS[place];
    return el("span", {}, spot, name);
  });
  return el("figure", { class: "chart", "data-chart": shown.type },
    el("figcaption", {}, block.title),
    svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": block.title }, ...drawn),
    el("div", { class: "legend" }, ...legend));
}
