package dev.ringfence.benchmark.edit;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.ImageName;
import dev.ringfence.engine.cluster.LabelSet;
import dev.ringfence.engine.cluster.Namespace;
import dev.ringfence.engine.cluster.NetworkPolicy;
import dev.ringfence.engine.cluster.ObjectReference;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.PodSpecEdit;
import dev.ringfence.engine.cluster.Pods;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.engine.judgement.NewPod;
import dev.ringfence.engine.judgement.StandingProof;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Changes of a proved cluster, drawn at random; each says whether it was told without all rows. */
final class Edits {
  private final StandingProof proof;
  private final Cluster cluster;
  private final Random random;
  private Rbac.@Nullable Binding gone;
  private Policies.@Nullable ResourceQuota goneQuota;
  private @Nullable NetworkPolicy gonePolicy;
  private @Nullable NewPod grown;
  private @Nullable NewPod rolled;

  /** What is left of a rollout. */
  private final Deque<BooleanSupplier> rollout = new ArrayDeque<>();

  /** What the last rollout of each left behind. */
  private final Map<ObjectReference, List<NewPod>> rolledOut = new HashMap<>();

  private int times;

  Edits(StandingProof proof, Cluster cluster, Random random) {
    this.proof = proof;
    this.cluster = cluster;
    this.random = random;
  }

  /**
   * One of all: of 100 changes 80 of pods (a quarter of them of another version), 10 of bindings, 5
   * of policies and 5 of namespaces' labels, alike often one that nothing asks for, one of Pod
   * Security and one that policies alone ask for.
   */
  boolean drawn(PartnerLabels partners) {
    int one = random.nextInt(100);
    if (one < 80) {
      return one < 20 ? rolledPod() : grownPod();
    }
    if (one < 95) {
      return one < 90 ? binding() : networkPolicy();
    }
    return switch (random.nextInt(3)) {
      case 0 -> unreadLabel();
      case 1 -> podSecurityLabel();
      default -> partners.change();
    };
  }

  /** A pod of some workload comes, or goes again with the next change. */
  private boolean grownPod() {
    NewPod back = grown;
    if (back != null) {
      grown = null;
      return proof.removed(back.namespace(), back.name());
    }
    NewPod more = grown("grown-" + times++);
    grown = more;
    return proof.added(more);
  }

  /** One pod more of some workload. */
  NewPod grown(String name) {
    Pods pods = cluster.pods();
    int like = random.nextInt(pods.count());
    return like(like, name, pods.labels(like), pods.spec(like));
  }

  /** A pod of the same owner, perhaps with other labels or another spec. */
  private NewPod like(int pod, String name, LabelSet labels, PodSpec spec) {
    Pods pods = cluster.pods();
    String namespace = cluster.namespaces().get(pods.namespace(pod)).name();
    return new NewPod(namespace, name, labels, spec, pods.topmost(pod), null);
  }

  /** A binding goes, and comes back with the next change. */
  boolean binding() {
    Rbac.Binding back = gone;
    if (back == null) {
      Rbac.Binding some = cluster.bindings().get(random.nextInt(cluster.bindings().size()));
      proof.changed(edit -> edit.bindings(one -> one != null && one.equals(some) ? null : one));
      gone = some;
    } else {
      proof.changed(edit -> edit.add(back));
      gone = null;
    }
    return proof.rowByRow();
  }

  /** A role of one namespace's binding is written with a rule more; it comes back as it was. */
  boolean role() {
    return changeRole(cluster.roles().getLast(), List.of("configmaps"));
  }

  /** The same of the role that most bindings give. */
  boolean wideRole() {
    Map<String, Integer> bound = new HashMap<>();
    for (Rbac.Binding one : cluster.bindings()) {
      if (one.clusterRole()) {
        bound.merge(one.roleName(), 1, Integer::sum);
      }
    }
    return changeRole(
        cluster.roles().stream()
            .filter(role -> role.meta().reference().kind().equals("ClusterRole"))
            .max(Comparator.comparingInt(role -> bound.getOrDefault(role.meta().name(), 0)))
            .orElseThrow(),
        List.of("configmaps", "secrets", "pods/exec"));
  }

  private boolean changeRole(Rbac.Role some, List<String> resources) {
    boolean more = times++ % 2 == 0;
    Rbac.Rule rule =
        new Rbac.Rule(List.of("get", "create"), List.of(""), resources, List.of(), List.of());
    proof.changed(
        edit ->
            edit.roles(
                one -> {
                  if (one == null || !one.meta().equals(some.meta())) {
                    return one;
                  }
                  List<Rbac.Rule> rules = new ArrayList<>(some.rules());
                  if (more) {
                    rules.add(rule);
                  }
                  return new Rbac.Role(one.meta(), rules, one.aggregation());
                }));
    return proof.rowByRow();
  }

  /** An account no longer mounts its token, or does again. */
  boolean account() {
    if (cluster.serviceAccounts().isEmpty()) {
      return false;
    }
    boolean mounts = times++ % 2 == 0;
    Rbac.ServiceAccount some =
        cluster.serviceAccounts().get(random.nextInt(cluster.serviceAccounts().size()));
    proof.changed(
        edit ->
            edit.serviceAccounts(
                one ->
                    one != null && one.meta().equals(some.meta())
                        ? new Rbac.ServiceAccount(
                            one.meta(), mounts, one.secrets(), one.imagePullSecrets())
                        : one));
    return proof.rowByRow();
  }

  /** A quota goes, and comes back with the next change. */
  boolean quota() {
    Policies.ResourceQuota back = goneQuota;
    if (back == null) {
      Policies.ResourceQuota some =
          cluster.resourceQuotas().get(random.nextInt(cluster.resourceQuotas().size()));
      proof.changed(
          edit -> edit.resourceQuotas(one -> one != null && one.equals(some) ? null : one));
      goneQuota = some;
    } else {
      proof.changed(edit -> edit.add(back));
      goneQuota = null;
    }
    return proof.rowByRow();
  }

  /** A pod comes that no other is like: one of a Deployment that shares the memory of its node. */
  boolean newPod() {
    int like = ofDeployment();
    PodSpecEdit edit = new PodSpecEdit(cluster.pods().spec(like));
    edit.hostIPC = !edit.hostIPC;
    String name = "different-" + times++;
    return proof.added(like(like, name, cluster.pods().labels(like), edit.build()));
  }

  /** A Deployment's pod comes with a value of a label that no selector names. */
  boolean newLabel() {
    int like = ofDeployment();
    String name = "labelled-" + times++;
    LabelSet labels = cluster.pods().labels(like).with("app", "labelled-" + times);
    return proof.added(like(like, name, labels, cluster.pods().spec(like)));
  }

  /** One change of a rollout: a pod of the next version comes, or the one that it replaces goes. */
  boolean rollout() {
    if (rollout.isEmpty()) {
      ObjectReference owner = cluster.pods().topmost(ofDeployment());
      List<NewPod> before = rolledOut.getOrDefault(owner, List.of());
      List<NewPod> now = new ArrayList<>();
      String version = ":" + times++ + ".0";
      for (int pod = 0; pod < cluster.pods().count(); pod++) {
        if (cluster.pods().topmost(pod).equals(owner)) {
          NewPod more = ofVersion(pod, version);
          String goes = before.isEmpty() ? cluster.pods().name(pod) : before.get(now.size()).name();
          now.add(more);
          rollout.add(() -> proof.added(more));
          rollout.add(() -> proof.removed(more.namespace(), goes));
        }
      }
      rolledOut.put(owner, now);
    }
    return rollout.remove().getAsBoolean();
  }

  private int ofDeployment() {
    int like = random.nextInt(cluster.pods().count());
    while (!cluster.pods().topmost(like).kind().equals("Deployment")) {
      like = random.nextInt(cluster.pods().count());
    }
    return like;
  }

  private NewPod ofVersion(int like, String version) {
    PodSpecEdit edit = new PodSpecEdit(cluster.pods().spec(like));
    edit.containers =
        edit.containers.stream()
            .map(one -> one.withImage(ImageName.repository(one.image()) + version))
            .toList();
    String name = "rolled-" + times++;
    LabelSet labels = cluster.pods().labels(like).with("pod-template-hash", "h" + times);
    return like(like, name, labels, edit.build());
  }

  /** A Deployment's pod of a later version comes, or goes again with the next change. */
  boolean rolledPod() {
    NewPod back = rolled;
    if (back != null) {
      rolled = null;
      return proof.removed(back.namespace(), back.name());
    }
    NewPod more = ofVersion(ofDeployment(), ":2.0");
    rolled = more;
    return proof.added(more);
  }

  /** A policy goes, and comes back with the next change. */
  boolean networkPolicy() {
    NetworkPolicy back = gonePolicy;
    if (back == null) {
      NetworkPolicy some =
          cluster.networkPolicies().get(random.nextInt(cluster.networkPolicies().size()));
      proof.changed(
          edit -> edit.networkPolicies(one -> one != null && one.equals(some) ? null : one));
      gonePolicy = some;
    } else {
      proof.changed(edit -> edit.add(back));
      gonePolicy = null;
    }
    return proof.rowByRow();
  }

  /** A namespace gets a value of a label that it never had. */
  boolean unreadLabel() {
    Namespace some = cluster.namespaces().get(random.nextInt(cluster.namespaces().size()));
    return proof.labelled(
        some.name(), some.labels().with("example.org/changed", "changed-" + random.nextInt()));
  }

  /** Pod Security enforces another level in a namespace, or the same. */
  boolean podSecurityLabel() {
    Namespace some = cluster.namespaces().get(random.nextInt(cluster.namespaces().size()));
    String level = List.of("privileged", "baseline", "restricted").get(random.nextInt(3));
    boolean stood =
        proof.labelled(
            some.name(), some.labels().with("pod-security.kubernetes.io/enforce", level));
    return stood || proof.rowByRow();
  }
}
