package dev.ringfence.engine.judgement;

import dev.ringfence.engine.admission.DangerousShape;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.contention.Resource;
import dev.ringfence.engine.fact.Capability;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.fact.Fence;
import dev.ringfence.engine.network.PortSet;
import dev.ringfence.engine.verdict.Stake;

/** Facts as people say them. */
final class FactWords {

  private final Landscape landscape;
  private final Facts facts;

  FactWords(Landscape landscape) {
    this.landscape = landscape;
    this.facts = landscape.facts();
  }

  String of(int fact) {
    int a = facts.a(fact);
    int b = facts.b(fact);
    return switch (facts.kind(fact)) {
      case CODE -> "code in " + pods(a);
      case CODE_ANYWHERE -> "code in any pod of " + pods(a);
      case CODE_ON -> "code in " + pods(a) + " on " + node(b);
      case HOLDS -> "a credential of " + identity(a);
      case API_PLACE -> "a place from which the API server can be reached";
      case OUTSIDE -> "a place outside the cluster";
      case MAY -> "may " + capability(Capability.values()[a]) + " " + scope(b);
      case NODE -> "control of " + node(a);
      case KUBELET -> "command of the kubelet of " + node(a);
      case NODE_IDENTITY -> "the credentials of " + node(a);
      case ON_NODE -> "code in some pod on " + node(a);
      case SOME_NODE -> "control of some node";
      case NODE_CONTENT ->
          "environment, logs, files and traffic of the pods of " + (a < 0 ? "every node" : node(a));
      case NODE_SECRETS -> "tokens and Secrets of the pods of " + node(a);
      case CRAFTS -> "may make up pods under an admission profile";
      case SHAPE -> "a pod of its own making with " + shape(a);
      case CRAFTS_UNBOUNDED -> "pods of its own making without a quota for " + resource(a);
      case STORAGE_BACKEND -> "volumes on " + facts.nameOf(a);
      case CRAFTED_ON -> "a pod of its own making on " + node(a);
      case BOUND_ANYWHERE -> "pods of its own bound to whatever node";
      case SENDS_FREELY -> "sends from a place that no egress policy holds back";
      case SENDS_FREELY_AS -> "sends freely from a place that ingress rules name";
      case SENDS_TO -> "sends from a place to which an egress rule grants something";
      case RECEIVES -> "a connection to pods that receive alike, on " + ports(b);
      case OWN_NODE -> "a pod on " + node(a) + ", from which its own node is always reached";
      case EMITS -> "something that others take in";
      case NODE_PORTS -> "a connection to node ports";
      case HOST_NETWORK -> "the host network of " + node(a);
      case CONNECT -> "a connection to " + pods(a) + " on " + ports(b);
      case ARRIVES -> "a connection to the proxy before " + pods(a) + " on " + ports(b);
      case SPEAKS_AS -> "a certificate of a service account that the mesh lets through";
      case NODE_NETWORK -> "a connection to the addresses of " + node(a);
      case KUBELET_PORT -> "a connection to the kubelet of " + node(a);
      case METADATA -> "the metadata service of " + node(a);
      case SENDS_AS -> "sends as pods whose egress is alike";
      case PAST_ENFORCER ->
          "past what " + landscape.network().enforcement(a).product() + " enforces";
      case SECRET -> secret(a, b);
      case CONTENT -> "content of ConfigMaps, volumes, logs or environments in " + namespace(a);
      case TRAFFIC -> "traffic meant for " + namespace(a);
      case NAMES -> "names of objects in " + namespace(a);
      case ALL_NAMES -> "names of objects of every tenant";
      case DISTURB -> "may delete, evict, scale or redirect in " + namespace(a);
      case STARVE -> "unbounded " + resource(b) + " that pods of " + namespace(a) + " use too";
      case STARVE_NODE -> "unbounded " + resource(b) + " of " + node(a);
      case OUTRANKS ->
          "pods of its own making with priority " + landscape.contention().priorities().value(a);
      case API_LEVEL -> "requests in priority level " + landscape.contention().flows().level(a);
      case FENCE_DOWN -> fence(Fence.values()[a], b);
      case EVERYTHING -> "the whole cluster";
      case GOAL -> goal(a, b);
      case AUXILIARY -> "what the step before gives";
    };
  }

  private String fence(Fence fence, int where) {
    String place = where < 0 ? " everywhere" : " in " + namespace(where);
    return switch (fence) {
      case NETWORK_POLICIES -> "no NetworkPolicy that holds" + place;
      case POD_SECURITY -> "no Pod Security that holds" + place;
      case QUOTA -> "no quota that holds" + place;
      case MESH_POLICIES -> "no authorization of the service mesh that holds" + place;
      case POD_SELECTORS -> "labels of its choice on pods" + place;
      case NAMESPACE_SELECTORS ->
          where < 0
              ? "labels of its choice on a namespace"
              : "a namespace with labels as a policy asks for: "
                  + landscape.network().namespaceSelectors().inWords(where);
      case ADMISSION_ENGINE ->
          "admission without "
              + (where < 0 ? "policies" : landscape.admission().otherEngines().get(where));
    };
  }

  /** The topmost controller of a class's example, or the pods that an attacker makes up. */
  private String pods(int podClass) {
    if (facts.isCrafted(podClass)) {
      return "a pod made up in " + namespace(facts.namespaceOfCrafted(podClass));
    }
    PodClass members = landscape.cluster().podClasses().get(podClass);
    return landscape.cluster().pods().topmost(members.example()).toString();
  }

  private String node(int nodeClass) {
    if (nodeClass < 0) {
      return "every node";
    }
    int example = landscape.placement().nodeClasses().get(nodeClass).example();
    int others = landscape.placement().nodeClasses().get(nodeClass).members().length - 1;
    String name = "Node " + landscape.cluster().nodes().get(example).name();
    return others == 0 ? name : name + " or one of " + others + " like it";
  }

  private String namespace(int namespace) {
    return namespace < 0
        ? "every namespace"
        : "namespace " + landscape.cluster().namespaces().get(namespace).name();
  }

  private String identity(int identity) {
    return landscape.access().identity(identity).toString();
  }

  private String secret(int namespace, int name) {
    if (namespace < 0) {
      return "content of every Secret";
    }
    return name == 0
        ? "content of Secrets in " + namespace(namespace)
        : "content of Secret "
            + landscape.cluster().namespaces().get(namespace).name()
            + "/"
            + facts.nameOf(name);
  }

  private String scope(int scope) {
    if (scope < 0) {
      return "everywhere";
    }
    return scope < Facts.NAMED_SCOPES
        ? "in " + namespace(scope)
        : "on " + named(facts.nameOf(scope - Facts.NAMED_SCOPES));
  }

  /** The namespace's number, a slash and a name; with its name in place of its number. */
  private String named(String scope) {
    int slash = scope.indexOf('/');
    int namespace = Integer.parseInt(scope, 0, slash, 10);
    return namespace < 0
        ? scope.substring(slash + 1)
        : landscape.cluster().namespaces().get(namespace).name() + scope.substring(slash);
  }

  private static String capability(Capability capability) {
    return switch (capability) {
      case EXEC_PODS -> "exec into pods";
      case PORT_FORWARD_PODS -> "forward ports of pods";
      case PROXY_PODS -> "proxy to pods";
      case PROXY_NODES -> "proxy to nodes";
      case PROXY_SERVICES -> "proxy to Services";
      case CHANGE_TEMPLATES -> "change pod templates";
      case CHANGE_NODES -> "change labels and taints of nodes";
      case CHANGE_NODE_STATUS -> "change the status of nodes";
      case CREATE_VOLUMES -> "create PersistentVolumes";
      case CREATE_STORAGE_CLASSES -> "create StorageClasses or VolumeSnapshotContents";
      case WRITE_CUSTOM_RESOURCES -> "write objects of custom kinds";
      case CREATE_MIRROR_PODS -> "create mirror pods";
      case CHANGE_EPHEMERAL_CONTAINERS -> "add ephemeral containers";
      case CHANGE_WORKLOADS -> "change pods or workloads";
      case CREATE_WORKLOADS -> "create pods or workloads";
      case BIND_PODS -> "bind pods to nodes";
      case READ_SECRETS -> "read Secrets";
      case READ_CONFIG_MAPS -> "read ConfigMaps";
      case READ_POD_LOGS -> "read logs";
      case READ_SPECS -> "read pods' specs";
      case CREATE_TOKENS -> "create tokens of service accounts";
      case CREATE_SECRETS -> "create Secrets";
      case WRITE_CONFIG_MAPS -> "write ConfigMaps";
      case WRITE_SECRETS -> "write Secrets";
      case DISTURB -> "delete, evict, scale or redirect";
      case READ_NAMES -> "list names";
      case GAIN_RIGHTS -> "gain rights";
    };
  }

  private String ports(int ports) {
    PortSet set = landscape.network().portSet(ports);
    return set.isAll() ? "any port" : set.toString();
  }

  private static String shape(int shape) {
    DangerousShape dangerous = DangerousShape.values()[shape];
    return dangerous.field() + "=" + dangerous.value();
  }

  private static String resource(int resource) {
    return Resource.values()[resource].word();
  }

  private String goal(int tenant, int goal) {
    String name = landscape.tenancy().tenant(tenant).name();
    if (goal >= Goal.FIRST_RESOURCE) {
      return "disrupt of " + name + " by " + resource(goal - Goal.FIRST_RESOURCE);
    }
    Stake stake =
        switch (Goal.values()[goal]) {
          case TAKEOVER -> Stake.TAKEOVER;
          case READ -> Stake.READ;
          case REACH -> Stake.REACH;
          case DISRUPT, DISRUPT_BY_ANYTHING -> Stake.DISRUPT;
          case OBSERVE -> Stake.OBSERVE;
        };
    return stake.word() + " of " + name;
  }
}
