/* The proof as the page holds it: for each stake a grid of numbers into a list of distinct verdicts. */

export const STAKES = ["takeover", "read", "reach", "disrupt", "observe"];
/** In a grid: no verdict, since a tenant is never its own attacker and an unclaimed one nobody's. */
export const NO_VERDICT = 0xffffffff;

/** Reads the page's data; grids come as deflated 32-bit numbers. */
export async function readModel(data) {
  const grids = [];
  for (const cells of data.cells) {
    grids.push(await inflate(cells));
  }
  const verdicts = data.verdicts.map((verdict) => ({ ...verdict, severity: severity(verdict) }));
  const explanations = new Map();
  for (const explanation of data.explanations) {
    for (const path of [...explanation.failureSets, ...explanation.publicationSets]) {
      path.steps = path.steps.map((number) => data.steps[number]);
    }
    explanations.set(key(explanation.from, explanation.to, explanation.stake), explanation);
  }
  const size = data.tenants.length;
  return {
    ...data, verdicts, grids, explanations, size,
    verdict(stake, from, to) {
      const index = grids[stake][from * size + to];
      return index === NO_VERDICT ? null : verdicts[index];
    },
    explanation(stake, from, to) {
      return explanations.get(key(from, to, stake)) ?? null;
    },
  };
}

function key(from, to, stake) {
  return `${from} ${to} ${stake}`;
}

async function inflate(base64) {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint32Array(await new Response(stream).arrayBuffer());
}

/* Which verdict to read first: the order of the command line's table, stake apart. */
function severity(verdict) {
  const outcome = { FallsShort: 2, Undecided: 1, Holds: 0 }[verdict.verdict];
  if (outcome === 0) {
    return 0;
  }
  const missing = Math.min(7, Math.max(0, verdict.required - verdict.depth));
  return outcome * 8 + missing;
}

/** What kind of answer a verdict is; one without a requirement is no merit. */
export function kindOf(verdict) {
  if (verdict.verdict === "FallsShort") {
    return verdict.depth === 0 ? "open" : "short";
  }
  if (verdict.verdict === "Undecided") {
    return "doubt";
  }
  if (verdict.required === 0) {
    return "none";
  }
  return verdict.depth === null ? "hold-deep" : "hold"; // undefined: it held, nobody wrote down how deep
}

/** What is counted together. */
export function countOf(verdict) {
  const kind = kindOf(verdict);
  return kind === "open" ? "short" : kind === "hold-deep" ? "hold" : kind;
}

/** Greater is worse, over all stakes. */
export function rank(verdict, stake) {
  if (verdict.severity === 0) {
    return 0;
  }
  return (verdict.severity * 5 + (4 - stake)) * 8 + 7 - Math.min(7, verdict.depth ?? 7);
}

/** The worst verdict between any of some attackers and any of some victims, at one stake or all. */
export function worstOf(model, stake, attackers, victims) {
  let worst = null;
  for (const from of attackers) {
    for (const to of victims) {
      for (let at = stake < 0 ? 0 : stake; at < (stake < 0 ? 5 : stake + 1); at++) {
        const verdict = model.verdict(at, from, to);
        if (verdict === null) {
          continue;
        }
        const rankHere = rank(verdict, at);
        const better = worst === null || rankHere > worst.rank
            || (rankHere === 0 && worst.rank === 0 && shallower(verdict, worst.verdict));
        if (better) {
          worst = { verdict, stake: at, from, to, rank: rankHere };
        }
      }
    }
  }
  return worst;
}

function shallower(one, other) {
  const required = (one.required > 0) - (other.required > 0);
  return required !== 0 ? required > 0 : (one.depth ?? 99) < (other.depth ?? 99);
}
