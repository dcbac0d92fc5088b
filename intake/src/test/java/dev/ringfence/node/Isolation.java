package dev.ringfence.node;

/**
 * How a pod is kept from its node.
 *
 * @param fragment of the pod's spec, without braces; empty for none
 */
record Isolation(String name, String fragment) {

  static final Isolation RUNC = new Isolation("runc", "");
  static final Isolation USER_NAMESPACE =
      new Isolation("runc, hostUsers: false", "\"hostUsers\":false");
  static final Isolation GVISOR = new Isolation("runsc", "\"runtimeClassName\":\"strong\"");
}
