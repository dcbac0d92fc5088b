package dev.ringfence.cel;

import dev.cel.common.types.OpaqueType;
import dev.ringfence.engine.admission.policy.AdmissionRequest;
import dev.ringfence.engine.admission.policy.ExpressionException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code authorizer}: asks whether the requester, or a service account, may do something else. */
final class Authorization {

  /** {@code authorizer} and {@code authorizer.serviceAccount(…)}. */
  record Authorizer(AdmissionRequest request, AdmissionRequest.User user) {}

  /** {@code authorizer.path(…)}. */
  record PathCheck(Authorizer by, String path) {}

  /** {@code authorizer.group(…)}. */
  record GroupCheck(Authorizer by, String group) {}

  /** {@code ….resource(…)} with what is added to it. */
  record ResourceCheck(
      Authorizer by,
      String group,
      String resource,
      String subresource,
      String namespace,
      String name) {}

  /** {@code ….check(verb)}. */
  record Decision(boolean allowed) {}

  static final CelLibrary.Type AUTHORIZER = type("Authorizer", Authorizer.class);
  private static final CelLibrary.Type PATH = type("PathCheck", PathCheck.class);
  private static final CelLibrary.Type GROUP = type("GroupCheck", GroupCheck.class);
  static final CelLibrary.Type RESOURCE = type("ResourceCheck", ResourceCheck.class);
  private static final CelLibrary.Type DECISION = type("Decision", Decision.class);

  private Authorization() {}

  private static CelLibrary.Type type(String name, Class<?> values) {
    return new CelLibrary.Type(OpaqueType.create("kubernetes.authorization." + name), values);
  }

  /** {@code authorizer.requestResource}: the request's own object. */
  static Object ofRequest(Map<String, @Nullable Object> variables) {
    if (!(variables.get("authorizer") instanceof AdmissionRequest request)) {
      return dev.cel.common.values.NullValue.NULL_VALUE;
    }
    return new ResourceCheck(
        new Authorizer(request, request.user()),
        request.group(),
        request.resource(),
        request.subresource(),
        request.namespace(),
        request.name());
  }

  static void addTo(CelLibrary library) {
    CelLibrary.Type text = CelLibrary.TEXT;
    library.member(
        "serviceAccount",
        AUTHORIZER,
        a -> account((Authorizer) a[0], (String) a[1], (String) a[2]),
        AUTHORIZER,
        text,
        text);
    library.member(
        "path", PATH, a -> new PathCheck((Authorizer) a[0], (String) a[1]), AUTHORIZER, text);
    library.member(
        "group", GROUP, a -> new GroupCheck((Authorizer) a[0], (String) a[1]), AUTHORIZER, text);
    library.member(
        "resource",
        RESOURCE,
        a -> {
          GroupCheck group = (GroupCheck) a[0];
          return new ResourceCheck(group.by(), group.group(), (String) a[1], "", "", "");
        },
        GROUP,
        text);
    library.member(
        "subresource",
        RESOURCE,
        a -> {
          ResourceCheck r = (ResourceCheck) a[0];
          return new ResourceCheck(r.by, r.group, r.resource, (String) a[1], r.namespace, r.name);
        },
        RESOURCE,
        text);
    library.member(
        "namespace",
        RESOURCE,
        a -> {
          ResourceCheck r = (ResourceCheck) a[0];
          return new ResourceCheck(r.by, r.group, r.resource, r.subresource, (String) a[1], r.name);
        },
        RESOURCE,
        text);
    library.member(
        "name",
        RESOURCE,
        a -> {
          ResourceCheck r = (ResourceCheck) a[0];
          return new ResourceCheck(
              r.by, r.group, r.resource, r.subresource, r.namespace, (String) a[1]);
        },
        RESOURCE,
        text);
    library.member("check", DECISION, a -> check((PathCheck) a[0], (String) a[1]), PATH, text);
    library.member(
        "check", DECISION, a -> check((ResourceCheck) a[0], (String) a[1]), RESOURCE, text);
    library.member("allowed", CelLibrary.BOOLEAN, a -> ((Decision) a[0]).allowed(), DECISION);
    library.member("errored", CelLibrary.BOOLEAN, a -> false, DECISION);
    library.member(
        "reason",
        text,
        a -> {
          throw new ExpressionException("why the authorizer decided so is its own wording");
        },
        DECISION);
    library.member("error", text, a -> "", DECISION);
  }

  private static Authorizer account(Authorizer by, String namespace, String name) {
    String groups = "system:serviceaccounts";
    return new Authorizer(
        by.request(),
        new AdmissionRequest.User(
            "system:serviceaccount:" + namespace + ":" + name,
            List.of(groups, groups + ":" + namespace, "system:authenticated")));
  }

  private static Decision check(PathCheck asked, String verb) {
    AdmissionRequest request = asked.by().request();
    return new Decision(
        request.authorizer().allowed(asked.by().user(), verb, "", "", "", "", "", asked.path()));
  }

  private static Decision check(ResourceCheck asked, String verb) {
    AdmissionRequest request = asked.by().request();
    return new Decision(
        request
            .authorizer()
            .allowed(
                asked.by().user(),
                verb,
                asked.group(),
                asked.resource(),
                asked.subresource(),
                asked.namespace(),
                asked.name(),
                ""));
  }
}
