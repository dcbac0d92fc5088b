package dev.ringfence.cel;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.cel.common.types.StructTypeReference;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The types of what a policy's expressions may name, as the API server declares them: {@code
 * apiserver/pkg/admission/plugin/cel/{compile,composition}.go}. {@code object}, {@code oldObject}
 * and {@code params} are of unknown type there. It grows with a policy's variables, so it is asked
 * by one thread about one policy after the other.
 */
@SuppressWarnings("Immutable") // nobody keeps what it told before it grew
final class PolicyTypes implements CelTypeProvider {

  static final CelType REQUEST = StructTypeReference.create("kubernetes.AdmissionRequest");
  static final CelType NAMESPACE = StructTypeReference.create("kubernetes.Namespace");
  static final CelType VARIABLES = StructTypeReference.create("kubernetes.variables");
  static final CelType OBJECT = StructTypeReference.create("Object");
  static final CelType PATCH = StructTypeReference.create("JSONPatch");

  private static final CelType TEXTS = ListType.create(SimpleType.STRING);
  private static final CelType TEXT_BY_NAME = MapType.create(SimpleType.STRING, SimpleType.STRING);
  private static final Pattern WORD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private static final Map<String, StructType> KNOWN = known();

  private final Map<String, CelType> variables = new HashMap<>();
  private final Set<String> words = new HashSet<>();

  private static Map<String, StructType> known() {
    Map<String, StructType> known = new HashMap<>();
    CelType kind = struct(known, "GroupVersionKind", texts("group", "version", "kind"));
    CelType resource = struct(known, "GroupVersionResource", texts("group", "version", "resource"));
    Map<String, CelType> user = texts("username", "uid");
    user.put("groups", TEXTS);
    user.put("extra", MapType.create(SimpleType.STRING, TEXTS));
    CelType userInfo = struct(known, "UserInfo", user);
    Map<String, CelType> request =
        texts("subResource", "requestSubResource", "name", "namespace", "operation");
    request.put("kind", kind);
    request.put("requestKind", kind);
    request.put("resource", resource);
    request.put("requestResource", resource);
    request.put("userInfo", userInfo);
    request.put("dryRun", SimpleType.BOOL);
    request.put("options", SimpleType.DYN);
    struct(known, "AdmissionRequest", request);
    Map<String, CelType> condition = texts("status", "type", "message", "reason");
    condition.put("lastTransitionTime", SimpleType.TIMESTAMP);
    Map<String, CelType> status = texts("phase");
    status.put("conditions", ListType.create(struct(known, "NamespaceCondition", condition)));
    Map<String, CelType> metadata =
        texts("name", "generateName", "namespace", "UID", "resourceVersion");
    metadata.put("labels", TEXT_BY_NAME);
    metadata.put("annotations", TEXT_BY_NAME);
    metadata.put("creationTimestamp", SimpleType.TIMESTAMP);
    metadata.put("deletionTimestamp", SimpleType.TIMESTAMP);
    metadata.put("deletionGracePeriodSeconds", SimpleType.INT);
    metadata.put("generation", SimpleType.INT);
    metadata.put("finalizers", TEXTS);
    Map<String, CelType> namespace = new HashMap<>();
    namespace.put("metadata", struct(known, "NamespaceMetadata", metadata));
    namespace.put("spec", struct(known, "NamespaceSpec", Map.of("finalizers", TEXTS)));
    namespace.put("status", struct(known, "NamespaceStatus", status));
    struct(known, "Namespace", namespace);
    return Map.copyOf(known);
  }

  private static Map<String, CelType> texts(String... names) {
    Map<String, CelType> fields = new HashMap<>();
    for (String name : names) {
      fields.put(name, SimpleType.STRING);
    }
    return fields;
  }

  private static CelType struct(
      Map<String, StructType> known, String name, Map<String, CelType> fields) {
    String whole = "kubernetes." + name;
    known.put(whole, struct(whole, fields));
    return StructTypeReference.create(whole);
  }

  @SuppressWarnings("Immutable") // the fields are a copy
  private static StructType struct(String name, Map<String, CelType> fields) {
    Map<String, CelType> types = Map.copyOf(fields);
    return StructType.create(
        name, ImmutableSet.copyOf(types.keySet()), field -> Optional.ofNullable(types.get(field)));
  }

  /** What variables there are so far, each after those that it may name. */
  Map<String, CelType> variables() {
    return variables;
  }

  /**
   * Objects that are constructed may have any field: those that the expression speaks of.
   *
   * @param expression empty where none may be constructed
   */
  void about(String expression) {
    words.clear();
    Matcher matcher = WORD.matcher(expression);
    while (matcher.find()) {
      words.add(matcher.group());
    }
  }

  @Override
  public ImmutableCollection<CelType> types() {
    return ImmutableList.of();
  }

  @Override
  public Optional<CelType> findType(String name) {
    if (name.equals(VARIABLES.name())) {
      return Optional.of(struct(name, variables));
    }
    if (words.isEmpty()) {
      return Optional.ofNullable(KNOWN.get(name));
    }
    if (name.equals(PATCH.name())) {
      Map<String, CelType> fields = texts("op", "path", "from");
      fields.put("value", SimpleType.DYN);
      return Optional.of(struct(name, fields));
    }
    if (name.equals(OBJECT.name()) || name.startsWith(OBJECT.name() + ".")) {
      Map<String, CelType> fields = new HashMap<>();
      words.forEach(word -> fields.put(word, SimpleType.DYN));
      return Optional.of(struct(name, fields));
    }
    return Optional.ofNullable(KNOWN.get(name));
  }
}
