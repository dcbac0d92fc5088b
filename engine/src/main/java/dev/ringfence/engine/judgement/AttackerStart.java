package dev.ringfence.engine.judgement;

import dev.ringfence.engine.access.Access;
import dev.ringfence.engine.catalogue.Landscape;
import dev.ringfence.engine.catalogue.StepSink;
import dev.ringfence.engine.cluster.PodClass;
import dev.ringfence.engine.cluster.Rbac;
import dev.ringfence.engine.fact.Capability;
import dev.ringfence.engine.fact.Facts;
import dev.ringfence.engine.tenancy.Tenant;

/**
 * What each attacker has from the beginning, all at once: code in every pod of the tenant, a place
 * outside the cluster; for an untrusted tenant its users' credentials, usable from outside; where
 * the tenant chooses pod specs, pods with any spec that admission lets through. The platform is the
 * trusted base: nodes and API server are its own, so it starts with everything.
 */
final class AttackerStart {

  private final Landscape landscape;
  private final StepSink steps;

  AttackerStart(Landscape landscape, StepSink steps) {
    this.landscape = landscape;
    this.steps = steps;
  }

  void begin() {
    Facts facts = landscape.facts();
    for (PodClass podClass : landscape.cluster().podClasses()) {
      Tenant tenant = landscape.tenancy().tenant(landscape.tenantOf(podClass.id()));
      if (tenant.isAttacker()) {
        steps.start(tenant.id(), facts.codeAnywhere(podClass.id()));
      }
    }
    for (Tenant tenant : landscape.tenancy().tenants()) {
      if (!tenant.isAttacker()) {
        continue;
      }
      steps.start(tenant.id(), facts.outside());
      if (tenant.isPlatform()) {
        steps.start(tenant.id(), facts.everything());
      } else {
        users(tenant);
        podSpecs(tenant);
      }
    }
  }

  private void users(Tenant tenant) {
    if (tenant.trust() != Tenant.Trust.UNTRUSTED || tenant.subjects().isEmpty()) {
      return;
    }
    Facts facts = landscape.facts();
    Access access = landscape.access();
    for (Rbac.Subject subject : tenant.subjects()) {
      int identity = access.identityOf(subject);
      if (identity >= 0) {
        steps.start(tenant.id(), facts.holds(identity));
      }
    }
    steps.start(tenant.id(), facts.apiPlace());
  }

  private void podSpecs(Tenant tenant) {
    if (tenant.podSpec() != Tenant.PodSpecChoice.TENANT) {
      return;
    }
    for (int namespace : tenant.namespaces()) {
      steps.start(tenant.id(), landscape.facts().may(Capability.CREATE_WORKLOADS, namespace));
    }
  }
}
