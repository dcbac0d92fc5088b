package dev.ringfence.policy.fix;

import static java.util.stream.Collectors.joining;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ClusterEdit;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.policy.controls.YamlText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** No container of a workload may open raw sockets, which a runtime gives to all by default. */
record DropRawSockets(ObjectReference workload, String specPath, List<Dropping> containers)
    implements Repair {

  private static final String RAW = "NET_RAW";

  /**
   * The capabilities of a container as they are to be.
   *
   * @param added null where they stay as they are
   */
  record Dropping(
      Container.Type type, String name, @Nullable List<String> added, List<String> dropped) {}

  /**
   * Of those that have it. A privileged container has every capability, whatever it drops: that is
   * another change.
   */
  static DropRawSockets of(ObjectReference workload, String specPath, PodSpec spec) {
    List<Dropping> changed = new ArrayList<>();
    for (Container container : spec.containers()) {
      List<String> before = container.securityContext().droppedCapabilities();
      Container.SecurityContext context = container.securityContext();
      boolean adds = context.addedCapabilities().stream().anyMatch(one -> names(one, RAW));
      List<String> dropped = new ArrayList<>(before);
      if (before.stream().noneMatch(one -> names(one, RAW) || names(one, "ALL"))) {
        dropped.add(RAW);
      }
      if (adds || dropped.size() > before.size()) {
        List<String> added = adds ? SpecChange.usualCapabilities(context) : null;
        changed.add(new Dropping(container.type(), container.name(), added, dropped));
      }
    }
    return new DropRawSockets(workload, specPath, List.copyOf(changed));
  }

  private static boolean names(String capability, String name) {
    String upper = capability.toUpperCase(Locale.ROOT);
    return upper.equals(name) || upper.equals("CAP_" + name);
  }

  @Override
  public String title() {
    return "drop NET_RAW in " + workload;
  }

  @Override
  public String breaks(Cluster cluster) {
    return "what " + workload + " does with raw sockets, such as ping: the objects do not tell";
  }

  @Override
  public int cost() {
    return 2;
  }

  @Override
  public void apply(ClusterEdit edit) {
    edit.podSpecs(
        workload,
        spec -> {
          PodSpec changed = spec;
          for (Dropping one : containers) {
            changed =
                SpecChange.contained(
                    changed, one.type(), one.name(), context -> dropped(context, one));
          }
          return changed;
        });
  }

  private static Container.SecurityContext dropped(
      Container.SecurityContext context, Dropping one) {
    List<String> kept = one.added();
    return new Container.SecurityContext(
        context.privileged(),
        context.allowPrivilegeEscalation(),
        context.readOnlyRootFilesystem(),
        context.runAsNonRoot(),
        context.runAsUser(),
        kept == null ? context.addedCapabilities() : kept,
        one.dropped(),
        context.procMount(),
        context.seccomp(),
        context.appArmor(),
        context.seLinux(),
        context.windows());
  }

  @Override
  public String patch() {
    List<String> lists = new ArrayList<>();
    for (Container.Type type : Container.Type.values()) {
      String of =
          containers.stream()
              .filter(one -> one.type() == type)
              .map(DropRawSockets::patch)
              .collect(joining(","));
      if (!of.isEmpty()) {
        lists.add("\"" + type.field() + "\":[" + of + "]");
      }
    }
    return MergePatch.of(workload, specPath, "{" + String.join(",", lists) + "}");
  }

  private static String patch(Dropping one) {
    List<String> kept = one.added();
    String added = kept == null ? "" : "\"add\":[" + list(kept) + "],";
    return "{\"name\":%s,\"securityContext\":{\"capabilities\":{%s\"drop\":[%s]}}}"
        .formatted(YamlText.quoted(one.name()), added, list(one.dropped()));
  }

  private static String list(List<String> capabilities) {
    return capabilities.stream().map(YamlText::quoted).collect(joining(","));
  }
}
