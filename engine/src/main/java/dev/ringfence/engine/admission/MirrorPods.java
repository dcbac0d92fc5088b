package dev.ringfence.engine.admission;

import dev.ringfence.engine.admission.engine.PolicyEngine;
import dev.ringfence.engine.admission.policy.ExpressionEngine;
import dev.ringfence.engine.admission.policy.WebhookMatch;
import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.Namespace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which webhooks are asked about mirror pods: they pass admission like other pods, as requests of
 * their node's identity, with whatever labels it gives them.
 */
final class MirrorPods {

  /** Match conditions may look at the node's name; this one stands for any. */
  private static final String SOME_NODE = "some-node";

  private final List<Namespace> namespaces;
  private final List<AdmissionRules.Webhook> webhooks;
  private final ExpressionEngine expressions;

  /** The names and labels of a namespace are all that tells it from another here. */
  private final Map<LabelSet, Map<String, Boolean>> byLabels = new HashMap<>();

  MirrorPods(
      List<Namespace> namespaces,
      List<AdmissionRules.Webhook> webhooks,
      List<String> engines,
      List<PolicyEngine> read,
      ExpressionEngine expressions) {
    this.namespaces = namespaces;
    this.webhooks =
        webhooks.stream()
            // A mutating webhook may refuse too; those of engines that are read only change.
            .filter(
                webhook ->
                    !webhook.mutating() || read.stream().noneMatch(one -> one.serves(webhook)))
            .filter(webhook -> engines.contains(webhook.configuration().name()))
            .toList();
    this.expressions = expressions;
  }

  private MirrorPods(MirrorPods before, List<Namespace> namespaces) {
    this.namespaces = namespaces;
    this.webhooks = before.webhooks;
    this.expressions = before.expressions;
    this.byLabels.putAll(before.byLabels);
  }

  /** The same webhooks, asked in namespaces with other labels. */
  MirrorPods of(List<Namespace> relabelled) {
    return new MirrorPods(this, relabelled);
  }

  /** The configurations that are asked in a namespace, and whether that can be told for sure. */
  Map<String, Boolean> asked(int namespace) {
    return webhooks.isEmpty()
        ? Map.of()
        : byLabels.computeIfAbsent(
            namespaces.get(namespace).labels(), labels -> askedIn(namespaces.get(namespace)));
  }

  private Map<String, Boolean> askedIn(Namespace namespace) {
    Map<String, Boolean> asked = new HashMap<>();
    for (AdmissionRules.Webhook webhook : webhooks) {
      WebhookMatch.Answer answer =
          WebhookMatch.of(
              webhook,
              MadeUpRequests.request(
                  namespace, MadeUpRequests.mirrorPod(), MadeUpRequests.kubelet(SOME_NODE)),
              expressions);
      if (answer != WebhookMatch.Answer.NOT_ASKED) {
        boolean sure = answer == WebhookMatch.Answer.ASKED;
        asked.merge(webhook.configuration().name(), sure, Boolean::logicalOr);
      }
    }
    return asked;
  }

  /** Without any webhook in the source it is not known whether an engine runs. */
  static boolean isAsked(EngineVerdict engine, Map<String, Boolean> asked) {
    return engine.webhooks().isEmpty() || engine.webhooks().stream().anyMatch(asked::containsKey);
  }

  /** The verdict of an engine that may not be asked is undecided. */
  static EngineVerdict asAsked(EngineVerdict engine, Map<String, Boolean> asked) {
    boolean sure =
        engine.webhooks().isEmpty()
            || engine.webhooks().stream().anyMatch(name -> asked.getOrDefault(name, false));
    PolicyVerdict verdict = engine.verdict();
    return sure || !verdict.refused()
        ? engine
        : new EngineVerdict(
            engine.engine(),
            engine.webhooks(),
            engine.builtIn(),
            new PolicyVerdict(true, true, false, verdict.refusals()));
  }
}
