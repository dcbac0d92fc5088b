package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.cluster.AdmissionRules.ResourceRule;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import dev.ringfence.intake.tree.Schema;
import java.util.List;

/** {@code ValidatingWebhookConfiguration} and {@code MutatingWebhookConfiguration}. */
final class WebhookMapper implements KindMapper {

  private static final Schema SCHEMA =
      Metadata.and(
          """
          webhooks {
            name failurePolicy matchPolicy rules namespaceSelector objectSelector matchConditions
            clientConfig { url service { namespace name port } }
          }
          """);

  @Override
  public Schema schema() {
    return SCHEMA;
  }

  @Override
  public boolean namespaced() {
    return false;
  }

  @Override
  public void map(ReadObject object, Sink sink) {
    Items webhooks = object.root().items("webhooks");
    boolean concernsPods = false;
    for (int at = 0; at < webhooks.size(); at++) {
      Fields webhook = webhooks.fields(at);
      AdmissionRules.MatchResources matches = AdmissionMatchMapper.ofWebhook(webhook);
      concernsPods |= concernsPods(matches.resourceRules());
      Fields client = webhook.fields("clientConfig");
      sink.builder()
          .add(
              new AdmissionRules.Webhook(
                  object.meta(false),
                  object.kind().startsWith("Mutating"),
                  webhook.text("name"),
                  matches,
                  AdmissionMatchMapper.named(webhook.items("matchConditions")),
                  webhook.text("failurePolicy", "Fail").equals("Fail"),
                  AdmissionMatchMapper.backend(client.fields("service")),
                  client.text("url")));
    }
    sink.builder()
        .add(new Policies.AdmissionExtension(object.meta(false), object.kind(), concernsPods));
  }

  static boolean concernsPods(List<ResourceRule> rules) {
    for (ResourceRule rule : rules) {
      if (rule.apiGroups().contains("") || rule.apiGroups().contains("*")) {
        for (String resource : rule.resources()) {
          if (resource.equals("*") || resource.equals("*/*") || resource.equals("pods")) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
