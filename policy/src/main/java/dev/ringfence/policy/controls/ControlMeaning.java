package dev.ringfence.policy.controls;

/** What each control holds, in stakes: told where it is missing or differs. */
public final class ControlMeaning {

  private ControlMeaning() {}

  /** For the id of a control, such as {@code network/default-deny}. */
  public static String of(String control) {
    String room = control.contains("/") ? control.substring(0, control.indexOf('/')) : control;
    return switch (room) {
      case "namespace" ->
          "takeover and read: Pod Security's level, and the label by which policies choose";
      case "network" ->
          switch (control.substring(control.indexOf('/') + 1)) {
            case "default-deny" -> "reach, and with it takeover and read by way of a workload";
            case "own-node" -> "takeover by way of the own node's kubelet";
            case "dns" -> "DNS for the tenant itself; observe where names are limited";
            default -> "the tenant's own traffic: missing, it is cut off";
          };
      case "quota" -> "disrupt";
      case "access" -> "takeover and read by way of the API";
      case "admission" ->
          control.startsWith("admission/images")
              ? "takeover and read by way of images"
              : "takeover, read and disrupt by crafted pods; Pod Security holds the host's part too";
      case "guard" -> "every stake: whoever takes this down takes fences down";
      case "sandbox" -> "takeover and read by way of the kernel";
      case "api" -> "disrupt by way of the API server";
      default -> "what its file says";
    };
  }
}
