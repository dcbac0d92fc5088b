package dev.ringfence.engine.admission.kyverno;

import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Policies;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Whose requests Kyverno leaves alone: nodes', so mirror pods too, unless the ConfigMap beside it
 * says else.
 */
record ExcludedGroups(Set<String> patterns) {

  ExcludedGroups {
    patterns = Set.copyOf(patterns);
  }

  static ExcludedGroups of(Cluster cluster) {
    Set<String> namespaces = new LinkedHashSet<>();
    for (AdmissionRules.Webhook webhook : cluster.webhooks()) {
      AdmissionRules.Backend service = webhook.service();
      if (KyvernoPolicies.isKyvernos(webhook) && service != null) {
        namespaces.add(service.namespace());
      }
    }
    if (namespaces.isEmpty()) {
      namespaces.add("kyverno");
    }
    Set<String> excluded = new LinkedHashSet<>();
    Set<String> said = new LinkedHashSet<>();
    for (Policies.ConfigMap map : cluster.configMaps()) {
      String groups = map.data().get("excludeGroups");
      if (map.meta().name().equals("kyverno")
          && namespaces.contains(map.meta().namespace())
          && groups != null) {
        said.add(groups);
        Arrays.stream(groups.split(",", -1)).map(String::strip).forEach(excluded::add);
      }
    }
    if (said.size() != 1) {
      excluded.add("system:nodes");
    }
    return new ExcludedGroups(excluded);
  }

  boolean contain(String group) {
    return patterns.stream().anyMatch(one -> Wildcard.matches(one, group));
  }
}
