/* Puts the page together. */
import { element, named, number } from "./dom.js";
import { detailPanel } from "./detail.js";
import { findingsView } from "./findings.js";
import { matrixView } from "./matrix.js";
import { readModel, STAKES } from "./model.js";
import { asBefore, changeSection, fixSection } from "./changes.js";
import { assumptionSection, printedAppendix, wordSection } from "./sections.js";

const COUNTS = [
  ["short", "✗", "fall short", "short"],
  ["doubt", "?", "undecided", "doubt"],
  ["hold", "✓", "hold", "hold"],
  ["none", "·", "not required", "none"],
];

const LEGEND = [
  ["open", "✗0", "open as configured"], ["short", "✗1", "falls short"], ["doubt", "?1", "undecided: rests on assumptions"],
  ["hold", "✓2", "holds, at this depth"], ["hold-deep", "✓>", "holds, nothing found"], ["none", "·0", "nothing is required"],
];

async function start() {
  const page = document.getElementById("page");
  const model = await readModel(JSON.parse(document.getElementById("data").textContent));
  const state = { stake: -1, search: "", order: model.size > 60 ? "worst" : "name", count: null, when: "now" };
  const detail = detailPanel(model);
  const matrixPlace = element("div");
  const findingsPlace = element("div");
  const now = matrixView(model, matrixPlace, detail.open);
  const before = matrixView(asBefore(model), matrixPlace, detail.open);
  let matrix = now;
  const findings = findingsView(model, findingsPlace, detail.openPair);
  const update = (change) => {
    Object.assign(state, change);
    if (!("count" in change)) {
      matrix = state.when === "before" ? before : now;
      matrix.show(state);
    }
    if (!("order" in change || "when" in change)) {
      findings.show(state);
    }
  };

  page.replaceChildren(
    head(model, () => matrix.redraw()), ...(model.redacted ? [element("p", { class: "notice" }, "Names are replaced: one pseudonym stands for one name throughout.")] : []), ...model.remarks.map((remark) => element("p", { class: "notice" }, named(remark))),
    counts(model, update),
    element("section", { class: "card", "aria-labelledby": "matrix-title" },
      element("h2", { id: "matrix-title" }, "Who gets how far"),
      element("p", { class: "quiet" }, "The number is the depth: how many boundaries must fail together, at least. Click a cell, or press Enter on it, to see why."),
      tools(model, state, update), matrixPlace, legend()),
    element("section", { class: "card", id: "findings", tabindex: -1, "aria-labelledby": "findings-title" },
      element("h2", { id: "findings-title" }, "Findings, worst first"), completeness(model), findingsPlace),
    ...[changeSection(model), fixSection(model)].filter((section) => section !== null),
    assumptionSection(model), wordSection(), printedAppendix(model));
  document.body.append(detail.panel);
  matrix.show(state);
  findings.show(state);
  page.removeAttribute("aria-busy");
}

function head(model, redraw) {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const paint = (theme) => {
    document.documentElement.dataset.theme = theme;
    button.textContent = theme === "dark" ? "Light" : "Dark";
    redraw();
  };
  const button = element("button", { type: "button", class: "plain-button", "aria-label": "Switch between light and dark",
    click: () => paint(document.documentElement.dataset.theme === "dark" ? "light" : "dark") });
  dark.addEventListener("change", () => paint(dark.matches ? "dark" : "light"));
  paint(dark.matches ? "dark" : "light");
  return element("header", { class: "head" },
    element("div", {}, element("div", { class: "brand" }, "Ringfence"),
      element("h1", {}, "Tenant isolation of ", named(model.source)),
      element("p", { class: "quiet" }, `Kubernetes ${model.kubernetesVersion} · ${number(model.size)} tenants · sets of up to ${model.maximumDepth} failing boundaries tried`)),
    button);
}

function counts(model, update) {
  const buttons = COUNTS.map(([count, symbol, word, kind]) => element("button", {
    type: "button", class: "count", "aria-pressed": "false",
    click: (event) => {
      const pressed = event.currentTarget.getAttribute("aria-pressed") !== "true";
      buttons.forEach((button) => button.setAttribute("aria-pressed", "false"));
      event.currentTarget.setAttribute("aria-pressed", String(pressed));
      update({ count: pressed ? count : null });
    },
  }, element("span", { class: `mark ${kind}`, "aria-hidden": "true" }, symbol),
    element("span", { class: "number" }, number(model.counts[count])), element("span", { class: "word" }, word)));
  return element("div", { class: "counts", role: "group", "aria-label": "Verdicts by outcome; pressing one lists them below" }, ...buttons);
}

function tools(model, state, update) {
  const choices = element("div", { class: "choices" }, ...["worst of all", ...STAKES].map((name, at) => element("label", {},
    element("input", { type: "radio", name: "stake", value: at - 1, checked: at === 0, change: () => update({ stake: at - 1 }) }),
    element("span", {}, name))));
  let typing = 0;
  const search = element("input", { type: "search", id: "search", placeholder: "name of a tenant", autocomplete: "off", spellcheck: "false",
    input: () => { clearTimeout(typing); typing = setTimeout(() => update({ search: search.value }), 120); } });
  const order = element("select", { id: "order", change: () => update({ order: order.value }) },
    ...[["name", "by name"], ["worst", "worst first"], ["profile", "grouped by profile"]].map(([value, text]) =>
      element("option", { value, selected: value === state.order }, text)));
  return element("div", { class: "tools" }, element("fieldset", {}, element("legend", {}, "Stake"), choices),
    element("label", { for: "search" }, "Search", search), element("label", { for: "order" }, "Order", order),
    model.changes === null ? null : when(update));
}

function when(update) {
  const choice = element("select", { id: "when", change: () => update({ when: choice.value }) },
    element("option", { value: "now", selected: true }, "now"), element("option", { value: "before" }, "before the change"));
  return element("label", { for: "when" }, "As it stands", choice);
}

function legend() {
  return element("ul", { class: "legend" }, ...LEGEND.map(([kind, text, meaning]) => element("li", {},
    element("span", { class: `mark ${kind}`, "aria-hidden": "true" }, text), meaning)));
}

/* Nothing is cut off silently: what the page leaves out is said, with the command that shows it. */
function completeness(model) {
  const left = model.explainable - model.explanations.size;
  return left === 0 ? null : element("p", { class: "quiet" },
    `Every verdict is in this page. The ways of the worst ${number(model.explanations.size)} verdicts are included, those of ${number(left)} others are not; for each of them the panel shows the command that does.`);
}

start();
