/* One path in words: what the attacker has, each step, what it breaks, and what to look at. */
import { element, named, visible } from "./dom.js";
import { drawing } from "./drawing.js";
import { boundaryName, setText } from "./words.js";

/** A disclosure with the drawing and the steps; drawn only when opened. */
export function pathStory(path, title, opened) {
  const body = element("div", { class: "path-body" });
  const details = element("details", { class: "path" },
    element("summary", {}, `${title}: ${setText(path.boundaries)} `,
      element("span", { class: "quiet code" }, visible(path.id))), body);
  const fillOnce = () => {
    if (details.open && body.childElementCount === 0) {
      body.append(...pathParts(path));
    }
  };
  details.addEventListener("toggle", fillOnce);
  details.open = opened;
  fillOnce();
  return details;
}

function pathParts(path) {
  const parts = [];
  if (path.steps.length > 0) {
    parts.push(element("div", { class: "scroll" },
      drawing(path, `The path as a drawing: ${path.steps.length} steps, listed below.`)));
  }
  if (path.assumptions.length > 0) {
    parts.push(element("p", { class: "notice" }, "Only if ", ...joined(path.assumptions.map((id) => element("code", {}, named(id)))),
      path.assumptions.length === 1 ? " is as bad as feared." : " are as bad as feared."));
  }
  parts.push(element("p", {}, "From the beginning, the attacker ", ...joined(path.start.map(named)), "."));
  parts.push(element("ol", { class: "steps" }, ...path.steps.map(stepItem)));
  return parts;
}

function stepItem(step) {
  const needs = step.from.length > 1
    ? element("div", { class: "quiet" }, "needs all of: ", ...joined(step.from.map(named))) : null;
  return element("li", {},
    element("span", { class: "tag" }, visible(step.id)), " ", named(step.title), " ",
    ...step.breaks.map((boundary) => element("span", { class: "tag gate-tag" }, `breaks ${boundaryName(boundary)}`)),
    needs, element("div", {}, "→ ", named(step.to)),
    element("ul", { class: "evidence" }, ...step.evidence.map(evidenceItem)));
}

function evidenceItem(evidence) {
  const where = evidence.file === null ? null
    : element("div", { class: "quiet" }, named(evidence.file), `, document ${evidence.document + 1}`);
  const command = evidence.command === "" ? null : element("code", { class: "command" }, evidence.command);
  return element("li", {}, named(evidence.object), " ", element("code", {}, named(evidence.field)), ": ",
    element("strong", {}, named(evidence.value)), where, command);
}

function joined(parts) {
  return parts.flatMap((part, at) => at === 0 ? [part] : at === parts.length - 1 ? [" and ", part] : [", ", part]);
}
