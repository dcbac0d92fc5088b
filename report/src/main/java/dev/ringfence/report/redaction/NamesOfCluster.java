package dev.ringfence.report.redaction;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.ObjectMeta;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.Origin;
import dev.ringfence.engine.cluster.Pods;
import dev.ringfence.engine.document.DocumentPosition;
import dev.ringfence.engine.document.DocumentValue;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Every string of a cluster that is not Kubernetes' own, found by going through all its records: a
 * field that somebody adds to the model tomorrow is gone through too. What a fresh API server makes
 * for itself is named in every cluster and gives nothing away.
 */
final class NamesOfCluster {

  private final Set<String> names = new TreeSet<>();

  /** What objects are called, also by a word of Kubernetes' own, such as {@code jobs}. */
  private final Set<String> ofObjects = new TreeSet<>();

  private final Set<String> kinds = new TreeSet<>();
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<String> bootstrap = new HashSet<>();
  private final Set<String> bootstrapObjects = new HashSet<>();

  private NamesOfCluster() {}

  /**
   * The names.
   *
   * @param names that stand for nothing else, wherever they stand
   * @param ofObjects what objects are called that a cluster does not have by itself
   * @param bootstrap objects that every cluster has, as {@code Kind name}
   * @param kinds of objects
   */
  record Found(
      Set<String> names, Set<String> ofObjects, Set<String> bootstrap, Set<String> kinds) {}

  /**
   * The names.
   *
   * @param others more that has names in it: records, lists, maps and texts
   */
  static Found of(Cluster cluster, Collection<?> others) {
    NamesOfCluster found = new NamesOfCluster();
    found.visit(others);
    for (Method method : Cluster.class.getMethods()) {
      if (method.getDeclaringClass() == Cluster.class
          && method.getParameterCount() == 0
          && !Modifier.isStatic(method.getModifiers())
          && !method.getName().equals("kubernetesVersion")) {
        found.visit(call(method, cluster));
      }
    }
    found.pods(cluster.pods());
    found.names.removeAll(found.bootstrap);
    return new Found(found.names, found.ofObjects, found.bootstrapObjects, found.kinds);
  }

  private void pods(Pods pods) {
    for (int pod = 0; pod < pods.count(); pod++) {
      name(pods.name(pod));
      visit(pods.labels(pod));
      visit(pods.spec(pod));
      visit(pods.topmost(pod));
      visit(pods.addresses(pod));
      visit(pods.origin(pod));
    }
  }

  private void visit(@Nullable Object object) {
    switch (object) {
      case null -> {}
      case String text -> name(text);
      case LabelSet labels -> visit(labels.toMap());
      case Enum<?> ignored -> {}
      case Number ignored -> {}
      case Boolean ignored -> {}
      case int[] ignored -> {}
      case Object[] many -> visit(Arrays.asList(many));
      case Collection<?> many -> many.forEach(this::visit);
      case Map<?, ?> map ->
          map.forEach(
              (key, value) -> {
                visit(key);
                visit(value);
              });
      // The keys of a document are its kind's fields.
      case DocumentValue.Mapping mapping -> visit(mapping.entries().values());
      case DocumentPosition ignored -> {}
      case Record ofFields -> {
        if (seen.add(ofFields)) {
          fields(ofFields);
        }
      }
      case Pods ignored -> {} // by its own accessors, in pods()
      default ->
          throw new IllegalStateException(
              "nobody said how to find the names in a " + object.getClass().getName());
    }
  }

  private void fields(Record ofFields) {
    if (ofFields instanceof ObjectMeta meta
        && meta.origin() != null
        && meta.origin().source() == Origin.Source.BOOTSTRAP) {
      bootstrap.add(meta.name());
      bootstrapObjects.add(meta.reference().toString());
      return;
    }
    if (ofFields instanceof ObjectReference object) {
      ofObjects.add(object.name());
      kinds.add(object.qualifiedKind());
    }
    if (ofFields instanceof Origin origin && origin.source() == Origin.Source.BOOTSTRAP) {
      return;
    }
    for (RecordComponent component : ofFields.getClass().getRecordComponents()) {
      Method accessor = component.getAccessor();
      accessor.trySetAccessible();
      visit(call(accessor, ofFields));
    }
  }

  private void name(String text) {
    if (!text.isBlank() && !PublicWords.contains(text)) {
      names.add(text);
    }
  }

  private static @Nullable Object call(Method method, Object object) {
    try {
      return method.invoke(object);
    } catch (IllegalAccessException | InvocationTargetException impossible) {
      throw new IllegalStateException("a field of the model cannot be read: " + method, impossible);
    }
  }
}
