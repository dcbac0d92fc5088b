package dev.ringfence.policy.document;

import dev.ringfence.engine.cluster.LabelSelector;
import dev.ringfence.engine.cluster.Origin;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.engine.document.DocumentPosition;
import dev.ringfence.engine.tenancy.Tenant;
import dev.ringfence.policy.shape.Field;
import dev.ringfence.policy.shape.Section;
import dev.ringfence.policy.shape.Shape;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Tenant document: who, how far trusted, with what code and data.
 *
 * @param environment empty where none is given
 * @param namespaceSelector null where there is none
 * @param notStated which of trust and code the document leaves out; they are taken for the worst
 */
public record TenantDocument(
    String name,
    Tenant.Trust trust,
    Tenant.Code code,
    Tenant.Data data,
    String environment,
    List<String> namespaceNames,
    @Nullable LabelSelector namespaceSelector,
    List<Rbac.Subject> subjects,
    Needs needs,
    List<Tenant.Publication> publishes,
    @Nullable String isolationClass,
    List<String> notStated,
    Origin origin,
    DocumentPosition position) {

  /** The name of the trusted base; a document of that name adds to it. */
  public static final String PLATFORM = "platform";

  /** What the tenant's workloads need. */
  public record Needs(
      boolean kubernetesApi,
      Tenant.PodSpecChoice podSpec,
      boolean clusterScopedResources,
      List<HostPrivilege> hostPrivileges,
      Noise noise,
      Lifetime lifetime) {
    public Needs {
      hostPrivileges = List.copyOf(hostPrivileges);
    }
  }

  /** A right on the host that ordinary pods do not have. */
  public enum HostPrivilege {
    PRIVILEGED,
    CAPABILITIES,
    HOST_NETWORK,
    HOST_NAMESPACES,
    HOST_PATH,
    HOST_PORTS,
    DEVICES,
    KERNEL_MODULES,
    UNUSUAL_SYSTEM_CALLS
  }

  /** Whether neighbours' load would hurt. */
  public enum Noise {
    TOLERANT,
    SENSITIVE
  }

  /** How long its workloads live. */
  public enum Lifetime {
    LONG_LIVED,
    EPHEMERAL
  }

  private enum SubjectKind {
    USER,
    GROUP
  }

  private enum PodSpecWord {
    TENANT,
    PLATFORM
  }

  private static final Shape.Fields NAMESPACES =
      Shape.Fields.of(
          Field.optional(
              "names",
              new Shape.Listing(Shape.dnsLabel("a namespace's name"), 0),
              "Namespaces by name."),
          Field.optional(
              "selector", LabelSelectorShape.SHAPE, "Namespaces by label; {} selects all."));

  private static final Shape.Fields SUBJECT =
      Shape.Fields.of(
          Field.required("kind", Shape.choice(SubjectKind.class), "User or Group."),
          Field.required(
              "name", Shape.words("a user's or group's name"), "As the API server sees it."));

  private static final Shape.Fields NEEDS =
      Shape.Fields.of(
          Field.optional("kubernetesAPI", new Shape.Flag(), "Its pods call the API server."),
          Field.optional(
              "podSpec",
              Shape.choice(PodSpecWord.class),
              "Who chooses its pod specs; left out: whoever the grants allow."),
          Field.optional(
              "clusterScopedResources",
              new Shape.Flag(),
              "It brings cluster-scoped objects, such as CustomResourceDefinitions."),
          Field.optional(
              "hostPrivileges",
              new Shape.Listing(Shape.choice(HostPrivilege.class), 0),
              "Rights on the host that its pods need."),
          Field.optional("noise", Shape.choice(Noise.class), "Whether neighbours' load hurts it."),
          Field.optional("lifetime", Shape.choice(Lifetime.class), "How long its pods live."));

  private static final Shape.Fields PUBLICATION =
      Shape.Fields.of(
          Field.required("namespace", Shape.dnsLabel("a namespace's name"), "One of its own."),
          Field.required("service", Shape.dnsLabel("a Service's name"), "The Service offered."),
          Field.optional(
              "to",
              new Shape.Listing(
                  Shape.Fields.of(
                      Field.required("tenant", Shape.dnsLabel("a tenant's name"), "Who may.")),
                  1),
              "To whom; left out: to everybody."));

  static final Shape.Fields SPEC =
      Shape.Fields.of(
          Field.optional(
              "trust",
              Shape.choice(Tenant.Trust.class),
              "Inside the organisation's security policy or not; Untrusted by default."),
          Field.optional(
              "code", Shape.choice(Tenant.Code.class), "Whose code it runs; Arbitrary by default."),
          Field.optional(
              "data", Shape.choice(Tenant.Data.class), "What it is worth; Ordinary by default."),
          Field.optional(
              "environment", Shape.labelValue(), "For example production; none by default."),
          Field.optional("namespaces", NAMESPACES, "The tenant's namespaces."),
          Field.optional(
              "subjects",
              new Shape.Listing(SUBJECT, 0),
              "Users and groups of the tenant itself; service accounts come with namespaces."),
          Field.optional("needs", NEEDS, "What its workloads need."),
          Field.optional(
              "publishes",
              new Shape.Listing(PUBLICATION, 0),
              "Services that it offers to others on purpose."),
          Field.optional(
              "isolationClass",
              Shape.dnsLabel("an isolation class's name"),
              "The class it is given; left out: advised."));

  public TenantDocument {
    notStated = List.copyOf(notStated);
    namespaceNames = List.copyOf(namespaceNames);
    subjects = List.copyOf(subjects);
    publishes = List.copyOf(publishes);
  }

  public boolean isPlatform() {
    return name.equals(PLATFORM);
  }

  static TenantDocument read(Section document, Checks checks) {
    Section spec = document.section("spec");
    String name = document.section("metadata").text("name", "");
    boolean platform = name.equals(PLATFORM);
    if (platform) {
      checkPlatform(spec, checks);
    }
    Section namespaces = spec.section("namespaces");
    return new TenantDocument(
        name,
        spec.constant(
            "trust", Tenant.Trust.class, platform ? Tenant.Trust.TRUSTED : Tenant.Trust.UNTRUSTED),
        spec.constant(
            "code", Tenant.Code.class, platform ? Tenant.Code.FIRST_PARTY : Tenant.Code.ARBITRARY),
        spec.constant("data", Tenant.Data.class, Tenant.Data.ORDINARY),
        spec.text("environment", ""),
        namespaces.texts("names"),
        namespaces.has("selector")
            ? LabelSelectorShape.read(namespaces.section("selector"), checks)
            : null,
        spec.sections("subjects", subject -> subject(subject, checks)),
        needs(spec.section("needs")),
        spec.sections("publishes", TenantDocument::publication),
        spec.text("isolationClass"),
        Stream.of("trust", "code").filter(field -> !spec.has(field)).toList(),
        checks.origin(),
        document.position());
  }

  /** The platform is the trusted base by definition: its profile cannot say otherwise. */
  private static void checkPlatform(Section spec, Checks checks) {
    for (String field : List.of("trust", "code", "data", "environment", "isolationClass")) {
      if (spec.has(field) && !spec.text(field, "").equals("Trusted")) {
        checks.add(
            spec.position(field),
            "spec." + field,
            "the tenant platform is the trusted base; its document may only add namespaces,"
                + " subjects and publications");
      }
    }
  }

  private static Rbac.Subject subject(Section section, Checks checks) {
    String name = section.text("name", "");
    if (name.startsWith("system:")) {
      checks.add(
          section.position("name"),
          "spec.subjects",
          name
              + " is Kubernetes' own: identities of that prefix belong to the platform, and service"
              + " accounts to the tenant of their namespace");
    }
    return new Rbac.Subject(
        section.constant("kind", SubjectKind.class, SubjectKind.USER) == SubjectKind.USER
            ? Rbac.SubjectKind.USER
            : Rbac.SubjectKind.GROUP,
        "",
        name);
  }

  private static Needs needs(Section section) {
    Tenant.PodSpecChoice podSpec = Tenant.PodSpecChoice.UNSTATED;
    if (section.has("podSpec")) {
      podSpec =
          switch (section.constant("podSpec", PodSpecWord.class, PodSpecWord.TENANT)) {
            case TENANT -> Tenant.PodSpecChoice.TENANT;
            case PLATFORM -> Tenant.PodSpecChoice.PLATFORM;
          };
    }
    return new Needs(
        section.flag("kubernetesAPI", false),
        podSpec,
        section.flag("clusterScopedResources", false),
        section.constants("hostPrivileges", HostPrivilege.class),
        section.constant("noise", Noise.class, Noise.TOLERANT),
        section.constant("lifetime", Lifetime.class, Lifetime.LONG_LIVED));
  }

  private static Tenant.Publication publication(Section section) {
    return new Tenant.Publication(
        section.text("namespace", ""),
        section.text("service", ""),
        section.sections("to", to -> to.text("tenant", "")));
  }
}
