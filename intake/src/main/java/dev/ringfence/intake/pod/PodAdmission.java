package dev.ringfence.intake.pod;

import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.PodSpec.Toleration;
import dev.ringfence.engine.cluster.PodSpecEdit;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.cluster.Rbac;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the API server's own admission plug-ins do to a pod that is created: LimitRanger,
 * ServiceAccount, Priority, DefaultTolerationSeconds and RuntimeClass, in the server's order.
 * Webhooks and policies that change pods are not known here.
 */
public final class PodAdmission {

  private static final List<Toleration> DEFAULT_TOLERATIONS =
      List.of(
          new Toleration("node.kubernetes.io/not-ready", true, "", "NoExecute"),
          new Toleration("node.kubernetes.io/unreachable", true, "", "NoExecute"));

  private final Map<String, Rbac.ServiceAccount> accounts = new HashMap<>();
  private final Map<String, List<Policies.LimitRange>> limitRanges = new HashMap<>();
  private final Map<String, Policies.PriorityClass> priorityClasses = new HashMap<>();
  private final Map<String, Policies.RuntimeClass> runtimeClasses = new HashMap<>();
  private Policies.@Nullable PriorityClass defaultPriority;

  public PodAdmission(
      List<Rbac.ServiceAccount> accounts,
      List<Policies.LimitRange> limitRanges,
      List<Policies.PriorityClass> priorityClasses,
      List<Policies.RuntimeClass> runtimeClasses) {
    for (Rbac.ServiceAccount account : accounts) {
      this.accounts.put(account.meta().namespace() + "/" + account.meta().name(), account);
    }
    for (Policies.LimitRange limitRange : limitRanges) {
      this.limitRanges
          .computeIfAbsent(limitRange.meta().namespace(), ignored -> new ArrayList<>())
          .add(limitRange);
    }
    for (Policies.PriorityClass priorityClass : priorityClasses) {
      this.priorityClasses.put(priorityClass.meta().name(), priorityClass);
      // Of several defaults the API server takes the lowest.
      if (priorityClass.globalDefault()
          && (defaultPriority == null || priorityClass.value() < defaultPriority.value())) {
        defaultPriority = priorityClass;
      }
    }
    for (Policies.RuntimeClass runtimeClass : runtimeClasses) {
      this.runtimeClasses.put(runtimeClass.meta().name(), runtimeClass);
    }
  }

  /** The spec of the pod that would be stored. */
  public PodSpec admit(String namespace, PodSpec spec) {
    PodSpecEdit edit = new PodSpecEdit(spec);
    limitRanger(namespace, edit);
    serviceAccount(namespace, spec, edit);
    priority(edit);
    addMissing(edit, DEFAULT_TOLERATIONS);
    runtimeClass(spec.runtimeClassName(), edit);
    return edit.build();
  }

  private void limitRanger(String namespace, PodSpecEdit edit) {
    List<Policies.LimitRange> ranges = limitRanges.get(namespace);
    if (ranges == null) {
      return;
    }
    Map<String, String> limits = new LinkedHashMap<>();
    Map<String, String> requests = new LinkedHashMap<>();
    for (Policies.LimitRange range : ranges) {
      for (Policies.LimitRange.Item item : range.items()) {
        if (item.type().equals("Container")) {
          limits.putAll(item.defaultLimit());
          requests.putAll(item.defaultRequest());
        }
      }
    }
    List<Container> containers = new ArrayList<>(edit.containers.size());
    for (Container container : edit.containers) {
      containers.add(
          container.type() == Container.Type.EPHEMERAL
              ? container
              : bounded(container, requests, limits));
    }
    edit.containers = containers;
  }

  private static Container bounded(
      Container container, Map<String, String> requests, Map<String, String> limits) {
    Map<String, String> ownRequests = new LinkedHashMap<>(requests);
    ownRequests.putAll(container.requests());
    Map<String, String> ownLimits = new LinkedHashMap<>(limits);
    ownLimits.putAll(container.limits());
    return container.withResources(ownRequests, ownLimits);
  }

  private void serviceAccount(String namespace, PodSpec spec, PodSpecEdit edit) {
    Rbac.ServiceAccount account = accounts.get(namespace + "/" + spec.serviceAccountName());
    if (spec.token() == PodSpec.Token.BY_SERVICE_ACCOUNT) {
      // An account that is not there takes the default, which mounts.
      boolean automount = account == null || !Boolean.FALSE.equals(account.automount());
      edit.token = automount ? PodSpec.Token.MOUNTED : PodSpec.Token.NOT_MOUNTED;
    }
    if (edit.token == PodSpec.Token.MOUNTED && !TokenVolume.hasRoom(spec)) {
      edit.token = PodSpec.Token.NOT_MOUNTED;
    }
    if (TokenVolume.hasExplicitToken(spec)) {
      edit.token = PodSpec.Token.MOUNTED;
    }
    if (edit.imagePullSecrets.isEmpty() && account != null) {
      edit.imagePullSecrets = account.imagePullSecrets();
    }
  }

  private void priority(PodSpecEdit edit) {
    if (edit.priority != null) {
      return;
    }
    String name = edit.priorityClassName;
    if (name != null) {
      Policies.PriorityClass known = priorityClasses.get(name);
      edit.priority =
          switch (name) {
            case "system-node-critical" -> Integer.valueOf(2_000_001_000);
            case "system-cluster-critical" -> Integer.valueOf(2_000_000_000);
            default -> known == null ? null : Integer.valueOf(known.value());
          };
    } else if (defaultPriority != null) {
      edit.priorityClassName = defaultPriority.meta().name();
      edit.priority = defaultPriority.value();
    } else {
      edit.priority = 0;
    }
  }

  private void runtimeClass(@Nullable String name, PodSpecEdit edit) {
    Policies.RuntimeClass runtimeClass = name == null ? null : runtimeClasses.get(name);
    if (runtimeClass == null) {
      return;
    }
    if (edit.overhead.isEmpty()) {
      edit.overhead = runtimeClass.overhead();
    }
    if (!runtimeClass.nodeSelector().isEmpty()) {
      Map<String, String> merged = new LinkedHashMap<>(edit.nodeSelector);
      merged.putAll(runtimeClass.nodeSelector());
      edit.nodeSelector = merged;
    }
    List<Toleration> tolerations = new ArrayList<>(edit.tolerations);
    for (Toleration toleration : runtimeClass.tolerations()) {
      if (!tolerations.contains(toleration)) {
        tolerations.add(toleration);
      }
    }
    edit.tolerations = tolerations;
  }

  /** Adds those tolerations whose taint is not tolerated yet. */
  private static void addMissing(PodSpecEdit edit, List<Toleration> wanted) {
    List<Toleration> tolerations = new ArrayList<>(edit.tolerations);
    for (Toleration one : wanted) {
      boolean there = false;
      for (Toleration own : edit.tolerations) {
        there |=
            (own.key().isEmpty() || own.key().equals(one.key()))
                && (own.effect().isEmpty() || own.effect().equals(one.effect()));
      }
      if (!there) {
        tolerations.add(one);
      }
    }
    edit.tolerations = tolerations;
  }
}
