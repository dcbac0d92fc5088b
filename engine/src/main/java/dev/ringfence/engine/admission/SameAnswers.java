package dev.ringfence.engine.admission;

import dev.ringfence.engine.admission.policy.AdmissionRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Answers of policies that were worked out before, with what was asked of the authorizer on the
 * way: they are everybody's of whom the authorizer says the same.
 *
 * @param <Q> what is asked: everything that decides beside the authorizer
 * @param <A> what is answered
 */
final class SameAnswers<Q, A> {

  /** Who asks, where policies do not look at names. */
  static final AdmissionRequest.User NOBODY = new AdmissionRequest.User("", List.of());

  private final Map<Q, List<Answer<A>>> answers = new HashMap<>();

  /** The answer to a question, worked out at most once for all of whom the same is allowed. */
  A of(
      Q question,
      AdmissionRequest.User asking,
      AdmissionRequest.Authorizer authorizer,
      Function<AdmissionRequest.Authorizer, A> workOut) {
    List<Answer<A>> known = answers.computeIfAbsent(question, first -> new ArrayList<>());
    for (Answer<A> answer : known) {
      if (answer.holdsFor(asking, authorizer)) {
        return answer.said();
      }
    }
    Map<Consultation, Boolean> consulted = new LinkedHashMap<>();
    A said =
        workOut.apply(
            (as, verb, group, resource, subresource, in, name, path) -> {
              boolean allowed =
                  authorizer.allowed(as, verb, group, resource, subresource, in, name, path);
              AdmissionRequest.User whom = as.equals(asking) ? NOBODY : as;
              consulted.put(
                  new Consultation(whom, verb, group, resource, subresource, in, name, path),
                  allowed);
              return allowed;
            });
    known.add(new Answer<>(consulted, said));
    return said;
  }

  /** What a policy asked the authorizer; nobody stands for who makes the request. */
  private record Consultation(
      AdmissionRequest.User user,
      String verb,
      String group,
      String resource,
      String subresource,
      String namespace,
      String name,
      String path) {

    boolean allowed(AdmissionRequest.User asking, AdmissionRequest.Authorizer authorizer) {
      AdmissionRequest.User whom = user.equals(NOBODY) ? asking : user;
      return authorizer.allowed(whom, verb, group, resource, subresource, namespace, name, path);
    }
  }

  private record Answer<A>(Map<Consultation, Boolean> consulted, A said) {

    boolean holdsFor(AdmissionRequest.User asking, AdmissionRequest.Authorizer authorizer) {
      return consulted.entrySet().stream()
          .allMatch(each -> each.getKey().allowed(asking, authorizer) == each.getValue());
    }
  }
}
