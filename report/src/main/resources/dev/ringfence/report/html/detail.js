/* The panel beside the matrix: one pair, its five stakes, and every way of the chosen one. */
import { element, named, number, clipped } from "./dom.js";
import { kindOf, rank, STAKES, worstOf } from "./model.js";
import { pathStory } from "./story.js";
import { boundaryName, cellText, depth, explainCommand, sentence } from "./words.js";

const LISTED = 40;

/** The panel; Escape and its button close it and give the focus back. */
export function detailPanel(model) {
  const panel = element("aside", { class: "detail", role: "dialog", "aria-labelledby": "detail-title", tabindex: -1, hidden: true });
  let origin = null;

  function close() {
    panel.hidden = true;
    origin?.setAttribute("aria-expanded", "false");
    origin?.focus();
    origin = null;
  }

  function show(from, ...content) {
    origin?.setAttribute("aria-expanded", "false");
    origin = from;
    origin?.setAttribute("aria-expanded", "true");
    panel.replaceChildren(...content);
    panel.hidden = false;
    panel.scrollTop = 0;
    panel.querySelector("h2").focus();
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden) {
      event.preventDefault();
      close();
    }
  });

  function header(...title) {
    return element("header", {}, element("h2", { id: "detail-title", tabindex: -1 }, ...title),
      element("button", { type: "button", class: "plain-button", click: close }, "Close"));
  }

  function openPair(from, to, stake, source) {
    const names = [named(model.tenants[from].name), " → ", named(model.tenants[to].name)];
    show(source, header(...names), profileLine(model, from, to), stakeChoice(from, to, stake, source), verdictParts(model, from, to, stake));
  }

  function stakeChoice(from, to, chosen, source) {
    return element("div", { class: "stakes", role: "group", "aria-label": "Stake" }, ...STAKES.map((name, stake) => {
      const verdict = model.verdict(stake, from, to);
      return verdict === null ? null : element("button", {
        type: "button", class: `stake ${kindOf(verdict)}`, "aria-pressed": String(stake === chosen),
        click: () => {
          openPair(from, to, stake, source);
          panel.querySelectorAll(".stake")[stake].focus();
        },
      }, `${name} ${cellText(model, verdict)}`);
    }));
  }

  /* A cell of groups: what is inside, worst first. */
  function openGroups(row, column, stake, source) {
    const pairs = [];
    for (const from of row.members) {
      for (const to of column.members) {
        const worst = worstOf(model, stake, [from], [to]);
        if (worst !== null) {
          pairs.push(worst);
        }
      }
    }
    pairs.sort((one, other) => rank(other.verdict, other.stake) - rank(one.verdict, one.stake) || one.from - other.from);
    const list = element("table", { class: "findings" }, element("tbody", {}, ...pairs.slice(0, LISTED).map((pair) =>
      element("tr", {},
        element("td", {}, element("span", { class: `mark ${kindOf(pair.verdict)}` }, cellText(model, pair.verdict)), STAKES[pair.stake]),
        element("td", {}, element("button", { type: "button", class: "link", click: () => openPair(pair.from, pair.to, pair.stake, source) },
          named(clipped(model.tenants[pair.from].name, 60)), " → ", named(clipped(model.tenants[pair.to].name, 60))))))));
    const rest = pairs.length - LISTED;
    show(source, header(named(row.label), " → ", named(column.label)),
      element("p", {}, `${number(pairs.length)} pairs, worst first.`), list,
      rest > 0 ? element("p", { class: "quiet" }, `${number(rest)} more pairs: search for a name, or order the matrix by name, to see them.`) : null);
  }

  return {
    panel,
    open(row, column, stake, source) {
      if (row.members.length > 1 || column.members.length > 1) {
        openGroups(row, column, stake, source);
        return;
      }
      const worst = worstOf(model, stake, row.members, column.members);
      openPair(worst.from, worst.to, worst.stake, source);
    },
    openPair,
  };
}

function profileLine(model, from, to) {
  return element("p", { class: "quiet" }, "from: ", named(model.tenants[from].profile), "; to: ", named(model.tenants[to].profile));
}

/** What is known of one verdict: the sentence, every way, and what stops the attacker. */
export function verdictParts(model, from, to, stake) {
  const verdict = model.verdict(stake, from, to);
  const explanation = model.explanation(stake, from, to);
  const parts = [element("p", { class: "verdict-line" }, element("strong", {}, `${STAKES[stake]} `), sentence(model, verdict))];
  if (verdict.resources.length > 0) {
    parts.push(element("p", { class: "quiet" }, "By resource: ",
      verdict.resources.map(([resource, value]) => `${clipped(resource, 80)}: depth ${depth(model, value)}`).join("; ")));
  }
  if (explanation === null) {
    parts.push(element("p", { class: "notice" }, "The ways of this verdict are not included in this page, which holds the worst ",
      number(model.explanations.size), " of ", number(model.explainable), ". This shows them:",
      element("code", { class: "command" }, explainCommand(model, from, to, STAKES[stake]))));
    return element("div", {}, ...parts);
  }
  parts.push(...ways(explanation.failureSets, "Way", true));
  if (explanation.publicationSets.length > 0) {
    parts.push(element("h3", {}, "By publication, not counted"), ...ways(explanation.publicationSets, "By publication", false));
  }
  if (explanation.omitted > 0) {
    parts.push(element("p", { class: "notice" }, `${number(explanation.omitted)} more sets are not included in this page. This shows them:`,
      element("code", { class: "command" }, explainCommand(model, from, to, STAKES[stake]))));
  }
  if (explanation.gained.length > 0) {
    parts.push(element("h3", {}, "What the attacker can get"), element("ul", {}, ...explanation.gained.map((fact) => element("li", {}, named(fact)))));
  }
  if (explanation.blocked.length > 0) {
    parts.push(element("h3", {}, "Why it stops there"), element("ul", {}, ...explanation.blocked.map((blocked) => element("li", {},
      ...blocked.boundaries.map((boundary) => element("span", { class: "tag gate-tag" }, boundaryName(boundary))), " before ",
      named(blocked.before), ": ", named(blocked.title), " ", element("span", { class: "tag" }, named(blocked.step))))));
  }
  return element("div", {}, ...parts);
}

function ways(paths, title, openFirst) {
  return paths.map((path, at) => pathStory(path, `${title} ${at + 1} of ${paths.length}`, openFirst && at === 0));
}
