package dev.ringfence.engine.deputies;

import static dev.ringfence.engine.deputies.Deputy.Where.ELSEWHERE;
import static dev.ringfence.engine.deputies.Deputy.Where.WITH_THE_CONTROLLER;
import static dev.ringfence.engine.deputies.ReferenceFields.Kind.NAMESPACE;
import static dev.ringfence.engine.deputies.ReferenceFields.Kind.OBJECT;
import static dev.ringfence.engine.deputies.ReferenceFields.Kind.POD_TEMPLATE;
import static dev.ringfence.engine.deputies.ReferenceFields.Kind.SECRET;
import static dev.ringfence.engine.deputies.ReferenceFields.Kind.SERVICE_ACCOUNT;

import java.util.List;
import java.util.Set;

/** What runs pods for others: pipelines, databases, monitoring, virtual machines. */
final class WorkloadDeputies {

  private static final Check NOTHING = new Check.Nothing();

  private static final String ARGO_WORKFLOWS =
      "https://argo-workflows.readthedocs.io/en/latest/fields/";

  private static final String PROMETHEUS =
      "https://prometheus-operator.dev/docs/api-reference/api/";

  private static final Check RBAC_ON_REFERENCES =
      new Check.BySetting(
          "the resource's service account must be allowed to read what it refers to",
          "enforce-rbac-on-refs",
          Set.of("true", "all"),
          "",
          null,
          false);

  private WorkloadDeputies() {}

  static List<Deputy> all() {
    return List.of(
        Deputy.of("argo-workflows", "argoproj.io", "argoproj/workflow-controller")
            .kinds(
                "Workflow",
                "CronWorkflow",
                "WorkflowTemplate",
                "ClusterWorkflowTemplate",
                "WorkflowEventBinding")
            .pods("spec.templates[].container, spec.podSpecPatch")
            .inside("spec.serviceAccountName", SERVICE_ACCOUNT)
            .source(ARGO_WORKFLOWS),
        Deputy.of("argo-rollouts", "argoproj.io", "argoproj/argo-rollouts")
            .kinds("Rollout", "Experiment", "AnalysisRun", "AnalysisTemplate")
            .pods("spec.template, spec.metrics[].provider.job")
            .inside("spec.workloadRef", OBJECT)
            .source("https://argo-rollouts.readthedocs.io/en/stable/features/specification/"),
        Deputy.of("argo-events", "argoproj.io", "argoproj/argo-events")
            .kinds("EventSource", "Sensor", "EventBus")
            .pods("spec.template")
            .inside("spec.template.serviceAccountName", SERVICE_ACCOUNT)
            .source("https://argoproj.github.io/argo-events/service-accounts/"),
        Deputy.of("tekton", "resolution.tekton.dev", "/resolvers")
            .field(
                "spec.params[namespace]",
                OBJECT,
                ELSEWHERE,
                new Check.BySetting(
                    "the cluster resolver reads tasks of allowed namespaces alone",
                    "",
                    Set.of(Check.BySetting.ANYTHING),
                    "cluster-resolver-config/allowed-namespaces",
                    null,
                    true))
            .source("https://tekton.dev/docs/pipelines/cluster-resolver/"),
        Deputy.of("tekton", "tekton.dev", "tektoncd/pipeline/cmd/controller", "pipeline/controller")
            .pods("spec.taskSpec.steps, spec.taskRunTemplate.podTemplate")
            .inside("spec.serviceAccountName", SERVICE_ACCOUNT)
            .source("https://tekton.dev/docs/pipelines/taskruns/"),
        Deputy.of("tekton", "triggers.tekton.dev", "tektoncd/triggers/cmd/controller")
            .pods("spec.resources.kubernetesResource.spec.template")
            .inside("spec.serviceAccountName", SERVICE_ACCOUNT)
            .source("https://tekton.dev/docs/triggers/eventlisteners/"),
        prometheus()
            .kinds("Prometheus", "PrometheusAgent", "Alertmanager", "ThanosRuler")
            .pods("spec.containers, spec.volumes")
            .inside("spec.serviceAccountName", SERVICE_ACCOUNT)
            .field(
                "spec.*NamespaceSelector",
                NAMESPACE,
                ELSEWHERE,
                new Check.Always(
                    "what it finds there it scrapes with the account that the resource names")),
        prometheus()
            .kinds("ServiceMonitor", "PodMonitor", "Probe", "ScrapeConfig")
            .field(
                "spec.endpoints[].bearerTokenFile",
                SECRET,
                ELSEWHERE,
                new Check.ByWhatIsNotRead(
                    "refuses files of Prometheus' own file system",
                    "with arbitraryFSAccessThroughSMs.deny of the Prometheus (not the default)"))
            .field(
                "spec.namespaceSelector",
                NAMESPACE,
                ELSEWHERE,
                new Check.ByWhatIsNotRead(
                    "keeps to the monitor's namespace",
                    "with ignoreNamespaceSelectors of the Prometheus (not the default)")),
        prometheus().inside("spec.groups, spec.receivers", OBJECT),
        Deputy.of("kubevirt", "kubevirt.io", "kubevirt/virt-controller")
            .pods("spec.template.spec.volumes, spec.domain.devices")
            .inside("spec.template.spec.volumes[].secret", SECRET)
            .source("https://kubevirt.io/user-guide/architecture/"),
        Deputy.of("kubevirt", "cdi.kubevirt.io", "kubevirt/cdi-controller")
            .field(
                "spec.source.pvc.namespace",
                OBJECT,
                ELSEWHERE,
                new Check.Always("its webhook asks for create on datavolumes/source there"))
            .source(
                "https://github.com/kubevirt/containerized-data-importer/blob/main/doc/clone-datavolume.md"),
        Deputy.of("kubevirt", ".kubevirt.io", "kubevirt/virt-controller")
            .inside("spec", OBJECT)
            .source("https://kubevirt.io/user-guide/"),
        Deputy.of(
                "knative",
                "serving.knative.dev",
                "serving/cmd/controller",
                "knative-serving-controller")
            .pods("spec.template.spec")
            .inside("spec.template.spec.serviceAccountName", SERVICE_ACCOUNT)
            .source("https://knative.dev/docs/serving/reference/serving-api/"),
        Deputy.of("knative", "sources.knative.dev", "eventing/cmd/controller")
            .pods("spec.template of a ContainerSource")
            .inside("spec.serviceAccountName", SERVICE_ACCOUNT)
            .source("https://knative.dev/docs/eventing/reference/eventing-api/"),
        Deputy.of("knative", "sinks.knative.dev", "eventing/cmd/jobsink")
            .pods("spec.job of a JobSink")
            .source("https://knative.dev/docs/eventing/sinks/job-sink/"),
        Deputy.of("knative", ".knative.dev", "eventing/cmd/controller")
            .field(
                "spec.brokerRef.namespace, spec.subscriber.ref.namespace",
                OBJECT,
                ELSEWHERE,
                new Check.ByWhatIsNotRead(
                    "the writer must be allowed knsubscribe there",
                    "since 1.14, where the feature cross-namespace-event-links is on"))
            .source("https://knative.dev/docs/eventing/features/cross-namespace-event-links/"),
        Deputy.of("cloudnative-pg", "postgresql.cnpg.io", "cloudnative-pg/cloudnative-pg")
            .pods("spec.imageName, spec.projectedVolumeTemplate")
            .inside("spec.bootstrap.*.secret", SECRET)
            .source("https://cloudnative-pg.io/documentation/current/cloudnative-pg.v1/"),
        Deputy.of("strimzi", ".strimzi.io", "strimzi/operator")
            .pods("spec.kafka.template.pod")
            .inside("spec.authentication", SECRET)
            .source("https://strimzi.io/docs/operators/latest/configuring.html"),
        Deputy.of("eck", ".k8s.elastic.co", "eck/eck-operator", "eck-operator")
            .pods("spec.nodeSets[].podTemplate")
            .field("spec.elasticsearchRef.namespace", SECRET, ELSEWHERE, RBAC_ON_REFERENCES)
            .source(
                "https://www.elastic.co/docs/deploy-manage/deploy/cloud-on-k8s/restrict-cross-namespace-resource-associations"),
        Deputy.of(
                "rabbitmq",
                "rabbitmq.com",
                "rabbitmqoperator/cluster-operator",
                "messaging-topology-operator")
            .pods("spec.override.statefulSet")
            .field(
                "spec.rabbitmqClusterReference.namespace",
                OBJECT,
                ELSEWHERE,
                new Check.Always("the RabbitmqCluster's annotation lists the namespaces"))
            .source("https://www.rabbitmq.com/kubernetes/operator/using-topology-operator"),
        Deputy.of(
                "grafana-operator",
                "grafana.integreatly.org",
                "grafana/grafana-operator",
                "grafana-operator")
            .pods("spec.deployment")
            .field(
                "spec.instanceSelector",
                OBJECT,
                ELSEWHERE,
                new Check.Always("another namespace only with spec.allowCrossNamespaceImport"))
            .source("https://grafana.github.io/grafana-operator/docs/api/"),
        Deputy.of(
                "opentelemetry-operator",
                "opentelemetry.io",
                "opentelemetry-operator/opentelemetry-operator")
            .pods("spec.podSpec fields, spec.volumes, spec.hostNetwork")
            .inside("spec.serviceAccount", SERVICE_ACCOUNT)
            .source("https://opentelemetry.io/docs/platforms/kubernetes/operator/"),
        Deputy.of(
                "actions-runner-controller",
                "actions.github.com",
                "gha-runner-scale-set-controller")
            .pods("spec.template")
            .field("spec.listenerTemplate", POD_TEMPLATE, WITH_THE_CONTROLLER, NOTHING)
            .source(
                "https://docs.github.com/actions/tutorials/use-actions-runner-controller/deploy-runner-scale-sets"),
        Deputy.of(
                "actions-runner-controller", "actions.summerwind.dev", "actions-runner-controller")
            .pods("spec.template")
            .source("https://github.com/actions/actions-runner-controller"),
        maker(
            "ray",
            "ray.io",
            "spec.headGroupSpec.template",
            "https://docs.ray.io/en/latest/cluster/kubernetes/references.html",
            "kuberay/operator"),
        maker(
            "kubeflow",
            ".kubeflow.org",
            "spec.*ReplicaSpecs.*.template",
            "https://www.kubeflow.org/docs/components/trainer/legacy-v1/",
            "training-operator"),
        maker(
            "kubeflow",
            "kubeflow.org",
            "spec.*ReplicaSpecs.*.template, spec.template",
            "https://www.kubeflow.org/docs/components/trainer/legacy-v1/",
            "training-operator"),
        maker(
            "spark-operator",
            "sparkoperator.k8s.io",
            "spec.driver.template",
            "https://www.kubeflow.org/docs/components/spark-operator/reference/api-spec/",
            "spark-operator"),
        maker(
            "volcano",
            "batch.volcano.sh",
            "spec.tasks[].template",
            "https://volcano.sh/en/docs/vcjob/",
            "vc-controller-manager"),
        maker(
            "kruise",
            "apps.kruise.io",
            "spec.template",
            "https://openkruise.io/docs/",
            "kruise-manager"),
        Deputy.of("vertical-pod-autoscaler", "autoscaling.k8s.io", "autoscaling/vpa-updater")
            .inside("spec.targetRef", OBJECT)
            .source(
                "https://kubernetes.io/docs/concepts/workloads/autoscaling/vertical-pod-autoscale/"));
  }

  private static Deputy prometheus() {
    return Deputy.of(
            "prometheus-operator",
            "monitoring.coreos.com",
            "prometheus-operator/prometheus-operator")
        .source(PROMETHEUS);
  }

  private static Deputy maker(
      String product, String group, String path, String source, String image) {
    return Deputy.of(product, group, image).pods(path).source(source);
  }
}
