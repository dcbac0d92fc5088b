package dev.ringfence.intake.assembly;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Cluster.SourceKind;
import dev.ringfence.engine.cluster.ClusterBuilder;
import dev.ringfence.engine.document.PolicyDocument;
import dev.ringfence.intake.Finding;
import dev.ringfence.intake.InputException;
import dev.ringfence.intake.Place;
import dev.ringfence.intake.document.ObjectHandler;
import dev.ringfence.intake.kind.KindCatalogue;
import dev.ringfence.intake.kind.KindMapper;
import dev.ringfence.intake.kind.ReadObject;
import dev.ringfence.intake.kind.ReadPod;
import dev.ringfence.intake.kind.ReadWorkload;
import dev.ringfence.intake.kind.Sink;
import dev.ringfence.intake.pod.PodAdmission;
import dev.ringfence.intake.pod.PodSpecCache;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.ShapeException;
import dev.ringfence.intake.tree.Tree;
import dev.ringfence.intake.tree.TreeHash;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/** Takes objects one by one and makes the cluster when all are there. */
public final class ClusterAssembly implements ObjectHandler, Sink {

  private final boolean strict;
  private final ObjLongConsumer<String> contents;
  private final ClusterBuilder builder = new ClusterBuilder(SourceKind.MANIFESTS, "");
  private final PodSpecCache podSpecs = new PodSpecCache(builder);
  private final SeenObjects seen = new SeenObjects();
  private final SourceNature nature = new SourceNature();
  private final List<ReadPod> pods = new ArrayList<>();
  private final List<ReadWorkload> workloads = new ArrayList<>();
  private final List<PolicyDocument> documents = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();
  private final Set<String> kindsSeen = new HashSet<>();
  private final Set<String> unknownKinds = new HashSet<>();
  private boolean bootstrapping;
  private boolean live;

  /**
   * @param strict whether a document that is no Kubernetes object is refused
   * @param contents told of each object of the sources, with a hash of its content
   */
  public ClusterAssembly(boolean strict, ObjLongConsumer<String> contents) {
    this.strict = strict;
    this.contents = contents;
  }

  @Override
  public ClusterBuilder builder() {
    return builder;
  }

  @Override
  public PodSpecCache podSpecs() {
    return podSpecs;
  }

  public List<PolicyDocument> documents() {
    return documents;
  }

  public List<Finding> findings() {
    return findings;
  }

  /** Reports something that is not about one object. */
  public void report(Finding finding) {
    findings.add(finding);
  }

  /**
   * Says that objects come from the live API, where a list that is continued may show an object
   * twice: the first time counts.
   */
  public void readsLive() {
    live = true;
  }

  /** Whether nothing at all was handed on. */
  public boolean isEmpty() {
    return nature.isEmpty() && documents.isEmpty() && kindsSeen.isEmpty();
  }

  @Override
  public void object(ReadObject object) {
    try {
      take(object);
    } catch (ShapeException shape) {
      throw new InputException(
          place(object, shape.pathFrom(object.root())),
          (shape.getMessage() == null ? "is refused" : shape.getMessage()) + named(object),
          "The API server refuses such an object; correct the field, or leave the document out",
          shape);
    }
  }

  /** Which object it is, for whoever does not count documents. */
  private static String named(ReadObject object) {
    // It is refused for its shape: metadata itself may be no mapping.
    if (!(object.root().get("metadata") instanceof Fields metadata)) {
      return " (" + object.kind() + ")";
    }
    String namespace =
        metadata.get("namespace") instanceof Tree.Text text ? text.value() + "/" : "";
    return metadata.get("name") instanceof Tree.Text text
        ? " (" + object.kind() + " " + namespace + text.value() + ")"
        : "";
  }

  private void take(ReadObject object) {
    boolean hasNamespace = !object.metadata().text("namespace").isEmpty();
    KindMapper mapper = KindCatalogue.mapper(object.apiVersion(), object.kind(), hasNamespace);
    if (!object.nameGenerated() && isRepetition(object, mapper.namespaced())) {
      return;
    }
    if (!bootstrapping) {
      nature.saw(object);
    }
    kindsSeen.add(object.kind());
    mapper.map(object, this);
    if (KindCatalogue.known(object.apiVersion(), object.kind()) == null
        && !KindCatalogue.isOwnGroup(object.apiVersion())
        && unknownKinds.add(object.apiVersion() + " " + object.kind())) {
      findings.add(
          new Finding(
              Finding.Kind.UNKNOWN_KIND,
              place(object, ""),
              object.kind()
                  + " of "
                  + object.apiVersion()
                  + " is known by name only, and by the pod templates in it"));
    }
  }

  private boolean isRepetition(ReadObject object, boolean namespaced) {
    String scope = namespaced ? object.namespace() : "";
    long key =
        TreeHash.of(KindCatalogue.group(object.apiVersion())) * 31
            + TreeHash.of(object.kind()) * 17
            + TreeHash.of(scope + "/" + object.name());
    long content = TreeHash.ofContent(object.root());
    SeenObjects.Earlier earlier = seen.add(key, content, object.origin());
    if (earlier == null) {
      if (!bootstrapping) {
        String group = KindCatalogue.group(object.apiVersion());
        contents.accept(
            object.kind()
                + (group.isEmpty() ? "" : "." + group)
                + (scope.isEmpty() ? " " : " " + scope + "/")
                + object.name(),
            content);
      }
      return false;
    }
    if (bootstrapping || live) {
      // What the source says of an object that the server makes for itself holds.
      return true;
    }
    String name = object.kind() + " " + (scope.isEmpty() ? "" : scope + "/") + object.name();
    Place other = new Place(earlier.origin().file(), earlier.origin().document(), "");
    if (!earlier.same()) {
      throw new InputException(
          place(object, ""),
          "is a second, different " + name + "; the other is in " + other,
          "Remove one of the two, so that it is certain which one is meant");
    }
    findings.add(
        new Finding(
            Finding.Kind.DUPLICATE, place(object, ""), name + " is the same as in " + other));
    return true;
  }

  private static Place place(ReadObject object, String path) {
    return new Place(object.origin().file(), object.origin().document(), path);
  }

  @Override
  public void policy(PolicyDocument document) {
    documents.add(document);
  }

  @Override
  public void noObject(String file, int document, String why) {
    Place place = new Place(file, document, "");
    if (strict) {
      throw new InputException(
          place, why + ": no Kubernetes object", "Leave it out, or read without --strict");
    }
    findings.add(
        new Finding(Finding.Kind.NO_OBJECT, place, why + "; skipped: no Kubernetes object"));
  }

  @Override
  public void list(String apiVersion, String itemKind) {
    kindsSeen.add(itemKind);
  }

  @Override
  public void pod(ReadPod pod) {
    pods.add(pod);
  }

  @Override
  public void workload(ReadWorkload workload) {
    workloads.add(
        new ReadWorkload(
            workload.meta(),
            workload.replicas(),
            workload.templateLabels(),
            builder.intern(workload.template()),
            workload.templatePath()));
  }

  @Override
  public void warn(ReadObject object, String path, String message) {
    findings.add(new Finding(Finding.Kind.WARNING, place(object, path), message + named(object)));
  }

  /**
   * The cluster, once everything is read.
   *
   * @param server what a fresh API server adds; it is asked only for manifests
   * @param version the version that the user or the live server states, or null
   */
  public Cluster finish(FreshServer server, @Nullable String version) {
    SourceKind kind = live ? SourceKind.LIVE : nature.kind();
    String known =
        version == null && kind == SourceKind.DUMP ? NodeVersions.newest(builder) : version;
    builder.source(kind, known == null ? server.version() : known);
    if (kind == SourceKind.MANIFESTS) {
      bootstrapping = true;
      server.addBootstrap(this);
      namespacesOfPods();
      server.addImplied(builder);
    } else if (kind == SourceKind.DUMP) {
      DumpGaps.report(kindsSeen, builder);
    }
    if (!live && nature.isMixed()) {
      reportMixture(kind);
    }
    PodAdmission admission =
        new PodAdmission(
            builder.serviceAccounts(),
            builder.limitRanges(),
            builder.priorityClasses(),
            builder.runtimeClasses());
    new PodAssembly(builder, admission, pods, workloads).addAll();
    return builder.build();
  }

  /** Namespaces that only pods name get their account too. */
  private void namespacesOfPods() {
    for (ReadPod pod : pods) {
      builder.namespace(pod.meta().namespace(), pod.meta().origin());
    }
    for (ReadWorkload workload : workloads) {
      builder.namespace(workload.meta().namespace(), workload.meta().origin());
    }
  }

  private void reportMixture(SourceKind kind) {
    findings.add(
        new Finding(
            Finding.Kind.WARNING,
            new Place("the sources", -1, ""),
            kind == SourceKind.DUMP
                ? "hold a cluster's own objects and objects that no server has stored; the latter are"
                    + " taken as applied to that cluster"
                : "hold some objects with a uid among manifests without; all are taken as manifests"
                    + " for a fresh API server"));
  }
}
