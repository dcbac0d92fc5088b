package dev.ringfence.engine.placement.filter;

import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.PodSpec;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/** A host port that another pod of the node has already, by address and protocol. */
final class NodePorts implements Filter {

  private static final String ANY = "0.0.0.0";

  private final Occupancy occupancy;
  private final IdentityHashMap<PodSpec, List<Container.Port>> known = new IdentityHashMap<>();

  NodePorts(Occupancy occupancy) {
    this.occupancy = occupancy;
  }

  @Override
  public String name() {
    return "NodePorts";
  }

  @Override
  public Verdict of(Candidate pod) {
    List<Container.Port> wanted = ports(pod.spec());
    if (wanted.isEmpty()) {
      return Verdict.PASSES;
    }
    return node -> {
      for (int other : occupancy.pods(node)) {
        if (occupancy.isThere(other, pod)) {
          for (Container.Port taken : ports(occupancy.cluster().pods().spec(other))) {
            for (Container.Port port : wanted) {
              if (collide(port, taken)) {
                return "host port " + port.protocol() + " " + port.hostPort() + " is taken";
              }
            }
          }
        }
      }
      return null;
    };
  }

  private static boolean collide(Container.Port first, Container.Port second) {
    return first.hostPort() == second.hostPort()
        && first.protocol().equals(second.protocol())
        && (address(first).equals(address(second))
            || address(first).equals(ANY)
            || address(second).equals(ANY));
  }

  private static String address(Container.Port port) {
    return port.hostIP().isEmpty() ? ANY : port.hostIP();
  }

  /** Host ports of the containers that stay: regular ones and init containers that restart. */
  private List<Container.Port> ports(PodSpec spec) {
    return known.computeIfAbsent(
        spec,
        one -> {
          List<Container.Port> ports = new ArrayList<>(0);
          for (Container container : one.containers()) {
            if (container.type() == Container.Type.REGULAR || container.restartableInit()) {
              for (Container.Port port : container.ports()) {
                if (port.hostPort() > 0) {
                  ports.add(port);
                }
              }
            }
          }
          return ports;
        });
  }
}
