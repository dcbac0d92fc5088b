package dev.ringfence.policy.requirement;

import dev.ringfence.engine.tenancy.Tenancy;
import dev.ringfence.engine.tenancy.Tenant;
import dev.ringfence.engine.verdict.Requirements;
import dev.ringfence.engine.verdict.Stake;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The strictest of all rows that apply, stake by stake, worked out once for a tenancy.
 *
 * <p>Tenants that no row can tell apart (same rows match them as attacker and as victim, same
 * environment) share a line of the table: a thousand tenants make a few dozen lines, and a question
 * costs two array reads.
 */
public final class RequirementTable implements Requirements {

  private static final int STAKES = Stake.values().length;

  private record Profile(BitSet asAttacker, BitSet asVictim, String environment, boolean danger) {}

  private final int[] profileOfTenant;
  private final int profiles;

  /** For each pair of profiles the depth by stake, then 1 where the unboundable counts. */
  private final byte[] cells;

  private final int maximumDepth;

  private RequirementTable(int[] profileOfTenant, int profiles, byte[] cells, int maximumDepth) {
    this.profileOfTenant = profileOfTenant;
    this.profiles = profiles;
    this.cells = cells;
    this.maximumDepth = maximumDepth;
  }

  /** Applies the rows to the tenants. */
  public static RequirementTable of(List<RequirementRule> rows, Tenancy tenancy) {
    Map<Profile, Integer> known = new LinkedHashMap<>();
    List<Tenant> examples = new ArrayList<>();
    List<Integer> members = new ArrayList<>();
    int[] profileOfTenant = new int[tenancy.tenants().size()];
    for (Tenant tenant : tenancy.tenants()) {
      int profile =
          known.computeIfAbsent(
              profile(rows, tenant),
              unknown -> {
                examples.add(tenant);
                members.add(0);
                return examples.size() - 1;
              });
      members.set(profile, members.get(profile) + 1);
      profileOfTenant[tenant.id()] = profile;
    }
    int count = examples.size();
    List<Profile> lines = List.copyOf(known.keySet());
    byte[] cells = new byte[count * count * (STAKES + 1)];
    int maximum = 0;
    for (int from = 0; from < count; from++) {
      for (int to = 0; to < count; to++) {
        // A row speaks about a pair only if it matches both ends, so most are never looked at.
        BitSet candidates = (BitSet) lines.get(from).asAttacker().clone();
        candidates.and(lines.get(to).asVictim());
        int offset = (from * count + to) * (STAKES + 1);
        int highest = 0;
        for (int row = candidates.nextSetBit(0); row >= 0; row = candidates.nextSetBit(row + 1)) {
          int depth = fill(cells, offset, rows.get(row), examples.get(from), examples.get(to));
          highest = Math.max(highest, depth);
        }
        if (from != to || members.get(from) > 1) {
          maximum = Math.max(maximum, highest);
        }
      }
    }
    return new RequirementTable(profileOfTenant, count, cells, maximum);
  }

  private static Profile profile(List<RequirementRule> rows, Tenant tenant) {
    BitSet asAttacker = new BitSet();
    BitSet asVictim = new BitSet();
    for (int row = 0; row < rows.size(); row++) {
      RequirementRule rule = rows.get(row);
      asAttacker.set(
          row, tenant.isAttacker() && !tenant.isPlatform() && rule.from().matches(tenant));
      asVictim.set(row, rule.to().matches(tenant));
    }
    return new Profile(asAttacker, asVictim, tenant.environment(), tenant.isDangerous());
  }

  /** Raises a pair's cells to what a row requires of it; returns the highest of that. */
  private static int fill(byte[] cells, int offset, RequirementRule rule, Tenant from, Tenant to) {
    if (!rule.applies(from, to)) {
      return 0;
    }
    int highest = 0;
    for (Map.Entry<Stake, Integer> required : rule.depth().entrySet()) {
      int cell = offset + required.getKey().ordinal();
      int depth = required.getValue();
      cells[cell] = (byte) Math.max(cells[cell], depth);
      highest = Math.max(highest, depth);
    }
    if (rule.depth().getOrDefault(Stake.DISRUPT, 0) > 0 && rule.countsUnboundable(from)) {
      cells[offset + STAKES] = 1;
    }
    return highest;
  }

  private int offset(Tenant from, Tenant to) {
    return (profileOfTenant[from.id()] * profiles + profileOfTenant[to.id()]) * (STAKES + 1);
  }

  @Override
  public int depth(Tenant from, Tenant to, Stake stake) {
    return cells[offset(from, to) + stake.ordinal()];
  }

  @Override
  public boolean countsUnboundable(Tenant from, Tenant to) {
    return cells[offset(from, to) + STAKES] != 0;
  }

  @Override
  public int maximumDepth() {
    return maximumDepth;
  }
}
