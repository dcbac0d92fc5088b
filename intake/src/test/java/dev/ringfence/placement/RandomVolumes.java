package dev.ringfence.placement;

import java.util.ArrayList;
import java.util.List;

/** Volumes with their claims, what drivers say of nodes, and what pods have of them. */
final class RandomVolumes {

  private static final int COUNT = 7;

  private final RandomChoice choice;
  private final List<String> claims = new ArrayList<>();

  RandomVolumes(RandomChoice choice) {
    this.choice = choice;
  }

  /** A storage class, volumes and their claims. */
  List<String> documents() {
    List<String> documents = new ArrayList<>();
    documents.add(
        """
        {"apiVersion":"storage.k8s.io/v1","kind":"StorageClass","metadata":{"name":"late"},\
        "provisioner":"kubernetes.io/no-provisioner","volumeBindingMode":"WaitForFirstConsumer"}""");
    for (int i = 0; i < COUNT; i++) {
      volume("volume-" + i, choice.any(RandomWorld.NAMESPACES), i, documents);
    }
    return documents;
  }

  /** A volume of a node or a zone, and its claim. */
  private void volume(String name, String namespace, int number, List<String> documents) {
    String affinity =
        switch (number) {
          case 0 ->
              """
              ,"nodeAffinity":{"required":{"nodeSelectorTerms":[{"matchExpressions":\
              [{"key":"kubernetes.io/hostname","operator":"In","values":["node-1","node-3"]}]}]}}""";
          case 1, 3, 4, 5, 6 -> "";
          default ->
              """
              ,"nodeAffinity":{"required":{"nodeSelectorTerms":[{"matchExpressions":\
              [{"key":"rack","operator":"Exists"}]}]}}""";
        };
    String zone =
        number == 1
            ? RandomChoice.labels("topology.kubernetes.io/zone", choice.any(RandomWorld.ZONES))
            : "{}";
    String mode = number == 1 ? "ReadWriteOncePod" : "ReadWriteMany";
    documents.add(
        """
        {"apiVersion":"v1","kind":"PersistentVolume","metadata":{"name":"%s","labels":%s},\
        "spec":{"capacity":{"storage":"1Gi"},"accessModes":["%s"],\
        %s,\
        "persistentVolumeReclaimPolicy":"Retain","storageClassName":"",\
        "claimRef":{"namespace":"%s","name":"%s"}%s}}"""
            .formatted(name, zone, mode, source(name, number), namespace, name, affinity));
    documents.add(
        """
        {"apiVersion":"v1","kind":"PersistentVolumeClaim","metadata":{"name":"%s",\
        "namespace":"%s"},"spec":{"accessModes":["%s"],"storageClassName":"",\
        "volumeName":"%s","resources":{"requests":{"storage":"1Gi"}}}}"""
            .formatted(name, namespace, mode, name));
    claims.add(namespace + "/" + name);
  }

  /** A file server's, or a disk's whose driver bounds how many a node takes. */
  private static String source(String name, int number) {
    return number < 3
        ? "\"nfs\":{\"server\":\"files.example\",\"path\":\"/%s\"}".formatted(name)
        : "\"csi\":{\"driver\":\"disk-%d.example\",\"volumeHandle\":\"%s\"}"
            .formatted(number / 6, name);
  }

  /** What drivers say of nodes: how many volumes they take, and one that is attached for nobody. */
  List<String> limits() {
    List<String> documents = new ArrayList<>();
    for (int i = 0; i < RandomWorld.NODES; i++) {
      if (!choice.chance(4)) {
        documents.add(
            """
            {"apiVersion":"storage.k8s.io/v1","kind":"CSINode","metadata":{"name":"node-%1$d"},\
            "spec":{"drivers":[{"name":"disk-0.example","nodeID":"node-%1$d","topologyKeys":[],\
            "allocatable":{"count":%2$s}},{"name":"disk-1.example","nodeID":"node-%1$d"}]}}"""
                .formatted(i, choice.any("0", "1", "1", "2")));
      }
    }
    if (choice.chance(2)) {
      documents.add(
          """
          {"apiVersion":"storage.k8s.io/v1","kind":"VolumeAttachment","metadata":{"name":"left"},\
          "spec":{"attacher":"disk-0.example","nodeName":"node-%d",\
          "source":{"persistentVolumeName":"volume-3"}}}"""
              .formatted(choice.below(RandomWorld.NODES)));
    }
    return documents;
  }

  /** The volumes of a pod, each once; perhaps a claim that is not there. */
  String of(String namespace, int oneIn, boolean absent) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      String claim = choice.any(claims);
      String name = claim.substring(claim.indexOf('/') + 1);
      if (choice.chance(oneIn) && claim.startsWith(namespace + "/") && !names.contains(name)) {
        names.add(name);
      }
    }
    if (names.isEmpty() && absent && choice.chance(60)) {
      names.add("absent");
    }
    List<String> volumes = new ArrayList<>();
    for (String name : names) {
      volumes.add(
          "{\"name\":\"v%d\",\"persistentVolumeClaim\":{\"claimName\":\"%s\"}}"
              .formatted(volumes.size(), name));
    }
    if (choice.chance(oneIn * 4)) {
      volumes.add("{\"name\":\"disk\",%s}".formatted(disk()));
    }
    return volumes.isEmpty() ? "" : ",\"volumes\":[%s]".formatted(String.join(",", volumes));
  }

  /** A disk that the pod itself names; the scheduler lets no two write one. */
  private String disk() {
    String readOnly = choice.any("", "", ",\"readOnly\":true");
    return choice.chance(2)
        ? """
          "iscsi":{"targetPortal":"10.0.0.1:3260","iqn":"iqn.2026-11.example:%s","lun":0%s}"""
            .formatted(choice.any("one", "two"), readOnly)
        : """
          "rbd":{"monitors":["%s","mon-c"],"image":"%s","pool":"data"%s}"""
            .formatted(choice.any("mon-a", "mon-b"), choice.any("one", "two"), readOnly);
  }
}
