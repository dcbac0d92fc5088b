/* What stands along an edge of the matrix: tenants, or groups of them, in an order. */
import { visible } from "./dom.js";
import { rank } from "./model.js";

/** The tenants that match a search; those who can attack, for rows. */
export function matching(model, search, attackersOnly) {
  const wanted = search.trim().toLowerCase();
  const result = [];
  for (let at = 0; at < model.size; at++) {
    const tenant = model.tenants[at];
    const found = wanted === "" || visible(tenant.name).toLowerCase().includes(wanted);
    if (found && (!attackersOnly || tenant.attacker)) {
      result.push(at);
    }
  }
  return result;
}

/** Entries with a label and members, in the order asked for: name, worst or profile. */
export function axis(model, tenants, order, scores) {
  if (order === "profile") {
    return profiles(model, tenants);
  }
  const sorted = [...tenants];
  if (order === "worst") {
    sorted.sort((one, other) => scores[other] - scores[one] || one - other);
  }
  return sorted.map((tenant) => ({ label: model.tenants[tenant].name, note: "", members: [tenant] }));
}

function profiles(model, tenants) {
  const groups = new Map();
  for (const at of tenants) {
    const profile = model.tenants[at].profile;
    if (!groups.has(profile)) {
      groups.set(profile, []);
    }
    groups.get(profile).push(at);
  }
  return [...groups].map(([profile, members]) => ({
    label: members.length === 1 ? model.tenants[members[0]].name : profile,
    note: members.length === 1 ? "" : `${members.length} tenants`,
    members,
  }));
}

/** How bad a tenant is as an attacker and as a victim: the sum over its verdicts of one stake, or all. */
export function scores(model, stake) {
  const attackers = new Float64Array(model.size);
  const victims = new Float64Array(model.size);
  for (let at = stake < 0 ? 0 : stake; at < (stake < 0 ? 5 : stake + 1); at++) {
    for (let from = 0; from < model.size; from++) {
      for (let to = 0; to < model.size; to++) {
        const verdict = model.verdict(at, from, to);
        if (verdict !== null && verdict.severity > 0) {
          const weight = rank(verdict, at);
          attackers[from] += weight;
          victims[to] += weight;
        }
      }
    }
  }
  return { attackers, victims };
}
