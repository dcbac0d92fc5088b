package dev.ringfence.policy.fix;

import static java.util.stream.Collectors.joining;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ClusterEdit;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.policy.controls.YamlText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A power over its node less in a container of a workload.
 *
 * @param kept the added capabilities that stay; none where the field is another
 */
record CloseContainerField(
    ObjectReference workload,
    String specPath,
    Container.Type type,
    String container,
    String field,
    List<String> kept)
    implements Repair {

  private static final String CAPABILITIES = "capabilities.add";

  /** Null where the field of that container gives none, or is not known. */
  static @Nullable CloseContainerField of(
      ObjectReference workload,
      String specPath,
      PodSpec spec,
      String list,
      String name,
      String field) {
    for (Container container : spec.containers()) {
      if (!container.name().equals(name) || !container.type().field().equals(list)) {
        continue;
      }
      return switch (field) {
        case "privileged", "procMount" ->
            new CloseContainerField(workload, specPath, container.type(), name, field, List.of());
        case CAPABILITIES ->
            new CloseContainerField(
                workload,
                specPath,
                container.type(),
                name,
                field,
                SpecChange.usualCapabilities(container.securityContext()));
        default -> null;
      };
    }
    return null;
  }

  @Override
  public String title() {
    String what =
        switch (field) {
          case "privileged" -> "set privileged to false";
          case "procMount" -> "mask /proc again (procMount)";
          default -> "add no capability beyond those that runtimes give";
        };
    return what + " in container " + container + " of " + workload;
  }

  @Override
  public String breaks(Cluster cluster) {
    return "whatever " + workload + " does with it: the objects do not tell";
  }

  @Override
  public int cost() {
    return 5;
  }

  @Override
  public void apply(ClusterEdit edit) {
    edit.podSpecs(workload, spec -> SpecChange.contained(spec, type, container, this::closed));
  }

  private Container.SecurityContext closed(Container.SecurityContext context) {
    return new Container.SecurityContext(
        field.equals("privileged") ? Boolean.FALSE : context.privileged(),
        context.allowPrivilegeEscalation(),
        context.readOnlyRootFilesystem(),
        context.runAsNonRoot(),
        context.runAsUser(),
        field.equals(CAPABILITIES) ? kept : context.addedCapabilities(),
        context.droppedCapabilities(),
        field.equals("procMount") ? null : context.procMount(),
        context.seccomp(),
        context.appArmor(),
        context.seLinux(),
        context.windows());
  }

  /** Lists of capabilities are replaced as a whole. */
  @Override
  public String patch() {
    String setting =
        switch (field) {
          case "privileged" -> "\"privileged\":false";
          case "procMount" -> "\"procMount\":\"Default\"";
          default ->
              kept.stream()
                  .map(YamlText::quoted)
                  .collect(joining(",", "\"capabilities\":{\"add\":[", "]}"));
        };
    return MergePatch.of(
        workload,
        specPath,
        "{\"%s\":[{\"name\":%s,\"securityContext\":{%s}}]}"
            .formatted(type.field(), YamlText.quoted(container), setting));
  }
}
