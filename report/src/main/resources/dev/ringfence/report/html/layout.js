/* Where the parts of a path stand: layers from what the attacker has, down to what it gets. */

/**
 * Nodes of a path: facts, steps, and a gate before each step that breaks boundaries. Edges lead from
 * every premise (AND) through the gate to the step, and from the step to its conclusion; a fact that
 * several steps conclude (OR) has several edges into it.
 */
export function nodesOf(path) {
  const nodes = new Map();
  const edges = [];
  const fact = (index, text) => {
    const key = `fact ${index}`;
    if (!nodes.has(key)) {
      nodes.set(key, { key, kind: "fact", text, start: true, goal: false });
    }
    return nodes.get(key);
  };
  path.steps.forEach((step, at) => {
    const stepKey = `step ${at}`;
    let entry = stepKey;
    nodes.set(stepKey, { key: stepKey, kind: "step", id: step.id, text: step.title });
    if (step.breaks.length > 0) {
      entry = `gate ${at}`;
      nodes.set(entry, { key: entry, kind: "gate", boundaries: step.breaks });
      edges.push([entry, stepKey]);
    }
    step.fromFacts.forEach((index, premise) => {
      edges.push([fact(index, step.from[premise] ?? step.from.at(-1) ?? "").key, entry]);
    });
    const conclusion = fact(step.toFact, step.to);
    conclusion.start = false;
    edges.push([stepKey, conclusion.key]);
    conclusion.goal = at === path.steps.length - 1;
  });
  return { nodes: [...nodes.values()], edges: edges.filter(([from, to]) => from !== to) };
}

/** Gives each node a layer: one below the lowest of its premises. */
export function layers(nodes, edges) {
  const layer = new Map(nodes.map((node) => [node.key, 0]));
  // A witness has no cycles; if one came in all the same, the bound ends the search.
  for (let round = 0; round < nodes.length; round++) {
    let changed = false;
    for (const [from, to] of edges) {
      if (layer.get(to) <= layer.get(from) && layer.get(from) < nodes.length) {
        layer.set(to, layer.get(from) + 1);
        changed = true;
      }
    }
    if (!changed) {
      break;
    }
  }
  // A start stands directly above the first use, not at the top.
  for (const node of nodes) {
    const uses = edges.filter(([from]) => from === node.key).map(([, to]) => layer.get(to));
    if (node.start && uses.length > 0) {
      layer.set(node.key, Math.max(0, Math.min(...uses) - 1));
    }
  }
  const result = [];
  for (const node of nodes) {
    (result[layer.get(node.key)] ??= []).push(node);
  }
  return result.filter(Boolean);
}

/** Orders each layer by the middle of its neighbours above, then below, so that edges cross less. */
export function untangle(rows, edges) {
  const place = new Map();
  const number = (row) => row.forEach((node, at) => place.set(node.key, at - row.length / 2));
  rows.forEach(number);
  for (let sweep = 0; sweep < 4; sweep++) {
    const downwards = sweep % 2 === 0;
    for (const row of downwards ? rows : [...rows].reverse()) {
      const middle = new Map(row.map((node) => {
        const near = edges.filter((edge) => edge[downwards ? 1 : 0] === node.key)
          .map((edge) => place.get(edge[downwards ? 0 : 1]));
        return [node.key, near.length === 0 ? place.get(node.key) : near.reduce((a, b) => a + b, 0) / near.length];
      }));
      row.sort((one, other) => middle.get(one.key) - middle.get(other.key));
      number(row);
    }
  }
  return rows;
}
