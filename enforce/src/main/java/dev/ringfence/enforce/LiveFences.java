package dev.ringfence.enforce;

import dev.ringfence.intake.live.LiveApi;
import dev.ringfence.policy.controls.ControlObject;
import dev.ringfence.policy.controls.admission.Words;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What carries Ringfence's mark on a cluster or in files, read once, and how it differs from what
 * is wanted.
 */
public final class LiveFences {

  private static final int PAGE = 500;

  private final Map<String, Map<String, @Nullable Object>> marked = new LinkedHashMap<>();
  private final Map<String, String> titles = new HashMap<>();

  private LiveFences() {}

  /** Reads every object of the kinds of fences that carries the mark. */
  public static LiveFences read(LiveApi api) {
    LiveFences fences = new LiveFences();
    Addresses.KINDS.forEach(kind -> fences.readKind(api, kind));
    return fences;
  }

  /**
   * The same of objects as files hold them, plain values; those without the mark are passed over.
   */
  public static LiveFences of(List<Map<String, Object>> objects) {
    LiveFences fences = new LiveFences();
    for (Map<String, Object> plain : objects) {
      Map<String, @Nullable Object> object = Trees.map(Trees.texts(plain));
      Addresses.Kind kind =
          new Addresses.Kind(Trees.text(object, "apiVersion"), Trees.text(object, "kind"));
      Map<String, @Nullable Object> metadata = Trees.map(object, "metadata");
      String mark = Trees.text(Trees.map(metadata, "labels"), ControlObject.OWNER_LABEL);
      if (mark.equals(ControlObject.OWNER) && Addresses.isOfFences(kind)) {
        fences.mark(kind, object);
      }
    }
    return fences;
  }

  private void mark(Addresses.Kind kind, Map<String, @Nullable Object> object) {
    Map<String, @Nullable Object> metadata = Trees.map(object, "metadata");
    String namespace = Trees.text(metadata, "namespace");
    String name = Trees.text(metadata, "name");
    String address = kind.path(namespace, name);
    marked.put(address, object);
    titles.put(address, kind.kind() + " " + (namespace.isEmpty() ? "" : namespace + "/") + name);
  }

  private void readKind(LiveApi api, Addresses.Kind kind) {
    String selector =
        URLEncoder.encode(
            ControlObject.OWNER_LABEL + "=" + ControlObject.OWNER, StandardCharsets.UTF_8);
    String next = "";
    do {
      String path =
          kind.group() + "/" + kind.plural() + "?limit=" + PAGE + "&labelSelector=" + selector;
      LiveApi.Answer answer =
          api.get(
              next.isEmpty()
                  ? path
                  : path + "&continue=" + URLEncoder.encode(next, StandardCharsets.UTF_8));
      if (answer.status() == 404) {
        // Only where the newer version is not served: one object, read twice, would be one too
        // many.
        Addresses.Kind older = kind.older();
        if (older != null) {
          readKind(api, older);
        }
        return;
      }
      if (!answer.isSuccess()) {
        throw new FencesUnreadable(kind.kind(), answer);
      }
      Map<String, @Nullable Object> list = Trees.ofJson(answer.body());
      for (Object item : Trees.list(list, "items")) {
        mark(kind, Trees.map(item));
      }
      next = Trees.text(Trees.map(list, "metadata"), "continue");
    } while (!next.isEmpty());
  }

  /** The namespaces that a fence of some tenant stands around, by their labels, sorted. */
  public SortedSet<String> namespacesOf(String tenant) {
    SortedSet<String> namespaces = new TreeSet<>();
    for (Map<String, @Nullable Object> object : marked.values()) {
      Map<String, @Nullable Object> metadata = Trees.map(object, "metadata");
      if (Trees.text(metadata, "namespace").isEmpty()
          && Trees.text(Trees.map(metadata, "labels"), Words.TENANT).equals(tenant)) {
        namespaces.add(Trees.text(metadata, "name"));
      }
    }
    return namespaces;
  }

  /** What differs, in the order of what is wanted; then what is no longer needed. */
  public List<Difference> differences(List<ControlObject> wanted, boolean all) {
    List<Difference> differences = new ArrayList<>();
    Map<String, ControlObject> needed = new HashMap<>();
    for (ControlObject object : wanted) {
      String address = Addresses.path(object);
      needed.put(address, object);
      Map<String, @Nullable Object> found = marked.get(address);
      if (found == null) {
        differences.add(
            new Difference(
                Difference.Kind.MISSING, object, object.title(), address, List.of(), null, null));
      } else {
        List<Difference.Field> fields = Comparison.of(object, found);
        if (!fields.isEmpty()) {
          Writer writer = Writer.of(found, fields);
          differences.add(
              new Difference(
                  Difference.Kind.DIFFERS,
                  object,
                  object.title(),
                  address,
                  fields,
                  writer == null ? null : writer.manager(),
                  writer == null ? null : writer.time()));
        }
      }
    }
    if (all) {
      marked.forEach(
          (address, found) -> {
            if (!needed.containsKey(address)) {
              differences.add(
                  new Difference(
                      Difference.Kind.NO_LONGER_NEEDED,
                      null,
                      titles.getOrDefault(address, address),
                      address,
                      List.of(),
                      null,
                      null));
            }
          });
    }
    return differences;
  }
}
