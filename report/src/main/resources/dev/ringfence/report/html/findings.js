/* Everything that does not hold, worst first, page by page; also what holds, on request. */
import { element, named, clipped, number } from "./dom.js";
import { countOf, kindOf, rank, STAKES } from "./model.js";
import { cellText, restsOn, why } from "./words.js";
import { matching } from "./axis.js";

const PAGE = 25;

/** Draws into a place; `open(from, to, stake, origin)` shows a verdict. */
export function findingsView(model, place, open) {
  let found = [];
  let shown = 0;
  const body = element("tbody");
  const table = element("table", { class: "findings" },
    element("thead", {}, element("tr", {}, ...["Depth", "From → to", "Stake", "Why"].map(
      (title) => element("th", { scope: "col" }, title)))), body);
  const status = element("span", { class: "quiet", role: "status" });
  const more = element("button", { type: "button", class: "plain-button", click: () => append() });
  place.append(element("div", { class: "scroll" }, table), element("div", { class: "more" }, more, status));

  /* Counted into buckets by rank: five million verdicts must not be sorted. */
  function show(state) {
    const wanted = new Uint8Array(model.size);
    for (const tenant of matching(model, state.search, false)) {
      wanted[tenant] = 1;
    }
    const buckets = [];
    const first = state.stake < 0 ? 0 : state.stake;
    const last = state.stake < 0 ? 4 : state.stake;
    for (let stake = first; stake <= last; stake++) {
      for (let from = 0; from < model.size; from++) {
        for (let to = 0; to < model.size; to++) {
          if (wanted[from] === 0 && wanted[to] === 0) {
            continue;
          }
          const verdict = model.verdict(stake, from, to);
          if (verdict !== null && takes(state.count, verdict)) {
            (buckets[rank(verdict, stake)] ??= []).push((from * model.size + to) * 5 + stake);
          }
        }
      }
    }
    found = [];
    for (let at = buckets.length - 1; at >= 0; at--) {
      if (buckets[at]) {
        found.push(buckets[at]);
      }
    }
    shown = 0;
    body.replaceChildren();
    append();
  }

  function takes(count, verdict) {
    return count === null ? verdict.severity > 0 : countOf(verdict) === count;
  }

  function total() {
    return found.reduce((sum, bucket) => sum + bucket.length, 0);
  }

  function append() {
    let skip = shown;
    let left = PAGE;
    for (const bucket of found) {
      for (let at = Math.min(skip, bucket.length); at < bucket.length && left > 0; at++, left--) {
        body.append(line(bucket[at]));
        shown++;
      }
      skip = Math.max(0, skip - bucket.length);
    }
    const rest = total() - shown;
    more.hidden = rest === 0;
    more.textContent = `Show ${Math.min(PAGE, rest)} more`;
    status.textContent = total() === 0 ? "Nothing matches." : `${number(shown)} of ${number(total())} shown`;
  }

  function line(index) {
    const stake = index % 5;
    const from = Math.floor(index / 5 / model.size);
    const to = Math.floor(index / 5) % model.size;
    const verdict = model.verdict(stake, from, to);
    const button = element("button", { type: "button", class: "link", "aria-haspopup": "dialog",
      click: () => open(from, to, stake, button) },
      named(clipped(model.tenants[from].name, 60)), " → ", named(clipped(model.tenants[to].name, 60)));
    return element("tr", {},
      element("td", {}, element("span", { class: `mark ${kindOf(verdict)}` }, cellText(model, verdict)),
        element("span", { class: "quiet" }, `of ${verdict.required}`)),
      element("td", {}, button), element("td", {}, STAKES[stake]),
      element("td", {}, why(model, verdict) + restsOn(model, verdict)));
  }

  return { show };
}
