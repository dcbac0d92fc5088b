/* Verdicts in words and symbols. */
import { visible } from "./dom.js";
import { kindOf } from "./model.js";

const SYMBOLS = { open: "✗", short: "✗", doubt: "?", hold: "✓", "hold-deep": "✓", none: "·" };

export function symbol(verdict) {
  return SYMBOLS[kindOf(verdict)];
}

/* A depth that an earlier answer does not tell is undefined. */
export function depth(model, value) {
  if (value === undefined) {
    return "";
  }
  return value === null ? `>${model.maximumDepth}` : String(value);
}

/** A few characters for a cell. */
export function cellText(model, verdict) {
  return symbol(verdict) + depth(model, verdict.depth);
}

export function outcome(verdict) {
  return {
    open: "falls short", short: "falls short", doubt: "undecided", hold: "holds",
    "hold-deep": "holds", none: "nothing is required",
  }[kindOf(verdict)];
}

export function boundaryName(boundary) {
  return visible(boundary.implementation === "" ? boundary.kind : `${boundary.kind}:${boundary.implementation}`);
}

/** One failure set. */
export function setText(boundaries) {
  if (boundaries.length === 0) {
    return "open as configured";
  }
  const names = boundaries.map(boundaryName);
  if (names.length === 1) {
    return `${names[0]} alone is enough`;
  }
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1)} together`;
}

/** Why the depth is what it is. */
export function why(model, verdict) {
  if (verdict.smallest === null) {
    return verdict.depth === null
      ? `no way in found with up to ${model.maximumDepth} failures${verdict.verdict === "Undecided" ? ", and more were not tried" : ""}`
      : `${verdict.depth} must fail; the sets of this verdict are not included in this page`;
  }
  const more = verdict.count > 1 ? ` (${verdict.count - 1} more ${verdict.count === 2 ? "set" : "sets"})` : "";
  return setText(verdict.smallest.map((index) => model.boundaries[index])) + more;
}

export function restsOn(model, verdict) {
  if (verdict.verdict !== "Undecided" || verdict.assumptions.length === 0) {
    return "";
  }
  const ids = verdict.assumptions.map(visible);
  const named = ids.slice(0, 2).join(ids.length === 2 ? " and " : ", ");
  const more = ids.length > 2 ? ` and ${ids.length - 2} more` : "";
  const otherwise = verdict.depthIfRefuted === null
    ? `greater than ${model.maximumDepth}` : verdict.depthIfRefuted;
  return `, if ${named}${more} ${ids.length === 1 ? "is" : "are"} as bad as feared; otherwise depth ${otherwise}`;
}

/** The whole verdict in a sentence. */
export function sentence(model, verdict) {
  if (verdict.depth === undefined) {
    return `${outcome(verdict)}, required ${verdict.required}.`;
  }
  const found = verdict.depth === null ? `depth greater than ${model.maximumDepth}` : `depth ${verdict.depth}`;
  return `${outcome(verdict)}: ${found}, required ${verdict.required}: ${why(model, verdict)}${restsOn(model, verdict)}.`;
}

/** The command that tells more; names that a shell could misread are quoted. */
export function explainCommand(model, from, to, stake) {
  return `ringfence explain ${quoted(model.source)} --from ${quoted(model.tenants[from].name)} --to ${quoted(model.tenants[to].name)} --stake ${stake}`;
}

function quoted(text) {
  if (/^[A-Za-z0-9_.\/:][A-Za-z0-9_.\/:-]*$/.test(text)) {
    return text;
  }
  return visible(text) === text ? `'${text.replaceAll("'", "'\\''")}'` : `$'${escaped(text)}'`;
}

/* Characters that hide cannot be pasted safely, so they are spelled out as the shell reads them. */
function escaped(text) {
  let result = "";
  for (const character of text) {
    if (character === "'" || character === "\\") {
      result += `\\${character}`;
    } else if (visible(character) !== character) {
      result += `\\U${character.codePointAt(0).toString(16).padStart(8, "0")}`;
    } else {
      result += character;
    }
  }
  return result;
}
