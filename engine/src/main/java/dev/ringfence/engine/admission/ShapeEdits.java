package dev.ringfence.engine.admission;

import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.PodSecurityContext;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.PodSpecEdit;
import dev.ringfence.engine.cluster.Volume;
import java.util.List;

/** Other pods of the same dangerous shape, made of the least one. */
final class ShapeEdits {

  private ShapeEdits() {}

  static PodSpec adding(PodSpec least, String capability) {
    Container main = least.containers().getFirst();
    Container.SecurityContext own = main.securityContext();
    return with(
        least,
        new Container.SecurityContext(
            own.privileged(),
            own.allowPrivilegeEscalation(),
            own.readOnlyRootFilesystem(),
            own.runAsNonRoot(),
            own.runAsUser(),
            List.of(capability),
            own.droppedCapabilities(),
            own.procMount(),
            own.seccomp(),
            own.appArmor(),
            own.seLinux(),
            own.windows()));
  }

  /** The same by the container's own field, not the pod's. */
  static PodSpec byContainer(PodSpec least) {
    PodSpecEdit edit = new PodSpecEdit(least);
    edit.securityContext = ShapeSpecs.plain().securityContext();
    return with(
        edit.build(),
        new Container.SecurityContext(
            null,
            null,
            null,
            null,
            null,
            List.of(),
            List.of("ALL"),
            null,
            null,
            null,
            null,
            new PodSecurityContext.WindowsOptions(true)));
  }

  private static PodSpec with(PodSpec spec, Container.SecurityContext security) {
    PodSpecEdit edit = new PodSpecEdit(spec);
    edit.containers = List.of(copy(spec.containers().getFirst(), Container.Type.REGULAR, security));
    return edit.build();
  }

  static PodSpec mounting(PodSpec least, String path) {
    PodSpecEdit edit = new PodSpecEdit(least);
    edit.volumes = List.of(new Volume.HostPath("host", path, ""));
    return edit.build();
  }

  static PodSpec opening(PodSpec least, int hostPort) {
    Container main = least.containers().getFirst();
    PodSpecEdit edit = new PodSpecEdit(least);
    List<Container.Port> ports = List.of(new Container.Port("", hostPort, "TCP", hostPort, ""));
    edit.containers = List.of(copy(main, main.type(), main.securityContext(), ports));
    return edit.build();
  }

  static PodSpec inUserNamespace(PodSpec spec) {
    PodSpecEdit edit = new PodSpecEdit(spec);
    edit.hostUsers = false;
    return edit.build();
  }

  /** What the main container has moves to one that runs before it. */
  static PodSpec first(PodSpec spec) {
    Container own = spec.containers().getFirst();
    Container strict = ShapeSpecs.plain().containers().getFirst();
    PodSpecEdit edit = new PodSpecEdit(spec);
    edit.containers = List.of(copy(own, Container.Type.INIT, own.securityContext()), strict);
    return edit.build();
  }

  private static Container copy(
      Container own, Container.Type type, Container.SecurityContext security) {
    return copy(own, type, security, own.ports());
  }

  private static Container copy(
      Container own,
      Container.Type type,
      Container.SecurityContext security,
      List<Container.Port> ports) {
    return new Container(
        type,
        type == Container.Type.INIT ? "first" : own.name(),
        own.image(),
        own.imagePullPolicy(),
        security,
        ports,
        own.mounts(),
        own.secretReferences(),
        own.configMapReferences(),
        own.requests(),
        own.limits(),
        own.hostFields(),
        false);
  }
}
