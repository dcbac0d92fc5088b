package dev.ringfence.intake.kind;

import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.PodSpecEdit;
import dev.ringfence.engine.cluster.Volume;
import dev.ringfence.intake.pod.PodSchema;
import dev.ringfence.intake.pod.PodSpecMapper;
import dev.ringfence.intake.pod.VolumeMapper;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import dev.ringfence.intake.tree.Schema;
import java.util.ArrayList;
import java.util.List;

/** Kubernetes' own controllers of pods. */
enum WorkloadMapper implements KindMapper {
  DEPLOYMENT,
  REPLICA_SET,
  REPLICATION_CONTROLLER,
  STATEFUL_SET {
    @Override
    PodSpec ownSpec(Fields spec, PodSpec template, String name) {
      return withClaims(spec, template, name);
    }
  },
  DAEMON_SET {
    @Override
    public Schema schema() {
      return AGENTS;
    }

    @Override
    int replicas(Fields spec, Fields status) {
      return -1;
    }
  },
  JOB {
    @Override
    int replicas(Fields spec, Fields status) {
      boolean done = status.has("completionTime") || finished(status);
      return done ? 0 : jobReplicas(spec);
    }
  },
  CRON_JOB {
    @Override
    String templatePath() {
      return "spec.jobTemplate.spec.template.spec";
    }

    @Override
    Fields template(Fields spec) {
      return spec.fields("jobTemplate").fields("spec").fields("template");
    }

    @Override
    int replicas(Fields spec, Fields status) {
      return spec.flag("suspend") ? 0 : jobReplicas(spec.fields("jobTemplate").fields("spec"));
    }
  };

  private static final Schema JOB_SPEC =
      Schema.of("parallelism completions suspend").with("template", PodSchema.TEMPLATE);

  private static final Schema SCHEMA = schema(PodSchema.TEMPLATE);

  private static final Schema AGENTS = schema(PodSchema.AGENT_TEMPLATE);

  private static Schema schema(Schema template) {
    return Metadata.and("status { completionTime? conditions { type status } }")
        .with(
            "spec",
            Schema.of(
                    "replicas parallelism completions suspend"
                        + " volumeClaimTemplates { metadata { name } spec { storageClassName accessModes"
                        + " volumeMode selector resources { requests } } }")
                .with("template", template)
                .with("jobTemplate", Schema.of("").with("spec", JOB_SPEC)));
  }

  @Override
  public Schema schema() {
    return SCHEMA;
  }

  @Override
  public boolean namespaced() {
    return true;
  }

  String templatePath() {
    return "spec.template.spec";
  }

  Fields template(Fields spec) {
    return spec.fields("template");
  }

  int replicas(Fields spec, Fields status) {
    return spec.integer("replicas", 1);
  }

  PodSpec ownSpec(Fields spec, PodSpec template, String name) {
    return template;
  }

  @Override
  public void map(ReadObject object, Sink sink) {
    Fields spec = object.root().fields("spec");
    Fields template = template(spec);
    Fields metadata = template.fields("metadata");
    PodSpec podSpec = PodSpecMapper.map(template.fields("spec"), metadata.fields("annotations"));
    sink.workload(
        new ReadWorkload(
            object.meta(true),
            replicas(spec, object.root().fields("status")),
            ReadObject.labels(metadata),
            ownSpec(spec, podSpec, object.name()),
            templatePath()));
  }

  private static int jobReplicas(Fields spec) {
    if (spec.flag("suspend")) {
      return 0;
    }
    int parallelism = spec.integer("parallelism", 1);
    return Math.min(parallelism, spec.integer("completions", parallelism));
  }

  private static boolean finished(Fields status) {
    Items conditions = status.items("conditions");
    for (int i = 0; i < conditions.size(); i++) {
      Fields condition = conditions.fields(i);
      String type = condition.text("type");
      if ((type.equals("Complete") || type.equals("Failed"))
          && condition.text("status").equals("True")) {
        return true;
      }
    }
    return false;
  }

  /** Each claim template is a volume of the pods, in place of one that has its name. */
  private static PodSpec withClaims(Fields spec, PodSpec template, String name) {
    Items claims = spec.items("volumeClaimTemplates");
    if (claims.isEmpty()) {
      return template;
    }
    List<Volume> volumes = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < claims.size(); i++) {
      String claim = claims.fields(i).fields("metadata").text("name");
      names.add(claim);
      Volume.ClaimTemplate made = VolumeMapper.claimTemplate(claims.fields(i).fields("spec"));
      volumes.add(new Volume.Claim(claim, claim + "-" + name + "-*", false, made));
    }
    for (Volume volume : template.volumes()) {
      if (!names.contains(volume.name())) {
        volumes.add(volume);
      }
    }
    PodSpecEdit edit = new PodSpecEdit(template);
    edit.volumes = volumes;
    return edit.build();
  }
}
