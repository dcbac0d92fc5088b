package dev.ringfence.engine.admission;

import dev.ringfence.engine.admission.engine.PolicyEngine;
import dev.ringfence.engine.admission.policy.AdmissionRequest;
import dev.ringfence.engine.admission.policy.ExpressionEngine;
import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.LabelReads;
import dev.ringfence.engine.cluster.Namespace;
import dev.ringfence.engine.cluster.Node;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.Policies;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What admission says of pods, by namespace: Pod Security, and who else may have a say. */
public final class Admission {

  /** Namespaces that admission cannot tell apart. */
  private record Profile(Enforced enforced, Object seenByPolicies) {}

  /** More profiles than this for each namespace are most of them no namespace's any more. */
  private static final int MOST_PROFILES = 4;

  private final List<Enforced> profiles = new ArrayList<>();

  /** By profile; one that a namespace had before its labels changed does as well as another. */
  private final List<Namespace> namespaceOfProfile = new ArrayList<>();

  private final Map<Profile, Integer> known = new HashMap<>();
  private final int[] profileOfNamespace;
  private final int[] profileOfNothing;
  private final PodSecurityVersion server;

  /** Whether nothing has a say that could look at labels in other ways than Pod Security does. */
  private final boolean podSecurityAlone;

  private final CraftedPods crafted;
  private final NamespaceLabelling namespaceLabelling;
  private final List<Namespace> namespaces;
  private final List<String> otherEngines;
  private final List<AdmissionRules.Webhook> webhooks;
  private final MirrorPods mirrorPods;

  private Admission(Cluster cluster, ExpressionEngine engine) {
    this.server = PodSecurityVersion.parse(cluster.kubernetesVersion());
    this.crafted = new CraftedPods(cluster, engine);
    this.namespaceLabelling = NamespaceLabelling.of(cluster, engine);
    this.namespaces = new ArrayList<>(cluster.namespaces());
    this.namespaces.replaceAll(Admission::read);
    this.webhooks = cluster.webhooks();
    this.profileOfNamespace = new int[namespaces.size()];
    this.profileOfNothing = new int[namespaces.size()];
    for (int namespace = 0; namespace < profileOfNamespace.length; namespace++) {
      profileOfNamespace[namespace] = profile(namespaces.get(namespace));
    }
    for (int namespace = 0; namespace < profileOfNamespace.length; namespace++) {
      profileOfNothing[namespace] = profileOfNothing(namespaces.get(namespace));
    }
    TreeSet<String> engines = new TreeSet<>();
    for (Policies.AdmissionExtension extension : cluster.admissionExtensions()) {
      boolean evaluated = extension.engine().endsWith("AdmissionPolicy");
      if (extension.concernsPods() && !evaluated) {
        engines.add(extension.meta().name());
      }
    }
    List<PolicyEngine> allRead = PolicyEngines.of(cluster);
    for (PolicyEngine read : allRead) {
      if (webhooks.stream().noneMatch(read::serves)) {
        engines.add(read.name());
      }
    }
    this.otherEngines = List.copyOf(engines);
    this.podSecurityAlone =
        otherEngines.isEmpty()
            && webhooks.isEmpty()
            && cluster.admissionPolicies().isEmpty()
            && cluster.admissionBindings().isEmpty();
    this.mirrorPods = new MirrorPods(namespaces, webhooks, otherEngines, allRead, engine);
  }

  /** After other labels of namespaces; profiles keep their numbers. */
  private Admission(Admission before, Cluster changed, int[] others) {
    this.server = before.server;
    this.podSecurityAlone = before.podSecurityAlone;
    this.crafted = before.crafted;
    this.namespaceLabelling = before.namespaceLabelling;
    this.webhooks = before.webhooks;
    this.otherEngines = before.otherEngines;
    this.profiles.addAll(before.profiles);
    this.namespaceOfProfile.addAll(before.namespaceOfProfile);
    this.known.putAll(before.known);
    this.profileOfNamespace = before.profileOfNamespace.clone();
    this.profileOfNothing = before.profileOfNothing.clone();
    this.namespaces = new ArrayList<>(before.namespaces);
    for (int other : others) {
      namespaces.set(other, read(changed.namespaces().get(other)));
      profileOfNamespace[other] = profile(namespaces.get(other));
      profileOfNothing[other] = profileOfNothing(namespaces.get(other));
    }
    this.mirrorPods = before.mirrorPods.of(namespaces);
  }

  /**
   * Admission in a cluster of which only labels of namespaces differ, with the same numbers of
   * profiles.
   *
   * @return null where there are too many profiles that no namespace has any more
   */
  public @Nullable Admission following(Cluster before, Cluster changed) {
    return profiles.size() > MOST_PROFILES * (namespaces.size() + MOST_PROFILES)
        ? null
        : new Admission(this, changed, changed.namespacesBeside(before));
  }

  /** Whether nothing that anybody can ask is answered otherwise than before. */
  public boolean answersLike(Admission before) {
    return podSecurityAlone
        && Arrays.equals(profileOfNamespace, before.profileOfNamespace)
        && Arrays.equals(profileOfNothing, before.profileOfNothing);
  }

  private static Namespace read(Namespace namespace) {
    return namespace.labelled(namespace.labels().readBy(LabelReads.Reader.ADMISSION));
  }

  private int profile(Namespace namespace) {
    return profile(Enforced.of(namespace.labels(), server), namespace);
  }

  private int profileOfNothing(Namespace namespace) {
    return profile(new Enforced(PodSecurityLevel.PRIVILEGED, PodSecurityVersion.LATEST), namespace);
  }

  private int profile(Enforced enforced, Namespace namespace) {
    Profile profile = new Profile(enforced, crafted.view(namespace));
    Integer index = known.putIfAbsent(profile, profiles.size());
    if (index != null) {
      return index;
    }
    profiles.add(profile.enforced());
    namespaceOfProfile.add(namespace);
    return profiles.size() - 1;
  }

  /** Admission where no expression can be evaluated, so that policies with any are undecided. */
  public static Admission of(Cluster cluster) {
    return of(cluster, ExpressionEngine.NONE);
  }

  public static Admission of(Cluster cluster, ExpressionEngine engine) {
    return new Admission(cluster, engine);
  }

  /** What policies make of new labels for namespaces. */
  public NamespaceLabelling namespaceLabelling() {
    return namespaceLabelling;
  }

  /** What policies make of the least pod of a shape in the profile's namespaces. */
  public PolicyVerdict policiesOn(int profile, DangerousShape shape) {
    return crafted.shape(namespaceOfProfile.get(profile), shape);
  }

  /** The same of pods that this one creates. */
  public PolicyVerdict policiesOn(
      int profile, DangerousShape shape, AdmissionRequest.User creator) {
    return crafted.shape(namespaceOfProfile.get(profile), shape, creator);
  }

  /**
   * Whether policies may say another thing to this creator of pods than to somebody whom they do
   * not know: by name, by a group, or by a part of either.
   */
  public boolean knows(AdmissionRequest.User creator) {
    return crafted.knows(creator);
  }

  /** What each policy engine that is read makes of the least pod of a shape, by its name. */
  public List<EngineVerdict> enginesOn(int profile, DangerousShape shape) {
    return enginesOn(profile, shape, MadeUpRequests.CREATORS);
  }

  /** The same of pods that one of these creates. */
  public List<EngineVerdict> enginesOn(
      int profile, DangerousShape shape, List<AdmissionRequest.User> creators) {
    return engines(crafted.shapeByEngine(namespaceOfProfile.get(profile), shape, creators));
  }

  /** The same of a pod that asks to be placed on the node. */
  public List<EngineVerdict> enginesOn(int profile, Node node) {
    return enginesOn(profile, node, MadeUpRequests.CREATORS);
  }

  /** The same of pods that one of these creates. */
  public List<EngineVerdict> enginesOn(
      int profile, Node node, List<AdmissionRequest.User> creators) {
    return engines(crafted.placedByEngine(namespaceOfProfile.get(profile), node, creators));
  }

  private List<EngineVerdict> engines(Map<PolicyEngine, PolicyVerdict> verdicts) {
    List<EngineVerdict> engines = new ArrayList<>();
    verdicts.forEach(
        (engine, verdict) -> {
          List<String> own =
              webhooks.stream()
                  .filter(engine::serves)
                  .map(webhook -> webhook.configuration().name())
                  .distinct()
                  .toList();
          boolean builtIn = engine.name().equals("security-context-constraints");
          engines.add(new EngineVerdict(engine.name(), own, builtIn, verdict));
        });
    return engines;
  }

  /**
   * What is asked about mirror pods of a namespace, by the name of what refuses or may; equal for
   * namespaces that are treated alike.
   */
  public MirrorQuestion mirrorQuestion(int namespace) {
    return new MirrorQuestion(profileOfNamespace[namespace], mirrorPods.asked(namespace));
  }

  /** What policies and engines make of a mirror pod that a node's identity makes of itself. */
  public MirrorVerdict onMirrorPods(MirrorQuestion question, String node) {
    Namespace namespace = namespaceOfProfile.get(question.profile());
    List<EngineVerdict> read = new ArrayList<>();
    List<EngineVerdict> all = engines(crafted.mirrorByEngine(namespace, node));
    for (EngineVerdict engine : all) {
      // Whether constraints of a distribution are asked about mirror pods nobody here knows.
      if (!engine.builtIn() && MirrorPods.isAsked(engine, question.webhooks())) {
        read.add(MirrorPods.asAsked(engine, question.webhooks()));
      }
    }
    List<String> unknown =
        question.webhooks().keySet().stream()
            .filter(otherEngines::contains)
            .filter(name -> all.stream().noneMatch(one -> one.webhooks().contains(name)))
            .sorted()
            .toList();
    return new MirrorVerdict(crafted.mirror(namespace, node), read, unknown);
  }

  /** What policies make of a pod that this one creates and that asks for the node. */
  public PolicyVerdict policiesOn(int profile, Node node, AdmissionRequest.User creator) {
    return crafted.placed(namespaceOfProfile.get(profile), node, creator);
  }

  /** What policies make of a pod that asks to be placed on the node. */
  public PolicyVerdict policiesOn(int profile, Node node) {
    return crafted.placed(namespaceOfProfile.get(profile), node);
  }

  /** What is enforced in a namespace (an index of the cluster). */
  public Enforced enforced(int namespace) {
    return profiles.get(profileOfNamespace[namespace]);
  }

  /** Every distinct enforcement; its index is its profile. */
  public List<Enforced> profiles() {
    return List.copyOf(profiles);
  }

  public int profile(int namespace) {
    return profileOfNamespace[namespace];
  }

  /** The profile of a namespace once Pod Security enforces nothing there. */
  public int profileOfNothing(int namespace) {
    return profileOfNothing[namespace];
  }

  /**
   * Engines beside Pod Security that may refuse or change pods, and whose policies are not
   * evaluated: the names of webhook configurations, and engines whose policies are read without
   * one.
   */
  public List<String> otherEngines() {
    return otherEngines;
  }

  /** What Pod Security at a level and version has against a spec, in the API server's words. */
  public static List<Violation> violations(
      PodSecurityLevel level, PodSecurityVersion version, PodSpec spec) {
    return PodSecurity.violations(level, version, spec);
  }

  /** What Pod Security has against a spec in a namespace. */
  public List<Violation> violations(int namespace, PodSpec spec) {
    Enforced enforced = enforced(namespace);
    return violations(enforced.level(), enforced.version(), spec);
  }
}
