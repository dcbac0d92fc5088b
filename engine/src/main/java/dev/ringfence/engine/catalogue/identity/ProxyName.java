package dev.ringfence.engine.catalogue.identity;

import dev.ringfence.engine.network.PortSet;

/**
 * What {@code …/proxy} is asked for: {@code NAME}, {@code NAME:PORT} or {@code SCHEME:NAME:PORT}.
 * RBAC compares resourceNames with the whole of it; the object is the name alone ({@code
 * SplitSchemeNamePort} of apimachinery).
 *
 * @param port empty where none is named
 */
record ProxyName(String name, String port) {

  static ProxyName of(String asked) {
    String[] parts = asked.split(":", -1);
    return switch (parts.length) {
      case 2 -> new ProxyName(parts[0], parts[1]);
      case 3 -> new ProxyName(parts[1], parts[2]);
      default -> new ProxyName(asked, "");
    };
  }

  /** The ports of a pod that can be reached so: a named port may be any. */
  PortSet ports() {
    return port.matches("\\d{1,5}") && Integer.parseInt(port) <= 65_535
        ? PortSet.of(PortSet.Protocol.TCP, Integer.parseInt(port))
        : PortSet.ALL;
  }
}
