/* What a change opened and closed, and the changes that would make it hold. */
import { element, named, number } from "./dom.js";
import { STAKES } from "./model.js";

const SHOWN_CHANGES = 100;

const HOW = {
  Fewest: "No fewer of the changes that Ringfence knows make all of it hold; each was made in the model and proved.",
  Greedy: "Each was made in the model and proved; the search was bounded, so fewer may do it.",
  NotEnough: "No known changes make all of it hold; these get furthest.",
};

/** Before and after, worst first; null where there is no baseline. */
export function changeSection(model) {
  const changes = model.changes;
  if (changes === null) {
    return null;
  }
  const section = element("section", { class: "card", id: "changes", "aria-labelledby": "changes-title" },
    element("h2", { id: "changes-title" }, "What changed against ", named(changes.baseline)));
  if (changes.opened.length + changes.closed.length === 0) {
    section.append(element("p", {}, "Nothing was opened and nothing was closed."));
    return section;
  }
  section.append(...changeTable("Opened", changes.opened), ...changeTable("Closed", changes.closed));
  return section;
}

/** What would fix it; null where nobody asked. */
export function fixSection(model) {
  const fixes = model.fixes;
  if (fixes === null) {
    return null;
  }
  const section = element("section", { class: "card", id: "fixes", "aria-labelledby": "fixes-title" },
    element("h2", { id: "fixes-title" }, "What would make it hold"));
  if (fixes.targets === 0) {
    section.append(element("p", {}, "Nothing falls short."));
    return section;
  }
  section.append(element("p", {}, `${number(fixes.targets)} requirements fall short. ${HOW[fixes.how]}`));
  section.append(element("ol", { class: "repairs" }, ...fixes.repairs.map((repair) => element("li", {},
    element("strong", {}, named(repair.change)),
    element("div", { class: "quiet" }, "may break: ", named(repair.breaks)),
    element("code", { class: "command" }, ...lines(repair.patch))))));
  if (fixes.open > 0) {
    section.append(element("p", { class: "notice" }, `${number(fixes.open)} still fall short then.`,
      ...(fixes.inTheWay.length === 0 ? [] : [" No change is known that stops:"])));
    section.append(element("ul", { class: "in-the-way" },
      ...fixes.inTheWay.map((step) => element("li", {}, named(step)))));
  }
  section.append(element("h3", {}, "All of them together"),
    ...changeTable("Would be opened", fixes.opened), ...changeTable("Would be closed", fixes.closed));
  return section;
}

/* A manifest has many lines; any other character that is hidden is shown. */
function lines(text) {
  return text.split("\n").flatMap((one, at) => at === 0 ? [named(one)] : ["\n", named(one)]);
}

/* The stakes of one pair that changed alike share a line. */
function grouped(changes) {
  const alike = new Map();
  const rows = [];
  for (const change of changes) {
    const key = JSON.stringify([change.from, change.to, change.before.words, change.now.words, change.otherWay]);
    const row = alike.get(key);
    if (row !== undefined && !row.stakes.includes(change.stake)) {
      row.stakes.push(change.stake);
    } else {
      const begun = { ...change, stakes: [change.stake] };
      alike.set(key, begun);
      rows.push(begun);
    }
  }
  return rows;
}

/* The first hundred stand there; the rest comes when asked for, and before printing. */
function changeTable(title, changes) {
  const heading = element("h3", {}, `${title}: ${number(changes.length)}`);
  if (changes.length === 0) {
    return [heading];
  }
  const rows = grouped(changes);
  const body = element("tbody");
  const more = element("button", { type: "button", class: "plain-button", click: () => append(rows.length) });
  const append = (upTo) => {
    for (let at = body.children.length; at < Math.min(upTo, rows.length); at++) {
      body.append(line(rows[at]));
    }
    const rest = rows.length - body.children.length;
    more.hidden = rest === 0;
    more.textContent = `Show ${number(rest)} more`;
  };
  append(SHOWN_CHANGES);
  window.addEventListener("beforeprint", () => append(rows.length));
  return [heading, element("div", { class: "scroll" }, element("table", { class: "list" },
    element("thead", {}, element("tr", {}, ...["From → to", "Stake", "Before", "Now"].map((name) => element("th", { scope: "col" }, name)))),
    body)), element("div", { class: "more" }, more)];
}

function line(change) {
  return element("tr", {}, element("td", {}, named(change.from), " → ", named(change.to)), element("td", { class: "whole" }, change.stakes.join(", ")),
    element("td", { class: "whole" }, change.before.words), element("td", {}, change.now.words,
      ...(change.otherWay === undefined ? [] : [" by another way too: ", named(change.otherWay)])));
}

/**
 * The same model as it was before the change: verdicts that changed as they stood, without their
 * sets, which an earlier answer does not tell.
 */
export function asBefore(model) {
  if (model.changes === null) {
    return model;
  }
  const positions = new Map(model.tenants.map((tenant, at) => [tenant.name, at]));
  const before = new Map();
  for (const change of [...model.changes.opened, ...model.changes.closed]) {
    if (positions.has(change.from) && positions.has(change.to)) {
      before.set(`${positions.get(change.from)} ${positions.get(change.to)} ${STAKES.indexOf(change.stake)}`, change.before);
    }
  }
  return {
    ...model,
    verdict(stake, from, to) {
      const now = model.verdict(stake, from, to);
      const then = now === null ? undefined : before.get(`${from} ${to} ${stake}`);
      return then === undefined ? now : past(now, then);
    },
  };
}

function past(now, then) {
  const outcome = { FallsShort: 2, Undecided: 1, Holds: 0 }[then.verdict];
  const missing = Math.min(7, Math.max(0, now.required - (then.depth ?? 0)));
  return { ...now, verdict: then.verdict, depth: then.depth, severity: outcome === 0 ? 0 : outcome * 8 + missing,
    smallest: null, count: 0, assumptions: [], resources: [] };
}
