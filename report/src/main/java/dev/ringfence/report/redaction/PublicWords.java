package dev.ringfence.report.redaction;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Words that say nothing of whose cluster it is: those of Kubernetes itself. Whatever is not among
 * them counts as a name, so that a word that is missing here hides too much and never too little.
 */
final class PublicWords {

  private static final Set<String> WORDS =
      new HashSet<>(
          Arrays.asList(
              """
              true false null none default absent unset any all only from to of in on the and or not is are for by with \
              no yes a an as at its it that what may be every other others another named core pod pods node nodes namespace \
              namespaces service services deployment deployments statefulset statefulsets daemonset daemonsets job \
              jobs cronjob cronjobs replicaset replicasets replicationcontroller replicationcontrollers secret secrets \
              configmap configmaps role roles rolebinding rolebindings clusterrole clusterroles clusterrolebinding \
              clusterrolebindings serviceaccount serviceaccounts token tokens user users group groups subject subjects \
              networkpolicy networkpolicies resourcequota resourcequotas limitrange limitranges ingress ingresses \
              gateway gateways httproute endpoints endpointslice endpointslices event events persistentvolume \
              persistentvolumes persistentvolumeclaim persistentvolumeclaims storageclass storageclasses runtimeclass \
              priorityclass customresourcedefinition apiservice apiservices lease leases certificatesigningrequest \
              certificatesigningrequests validatingwebhookconfiguration mutatingwebhookconfiguration \
              validatingadmissionpolicy validatingadmissionpolicybinding mutatingadmissionpolicy \
              mutatingadmissionpolicybinding flowschema prioritylevelconfiguration adminnetworkpolicy \
              clusternetworkpolicy ciliumnetworkpolicy binding bindings tenant requirements assumptions get list watch \
              create update patch delete deletecollection impersonate bind escalate approve sign use proxy exec attach \
              portforward log status scale eviction ephemeralcontainers finalize approval kind name metadata spec jobtemplate \
              template containers initcontainers ephemeralcontainers container volumes volume image command args env \
              envfrom hostnetwork hostpid hostipc hostusers hostpath hostport privileged capabilities add drop \
              securitycontext runasuser runasnonroot runasgroup allowprivilegeescalation readonlyrootfilesystem \
              seccompprofile apparmorprofile unconfined runtimedefault localhost procmount unmasked sysctls type path \
              subpath readonly mountpath volumemounts mountpropagation bidirectional hosttocontainer emptydir projected \
              csi secretname claimname configmapname serviceaccountname automountserviceaccounttoken nodename \
              nodeselector tolerations affinity operator exists effect noschedule noexecute prefernoschedule key value \
              values matchlabels matchexpressions labels label annotations selector podselector namespaceselector peer \
              rules verbs resources resourcenames apigroups nonresourceurls aggregationrule roleref policytypes egress \
              ports port protocol tcp udp sctp endport ipblock cidr except limits requests cpu memory storage pids \
              ephemeral-storage gpu count enforce warn audit version latest restricted baseline mode untrusted trusted \
              firstparty thirdparty arbitrary critical ordinary sensitive opaque always ifnotpresent never clusterip \
              nodeport loadbalancer externalname externalips replicas handler runc runsc kata gvisor linux windows \
              kernel kubelet workload network-policy api-server admission deputy metadata hardware fabric firewall \
              perimeter sentry hypervisor guest-kernel wasm-host container-manager node-authorization cloud-identity \
              api-proxy kubernetes containerd cri-o calico cilium kindnet flannel weave antrea pod-security \
              takeover read reach disrupt observe platform outside cluster everywhere anywhere possible \
              sys_admin sys_module sys_rawio sys_ptrace dac_read_search bpf net_raw net_admin net_bind_service chown \
              dac_override fowner fsetid kill setgid setuid setpcap sys_chroot mknod audit_write setfcap perfmon \
              system:masters system:authenticated system:unauthenticated system:anonymous system:serviceaccounts \
              system:nodes system:bootstrappers sys_boot sys_time syslog / /proc /sys /dev /etc /etc/kubernetes /root /home /run /var /var/run /var/log \
              /var/lib /var/lib/kubelet /var/lib/etcd /var/run/docker.sock /run/containerd/containerd.sock * \
              """
                  .strip()
                  .split("\\s+")));

  /** What the labels and annotations that Kubernetes defines are made of, beside the above. */
  private static final Set<String> LABEL_WORDS =
      Set.of(
          "os",
          "arch",
          "hostname",
          "zone",
          "region",
          "instance",
          "control",
          "plane",
          "master",
          "bootstrapping",
          "autoupdate",
          "managed",
          "by",
          "component",
          "component-base");

  /** The domains of API groups whose kinds are read. */
  private static final Set<String> PRODUCTS =
      Set.of(
          "projectcalico.org",
          "cilium.io",
          "istio.io",
          "kyverno.io",
          "gatekeeper.sh",
          "security.openshift.io");

  private static final Pattern DOMAIN_AND_NAME = Pattern.compile("[a-z0-9.-]+(/[a-z0-9._/:@-]*)?");

  private static final Pattern VERSION = Pattern.compile("v\\d+((alpha|beta)\\d+)?");

  private PublicWords() {}

  /** Whether the word is Kubernetes' own, or a number. */
  static boolean contains(String word) {
    String lower = word.toLowerCase(Locale.ROOT);
    return lower.length() <= 1
        || WORDS.contains(lower)
        || isNumber(lower)
        || isFieldPath(lower)
        || isKubernetesDomain(lower);
  }

  /** Such as {@code spec.template.spec}. */
  private static boolean isFieldPath(String word) {
    return word.contains(".") && WORDS.containsAll(Arrays.asList(word.split("\\.")));
  }

  private static boolean isNumber(String word) {
    for (int at = 0; at < word.length(); at++) {
      char character = word.charAt(at);
      if (character < '0' || character > '9') {
        return false;
      }
    }
    return true;
  }

  /**
   * API groups with their versions, and labels and annotations that Kubernetes defines. Whoever
   * runs a cluster may put names of his own behind some of its domains ({@code
   * node-restriction.kubernetes.io/}), and a text may begin with one and go on.
   */
  private static boolean isKubernetesDomain(String word) {
    if (!DOMAIN_AND_NAME.matcher(word).matches()) {
      return false;
    }
    int slash = word.indexOf('/');
    String domain = slash < 0 ? word : word.substring(0, slash);
    boolean isNamed = slash >= 0 && !domain.equals("registry.k8s.io");
    return (isKubernetesOwn(domain) || isProducts(domain))
        && (!isNamed || isKnownName(word.substring(slash + 1)));
  }

  private static boolean isKnownName(String name) {
    return VERSION.matcher(name).matches()
        || Arrays.stream(name.split("[.-]", -1))
            .allMatch(part -> WORDS.contains(part) || LABEL_WORDS.contains(part));
  }

  /** API groups of the products that are known well. */
  private static boolean isProducts(String domain) {
    return PRODUCTS.stream().anyMatch(one -> domain.equals(one) || domain.endsWith("." + one));
  }

  private static boolean isKubernetesOwn(String domain) {
    return domain.equals("k8s.io")
        || domain.equals("kubernetes.io")
        || domain.endsWith(".k8s.io")
        || domain.endsWith(".kubernetes.io")
        || domain.equals("apps")
        || domain.equals("batch")
        || domain.equals("autoscaling")
        || domain.equals("v1");
  }
}
