/* A path as a drawing. The list of steps below it says the same in words. */
import { shape, visible } from "./dom.js";
import { layers, nodesOf, untangle } from "./layout.js";
import { boundaryName } from "./words.js";

const LINE = 17;
const GAP = 30;
const SPACE = 26;
const LETTER = 6.9;
const BOLD_LETTER = 7.7;
const LETTERS = 36;
const MOST_LINES = 4;

/** An SVG element; `label` is what a screen reader says. */
export function drawing(path, label) {
  const { nodes, edges } = nodesOf(path);
  nodes.forEach(measure);
  const rows = untangle(layers(nodes, edges), edges);
  const width = Math.max(...rows.map((row) => row.reduce((sum, node) => sum + node.width + SPACE, SPACE)), 320);
  let y = 4;
  for (const row of rows) {
    const used = row.reduce((sum, node) => sum + node.width + SPACE, -SPACE);
    let x = (width - used) / 2;
    const high = Math.max(...row.map((node) => node.height));
    for (const node of row) {
      node.x = x;
      node.y = y + (high - node.height) / 2;
      x += node.width + SPACE;
    }
    y += high + GAP;
  }
  const svg = shape("svg", { class: "graph", role: "img", "aria-label": label,
    viewBox: `0 0 ${width} ${y - GAP + 6}`, width, height: y - GAP + 6 });
  const byKey = new Map(nodes.map((node) => [node.key, node]));
  for (const [from, to] of edges) {
    svg.append(...edge(byKey.get(from), byKey.get(to)));
  }
  for (const node of nodes) {
    svg.append(...picture(node));
  }
  return svg;
}

function measure(node) {
  if (node.kind === "gate") {
    node.lines = node.boundaries.map((boundary) => cut(`breaks ${boundaryName(boundary)}`));
  } else {
    node.lines = wrap(node.kind === "step" ? `${node.id}  ${node.text}` : node.text);
  }
  const longest = Math.max(...node.lines.map((line) => [...line].length));
  node.width = Math.max(120, node.kind === "gate"
    ? Math.round(longest * BOLD_LETTER) + 58 : Math.round(longest * LETTER) + 28);
  node.height = node.lines.length * LINE + 13;
}

function cut(text) {
  const letters = [...text];
  return letters.length <= LETTERS ? text : `${letters.slice(0, LETTERS - 7).join("")}[+${letters.length - LETTERS + 7}]`;
}

function wrap(text) {
  const lines = [""];
  for (const word of visible(text).split(" ")) {
    const letters = [...word];
    while (letters.length > 0) {
      const line = lines.at(-1);
      const room = LETTERS - [...line].length - (line === "" ? 0 : 1);
      if (letters.length <= room) {
        lines[lines.length - 1] += (line === "" ? "" : " ") + letters.splice(0).join("");
      } else if (line !== "") {
        lines.push("");
      } else {
        lines[lines.length - 1] = letters.splice(0, LETTERS).join("");
        lines.push("");
      }
    }
  }
  const kept = lines.filter((line, at) => line !== "" || at === 0);
  return kept.length <= MOST_LINES ? kept
    : [...kept.slice(0, MOST_LINES - 1), `[+${kept.slice(MOST_LINES - 1).join(" ").length} characters, listed below]`];
}

function edge(from, to) {
  const x1 = from.x + from.width / 2;
  const y1 = from.y + from.height;
  const x2 = to.x + to.width / 2;
  const y2 = to.y;
  const bend = Math.max(12, (y2 - y1) / 2);
  return [
    shape("path", { class: "edge", d: `M${x1} ${y1}C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2 - 6}` }),
    shape("path", { class: "arrow", d: `M${x2 - 5} ${y2 - 8}h10l-5 8z` }),
  ];
}

function picture(node) {
  const box = { x: node.x, y: node.y, width: node.width, height: node.height };
  const middle = node.x + node.width / 2;
  const text = node.lines.map((line, at) => {
    const y = node.y + 6 + LINE * at + 13;
    const kind = node.kind === "gate" ? "gate-text" : node.goal ? "goal" : "";
    const label = shape("text", { class: kind, x: middle, y, "text-anchor": "middle" });
    if (node.kind === "step" && at === 0 && line.startsWith(visible(node.id))) {
      const id = visible(node.id);
      label.append(shape("tspan", { class: "step-id" }, id), line.slice(id.length));
    } else {
      label.append(line);
    }
    return label;
  });
  if (node.kind === "gate") {
    const bar = (x) => shape("path", { class: "gate-bar", d: `M${x} ${node.y - 4}v${node.height + 8}` });
    return [shape("rect", { class: "gate", ...box }), bar(node.x + 9), bar(node.x + 15),
      bar(node.x + node.width - 9), bar(node.x + node.width - 15), ...text];
  }
  if (node.kind === "step") {
    return [shape("rect", { class: "step", ...box, rx: 15 }), ...text];
  }
  const kind = node.goal ? "fact goal" : node.start ? "fact start" : "fact";
  return [shape("rect", { class: kind, ...box, rx: 7 }), ...text];
}
