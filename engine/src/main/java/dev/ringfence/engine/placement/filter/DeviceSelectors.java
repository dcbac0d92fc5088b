package dev.ringfence.engine.placement.filter;

import dev.ringfence.engine.cluster.DeviceKinds;

/** Evaluates the CEL expressions by which classes and claims select devices. */
public interface DeviceSelectors {

  /** Of whoever has no engine for expressions: nothing is known. */
  DeviceSelectors NONE = (expression, driver, device) -> Match.UNKNOWN;

  /** What an expression says of a device. */
  enum Match {
    YES,
    NO,
    /** It cannot be evaluated for the device, for example for an attribute that is not there. */
    FAILS,
    /** Nobody here can tell. */
    UNKNOWN
  }

  /**
   * @param driver of the device, which its attributes belong to where their names have no domain
   */
  Match match(String expression, String driver, DeviceKinds.Device device);
}
