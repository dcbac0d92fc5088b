/* The parts of the page that do not move: assumptions, words, and the appendix for paper. */
import { element, named, number } from "./dom.js";
import { rank, STAKES } from "./model.js";
import { verdictParts } from "./detail.js";

const PRINTED = 30;

/** What cannot be read and was assumed, what matters most first. */
export function assumptionSection(model) {
  const examined = model.assumptions.filter((assumption) => assumption.row === "");
  const rows = model.assumptions.filter((assumption) => assumption.row !== "");
  const section = element("section", { class: "card", "aria-labelledby": "assumptions-title" },
    element("h2", { id: "assumptions-title" }, "Assumptions"),
    element("p", {}, "What cannot be read from the source is taken at its worst unless somebody vouches for it. State a value in an Assumptions document, or try one with ",
      element("code", {}, "--assume ID=VALUE"), "."));
  if (examined.length > 0) {
    section.append(element("div", { class: "scroll" }, element("table", { class: "list" },
      element("thead", {}, element("tr", {}, ...["Assumption", "Taken as", "Adds", "Undecided verdicts that rest on it"].map((title) => element("th", { scope: "col" }, title)))),
      element("tbody", {}, ...examined.map((assumption) => element("tr", {},
        element("td", {}, element("code", {}, named(assumption.id)), element("div", { class: "quiet" }, named(assumption.question))),
        element("td", {}, named(assumption.value), vouched(assumption)),
        element("td", {}, ...adds(assumption)),
        element("td", {}, number(assumption.verdicts))))))));
  }
  if (rows.length > 0) {
    section.append(element("p", {}, element("strong", {}, "Not examined yet, taken as possible: "),
      ...rows.flatMap((assumption, at) => [at > 0 ? ", " : "", named(assumption.row)])));
  }
  return section;
}

function vouched(assumption) {
  return assumption.vouchedBy === null ? element("div", { class: "quiet" }, "nobody vouches")
    : element("div", { class: "quiet" }, "vouched for by ", named(assumption.vouchedBy),
      ...(assumption.until === null ? [] : [" until ", named(assumption.until)]));
}

function adds(assumption) {
  return assumption.adds.length === 0 ? ["no step"]
    : assumption.adds.flatMap((added, at) => [at > 0 ? ", " : "", named(added.step), ` × ${number(added.count)}`]);
}

const WORDS = [
  ["depth", "how many boundaries must fail together before the attacker gets there, at least: 0 is open as configured, 1 is one failure away, 2 meets the two-boundary rule"],
  ["failure set", "boundaries that, failing together, let one tenant reach a stake of another; one exploit breaks every place where the same implementation stands"],
  ["falls short", "a way in with fewer failures than required, shown step by step, resting on nothing assumed"],
  ["undecided", "falls short only if the named assumptions are as bad as feared"],
  ["by publication", "what the victim publishes on purpose; listed apart and not counted"],
  ["takeover", "code in a pod, a credential, or the right to change what runs"],
  ["read", "content of Secrets, ConfigMaps, volumes, logs, environment or traffic"],
  ["reach", "a connection to what is not published"],
  ["disrupt", "deleting, evicting, redirecting, or starving by a shared unbounded resource"],
  ["observe", "knowing the names of objects"],
];

export function wordSection() {
  return element("section", { class: "card", "aria-labelledby": "words-title" },
    element("h2", { id: "words-title" }, "Words"),
    element("dl", { class: "words" }, ...WORDS.flatMap(([word, meaning]) => [element("dt", {}, word), element("dd", {}, meaning)])));
}

/** Paper cannot be clicked: before printing, the worst findings are written out. */
export function printedAppendix(model) {
  const section = element("section", { class: "appendix", "aria-hidden": "true" });
  window.addEventListener("beforeprint", () => {
    const worst = [...model.explanations.values()]
      .map((explanation) => ({ ...explanation, verdict: model.verdict(explanation.stake, explanation.from, explanation.to) }))
      .filter((explanation) => explanation.verdict.severity > 0)
      .sort((one, other) => rank(other.verdict, other.stake) - rank(one.verdict, one.stake));
    section.replaceChildren(element("h2", {}, "The worst findings, step by step"),
      element("p", {}, `${number(Math.min(PRINTED, worst.length))} of ${number(model.shortfalls)} that fall short or are undecided; the page on a screen, ringfence prove -o json and ringfence explain show the others.`),
      ...worst.slice(0, PRINTED).map((finding) => element("article", {},
        element("h3", {}, named(model.tenants[finding.from].name), " → ", named(model.tenants[finding.to].name), `, ${STAKES[finding.stake]}`),
        verdictParts(model, finding.from, finding.to, finding.stake))));
  });
  window.addEventListener("afterprint", () => section.replaceChildren());
  return section;
}
