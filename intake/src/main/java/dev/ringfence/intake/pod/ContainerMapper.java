package dev.ringfence.intake.pod;

import dev.ringfence.engine.cluster.Container;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import dev.ringfence.intake.tree.ShapeException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Containers of all three kinds. */
final class ContainerMapper {

  private static final List<String> PROBES =
      List.of("livenessProbe", "readinessProbe", "startupProbe");

  private ContainerMapper() {}

  static List<Container> all(Fields spec, Fields annotations) {
    Items regular = spec.items("containers");
    if (regular.isEmpty()) {
      throw ShapeException.refused(spec, "containers", "is missing: a pod needs a container");
    }
    List<Container> containers = new ArrayList<>(regular.size() + 1);
    for (Container.Type type : Container.Type.values()) {
      Items items = spec.items(type.field());
      for (int i = 0; i < items.size(); i++) {
        containers.add(one(type, items.fields(i), spec.flag("hostNetwork"), annotations));
      }
    }
    return containers;
  }

  private static Container one(
      Container.Type type, Fields fields, boolean hostNetwork, Fields annotations) {
    String image = fields.text("image");
    Set<String> secrets = new LinkedHashSet<>();
    Set<String> configMaps = new LinkedHashSet<>();
    environment(fields, secrets, configMaps);
    Fields resources = fields.fields("resources");
    Map<String, String> limits = ResourceList.in(resources, "limits", ResourceList.Place.CONTAINER);
    return new Container(
        type,
        fields.text("name"),
        image,
        fields.text("imagePullPolicy", pullPolicy(image)),
        SecurityMapper.ofContainer(
            fields, SecurityMapper.appArmorAnnotation(annotations, fields.text("name"))),
        ports(fields, hostNetwork),
        mounts(fields),
        List.copyOf(secrets),
        List.copyOf(configMaps),
        requests(resources, limits),
        limits,
        hosts(fields),
        type == Container.Type.INIT && fields.text("restartPolicy").equals("Always"),
        CommandLine.settings(fields),
        hasLiterals(fields.items("env")));
  }

  /** Always where the tag is latest or where there is neither tag nor digest. */
  private static String pullPolicy(String image) {
    int tag = image.lastIndexOf(':');
    boolean tagged = tag > image.lastIndexOf('/');
    boolean digest = image.indexOf('@') >= 0;
    return !digest && (!tagged || image.endsWith(":latest")) ? "Always" : "IfNotPresent";
  }

  /** Of most containers no more is kept than that a value is there, so an empty one counts. */
  private static boolean hasLiterals(Items variables) {
    for (int i = 0; i < variables.size(); i++) {
      if (variables.fields(i).has("value")) {
        return true;
      }
    }
    return false;
  }

  private static void environment(Fields fields, Set<String> secrets, Set<String> configMaps) {
    Items variables = fields.items("env");
    for (int i = 0; i < variables.size(); i++) {
      Fields source = variables.fields(i).fields("valueFrom");
      if (!source.isEmpty()) {
        addName(source, "secretKeyRef", secrets);
        addName(source, "configMapKeyRef", configMaps);
      }
    }
    Items whole = fields.items("envFrom");
    for (int i = 0; i < whole.size(); i++) {
      addName(whole.fields(i), "secretRef", secrets);
      addName(whole.fields(i), "configMapRef", configMaps);
    }
  }

  static void addName(Fields source, String field, java.util.Collection<String> names) {
    Fields reference = source.fieldsOrNull(field);
    if (reference != null) {
      names.add(reference.text("name"));
    }
  }

  private static Map<String, String> requests(Fields resources, Map<String, String> limits) {
    Map<String, String> requests =
        ResourceList.in(resources, "requests", ResourceList.Place.CONTAINER);
    if (requests.keySet().containsAll(limits.keySet())) {
      return requests;
    }
    Map<String, String> defaulted = new LinkedHashMap<>(limits);
    defaulted.putAll(requests);
    return defaulted;
  }

  private static List<Container.Port> ports(Fields fields, boolean hostNetwork) {
    Items items = fields.items("ports");
    if (items.isEmpty()) {
      return List.of();
    }
    List<Container.Port> ports = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      Fields item = items.fields(i);
      int port = item.integer("containerPort", 0);
      if (port < 1 || port > 65535) {
        throw ShapeException.refused(item, "containerPort", "must be between 1 and 65535");
      }
      int hostPort = item.integer("hostPort", 0);
      ports.add(
          new Container.Port(
              item.text("name"),
              port,
              item.text("protocol", "TCP"),
              hostNetwork && hostPort == 0 ? port : hostPort,
              item.text("hostIP")));
    }
    return ports;
  }

  private static List<Container.Mount> mounts(Fields fields) {
    Items items = fields.items("volumeMounts");
    Items devices = fields.items("volumeDevices");
    if (items.isEmpty() && devices.isEmpty()) {
      return List.of();
    }
    List<Container.Mount> mounts = new ArrayList<>(items.size() + devices.size());
    for (int i = 0; i < devices.size(); i++) {
      Fields device = devices.fields(i);
      mounts.add(Container.Mount.ofDevice(device.text("name"), device.text("devicePath")));
    }
    for (int i = 0; i < items.size(); i++) {
      Fields item = items.fields(i);
      String propagation = item.textOrNull("mountPropagation");
      String recursive = item.textOrNull("recursiveReadOnly");
      mounts.add(
          new Container.Mount(
              item.text("name"),
              item.text("mountPath"),
              item.text("subPath", known(item.text("subPathExpr"))),
              item.flag("readOnly"),
              "None".equals(propagation) ? null : propagation,
              "Disabled".equals(recursive) ? null : recursive));
    }
    return mounts;
  }

  /**
   * Of a path with variables what stands before them: their values may be any, so the mount may
   * show anything beneath.
   */
  private static String known(String path) {
    int variable = path.indexOf("$(");
    return variable < 0 ? path : path.substring(0, path.lastIndexOf('/', variable) + 1);
  }

  private static List<String> hosts(Fields fields) {
    List<String> hosts = new ArrayList<>(0);
    for (String probe : PROBES) {
      addHosts(fields.fields(probe), hosts);
    }
    Fields lifecycle = fields.fields("lifecycle");
    addHosts(lifecycle.fields("postStart"), hosts);
    addHosts(lifecycle.fields("preStop"), hosts);
    return hosts;
  }

  private static void addHosts(Fields handler, List<String> hosts) {
    if (handler.isEmpty()) {
      return;
    }
    for (String action : List.of("httpGet", "tcpSocket")) {
      String host = handler.fields(action).text("host");
      if (!host.isEmpty()) {
        hosts.add(host);
      }
    }
  }
}
