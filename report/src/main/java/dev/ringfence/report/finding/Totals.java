package dev.ringfence.report.finding;

import dev.ringfence.engine.tenancy.Tenancy;
import dev.ringfence.engine.verdict.Stake;
import dev.ringfence.engine.verdict.Verdict;

/** Counts verdicts by pair group, stake and outcome. */
public final class Totals {

  /** What is counted. A verdict without a requirement is no merit, so it is counted apart. */
  public enum Count {
    FALLS_SHORT,
    UNDECIDED,
    HOLDS,
    NOT_REQUIRED;

    /** Where a verdict is counted. */
    public static Count of(Verdict verdict) {
      return switch (verdict.outcome()) {
        case FALLS_SHORT -> FALLS_SHORT;
        case UNDECIDED -> UNDECIDED;
        case HOLDS -> verdict.required() == 0 ? NOT_REQUIRED : HOLDS;
      };
    }
  }

  private static final int GROUPS = TenantGroup.values().length;
  private static final int STAKES = Stake.values().length;
  private static final int COUNTS = Count.values().length;

  private final TenantGroup[] groupOfTenant;
  private final long[] counts = new long[GROUPS * GROUPS * STAKES * COUNTS];

  public Totals(Tenancy tenancy) {
    groupOfTenant = new TenantGroup[tenancy.tenants().size()];
    for (int id = 0; id < groupOfTenant.length; id++) {
      groupOfTenant[id] = TenantGroup.of(tenancy.tenant(id));
    }
  }

  public void add(Verdict verdict) {
    counts[
        index(
            groupOfTenant[verdict.from()],
            groupOfTenant[verdict.to()],
            verdict.stake(),
            Count.of(verdict))]++;
  }

  public long of(TenantGroup from, TenantGroup to, Stake stake, Count count) {
    return counts[index(from, to, stake, count)];
  }

  /** Over all stakes. */
  public long of(TenantGroup from, TenantGroup to, Count count) {
    long sum = 0;
    for (Stake stake : Stake.values()) {
      sum += of(from, to, stake, count);
    }
    return sum;
  }

  /** Over everything. */
  public long of(Count count) {
    long sum = 0;
    for (int at = count.ordinal(); at < counts.length; at += COUNTS) {
      sum += counts[at];
    }
    return sum;
  }

  private static int index(TenantGroup from, TenantGroup to, Stake stake, Count count) {
    return ((from.ordinal() * GROUPS + to.ordinal()) * STAKES + stake.ordinal()) * COUNTS
        + count.ordinal();
  }
}
