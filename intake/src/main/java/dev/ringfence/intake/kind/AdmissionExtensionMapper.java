package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import dev.ringfence.intake.tree.Schema;
import java.util.List;

/** Webhook configurations and the policies that run in the API server. */
final class AdmissionExtensionMapper implements KindMapper {

  private static final Schema SCHEMA =
      Metadata.and(
          """
          webhooks { rules { apiGroups resources } }
          spec { matchConstraints { resourceRules { apiGroups resources } } }
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
    Fields root = object.root();
    boolean concernsPods =
        concernsPods(root.fields("spec").fields("matchConstraints").items("resourceRules"));
    Items webhooks = root.items("webhooks");
    for (int i = 0; i < webhooks.size(); i++) {
      concernsPods |= concernsPods(webhooks.fields(i).items("rules"));
    }
    sink.builder()
        .add(new Policies.AdmissionExtension(object.meta(false), object.kind(), concernsPods));
  }

  private static boolean concernsPods(Items rules) {
    for (int i = 0; i < rules.size(); i++) {
      Fields rule = rules.fields(i);
      List<String> groups = rule.texts("apiGroups");
      if (groups.contains("") || groups.contains("*")) {
        for (String resource : rule.texts("resources")) {
          if (resource.equals("*") || resource.equals("*/*") || resource.equals("pods")) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
