package dev.ringfence.policy.document;

import dev.ringfence.engine.cluster.Origin;
import dev.ringfence.engine.tenancy.Tenant;
import dev.ringfence.engine.verdict.Stake;
import dev.ringfence.policy.requirement.RequirementRule;
import dev.ringfence.policy.requirement.TenantSelector;
import dev.ringfence.policy.shape.Field;
import dev.ringfence.policy.shape.Section;
import dev.ringfence.policy.shape.Shape;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A Requirements document. It replaces the default rows, so that what is required can be read in
 * one place; with {@code extendsDefault} its rows are added to them.
 */
public record RequirementsDocument(
    String name, boolean extendsDefault, List<RequirementRule> rules, Origin origin) {

  /** Deeper than this no pattern goes, and the search for it grows without use. */
  private static final int DEEPEST = 3;

  private static final Shape.Listing NAMES =
      new Shape.Listing(
          new Shape.Text("a tenant's name", Pattern.compile("^[a-z0-9][-a-z0-9./]*$"), 320), 1);

  private static final Shape.Fields SELECTOR =
      Shape.Fields.of(
          Field.optional("tenants", NAMES, "Tenants by name."),
          Field.optional(
              "kinds",
              new Shape.Listing(Shape.choice(TenantSelector.Kind.class), 1),
              "Tenants, the platform, namespaces that nobody claims."),
          Field.optional(
              "trust",
              new Shape.Listing(Shape.choice(Tenant.Trust.class), 1),
              "Tenants of this trust."),
          Field.optional(
              "code", new Shape.Listing(Shape.choice(Tenant.Code.class), 1), "Running this code."),
          Field.optional(
              "data", new Shape.Listing(Shape.choice(Tenant.Data.class), 1), "With such data."),
          Field.optional(
              "environments",
              new Shape.Listing(Shape.labelValue(), 1),
              "Of one of these environments."));

  private static final Shape.Fields DEPTH = new Shape.Fields(depthFields());

  private static final Shape.Fields RULE =
      Shape.Fields.of(
          Field.optional("from", SELECTOR, "The attackers; left out: anyone but the platform."),
          Field.optional("to", SELECTOR, "The victims; left out: anyone."),
          Field.optional(
              "environment",
              Shape.choice(RequirementRule.EnvironmentRelation.class),
              "Only where both state an environment, and it is the same, or another."),
          Field.required("depth", DEPTH, "The depth by stake; a stake left out: 0."),
          Field.optional(
              "countsUnboundable",
              new Shape.Flag(),
              "Whether bandwidth and shared services count; left out: only from untrusted tenants"
                  + " and arbitrary code."));

  private static final Shape.Fields ATTACKER_GROUP =
      Shape.Fields.of(
          Field.optional("name", Shape.dnsLabel("a group's name"), "The group."),
          Field.optional("members", SELECTOR, "Tenants that count as one attacker."));

  static final Shape.Fields SPEC =
      Shape.Fields.of(
          Field.optional(
              "extendsDefault", new Shape.Flag(), "Adds to the default rows; false by default."),
          Field.optional(
              "rules",
              new Shape.Listing(RULE, 0),
              "The strictest that applies counts, stake by stake."),
          Field.optional(
              "attackerGroups",
              new Shape.Listing(ATTACKER_GROUP, 0),
              "Groups of tenants that count as one attacker; not supported yet."));

  public RequirementsDocument {
    rules = List.copyOf(rules);
  }

  private static List<Field> depthFields() {
    List<Field> fields = new ArrayList<>();
    for (Stake stake : Stake.values()) {
      fields.add(
          Field.optional(
              stake.word(),
              new Shape.Count(0, DEEPEST),
              "How many boundaries must fail before " + stake.word() + " is lost."));
    }
    return fields;
  }

  static RequirementsDocument read(Section document, Checks checks) {
    Section spec = document.section("spec");
    if (spec.has("attackerGroups")) {
      checks.add(
          spec.position("attackerGroups"),
          "spec.attackerGroups",
          "groups that count as one attacker are not supported yet; leave the field out, and every"
              + " tenant attacks on its own");
    }
    return new RequirementsDocument(
        document.section("metadata").text("name", ""),
        spec.flag("extendsDefault", false),
        spec.sections("rules", RequirementsDocument::rule),
        checks.origin());
  }

  private static RequirementRule rule(Section section) {
    Map<Stake, Integer> depth = new EnumMap<>(Stake.class);
    Section depths = section.section("depth");
    for (Stake stake : Stake.values()) {
      Integer count = depths.count(stake.word());
      if (count != null) {
        depth.put(stake, count);
      }
    }
    return new RequirementRule(
        selector(section.section("from")),
        selector(section.section("to")),
        section.has("environment")
            ? section.constant(
                "environment",
                RequirementRule.EnvironmentRelation.class,
                RequirementRule.EnvironmentRelation.OTHER)
            : null,
        depth,
        section.has("countsUnboundable") ? section.flag("countsUnboundable", true) : null);
  }

  private static TenantSelector selector(Section section) {
    return new TenantSelector(
        section.texts("tenants"),
        section.constants("kinds", TenantSelector.Kind.class),
        section.constants("trust", Tenant.Trust.class),
        section.constants("code", Tenant.Code.class),
        section.constants("data", Tenant.Data.class),
        section.texts("environments"));
  }
}
