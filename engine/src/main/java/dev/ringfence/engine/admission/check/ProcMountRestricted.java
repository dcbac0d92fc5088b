package dev.ringfence.engine.admission.check;

import java.util.List;

/** Restricted, from 1.35: the default /proc masks, user namespace or not. */
final class ProcMountRestricted {

  static final Check CHECK =
      Check.restricted(
          "procMount_restricted", List.of("procMount"), Check.since(35, ProcMountBaseline::check));

  private ProcMountRestricted() {}
}
