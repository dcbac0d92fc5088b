package dev.ringfence.intake;

/** Manifests that several tests read. */
final class Samples {

  static final String DEPLOYMENT =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: web
        namespace: shop
        labels: {app: web}
      spec:
        replicas: 3
        selector:
          matchLabels: {app: web}
        template:
          metadata:
            labels: {app: web}
          spec:
            containers:
              - name: web
                image: nginx:1.27
                ports: [{containerPort: 8080}]
                resources:
                  limits: {cpu: "0.5", memory: 1024Mi}
                env:
                  - name: PASSWORD
                    valueFrom: {secretKeyRef: {name: web-password, key: password}}
            volumes:
              - name: cache
      """;

  static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: web, namespace: shop}
      spec:
        containers: [{name: web, image: nginx}]
      """;

  private Samples() {}
}
