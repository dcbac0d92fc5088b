package dev.ringfence.engine.fact;

/**
 * What an identity may do by API requests, as far as some step needs it. The access room derives
 * {@link FactKind#MAY} facts for each; the rows of the catalogue say what follows.
 */
public enum Capability {
  EXEC_PODS,
  PORT_FORWARD_PODS,
  PROXY_PODS,
  /** Connect to what stands behind Services, through the API server. */
  PROXY_SERVICES,
  PROXY_NODES,
  CHANGE_EPHEMERAL_CONTAINERS,
  /** Update or patch pods or anything with a pod template: another image runs. */
  CHANGE_WORKLOADS,
  /** Update or patch what has a pod template: as good as creating pods. */
  CHANGE_TEMPLATES,
  /** Create pods or anything with a pod template. */
  CREATE_WORKLOADS,
  BIND_PODS,
  READ_SECRETS,
  READ_CONFIG_MAPS,
  READ_POD_LOGS,
  /** Read specs of pods and templates of pods, with the values of environment variables. */
  READ_SPECS,
  /** Create tokens of service accounts. */
  CREATE_TOKENS,
  /** Create Secrets, of whatever type. */
  CREATE_SECRETS,
  WRITE_CONFIG_MAPS,
  WRITE_SECRETS,
  /** Delete, evict, scale or redirect. */
  DISTURB,
  /** Get, list or watch names of anything in the scope. */
  READ_NAMES,
  /** Bind a role so that more rights follow, checked within one identity. */
  GAIN_RIGHTS,
  /** Update or patch Node objects: labels and taints. */
  CHANGE_NODES,
  CHANGE_NODE_STATUS,
  /** Create PersistentVolumes, of whatever source. */
  CREATE_VOLUMES,
  /** Create StorageClasses with whatever parameters, or contents of snapshots, of any handle. */
  CREATE_STORAGE_CLASSES,
  /** Create, update or patch objects of custom kinds. */
  WRITE_CUSTOM_RESOURCES,
  /** Create mirror pods as a node does: any labels, no Secrets and no service account. */
  CREATE_MIRROR_PODS
}
