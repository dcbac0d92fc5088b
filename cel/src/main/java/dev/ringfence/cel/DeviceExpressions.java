package dev.ringfence.cel;

import dev.ringfence.engine.admission.policy.CostBudget;
import dev.ringfence.engine.admission.policy.ExpressionEngine;
import dev.ringfence.engine.admission.policy.ExpressionException;
import dev.ringfence.engine.cluster.DeviceKinds;
import dev.ringfence.engine.placement.filter.DeviceSelectors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The expressions by which classes and claims select devices, with the variable {@code device}: its
 * driver, and its attributes and capacity by domain and name. Source:
 * k8s.io/dynamic-resource-allocation/cel.
 */
public final class DeviceExpressions implements DeviceSelectors {

  /** Whether a domain is there can be asked for only of a map that says so of each. */
  private static final Pattern MEMBERSHIP = Pattern.compile("\\sin\\s");

  /** A domain of which a device has nothing is an empty map, not an error. */
  private static final class Defaulting extends HashMap<String, Object> {
    private static final long serialVersionUID = 1;

    Defaulting(Map<String, Map<String, Object>> domains) {
      super(domains);
    }

    @Override
    public Object get(@Nullable Object domain) {
      Object names = super.get(domain);
      return names == null ? Map.of() : names;
    }
  }

  private final KubernetesExpressions expressions = new KubernetesExpressions(List.of("device"));

  /**
   * Tried with the domains that the device has first: where that gives an answer, empty ones would
   * not change it. The library asks a map in one way for {@code in} and for a value, so with both
   * in one expression nobody here can tell.
   */
  @Override
  public Match match(String expression, String driver, DeviceKinds.Device device) {
    try {
      ExpressionEngine.Program program = expressions.compile(expression);
      Match plain = match(program, driver, device, false);
      if (plain != Match.FAILS) {
        return plain;
      }
      return MEMBERSHIP.matcher(expression).find()
          ? Match.UNKNOWN
          : match(program, driver, device, true);
    } catch (ExpressionException doesNotCompile) {
      return of(doesNotCompile);
    }
  }

  private static Match match(
      ExpressionEngine.Program program,
      String driver,
      DeviceKinds.Device device,
      boolean defaulting) {
    try {
      Object answer =
          program.evaluate(
              Map.of("device", variable(driver, device, defaulting)), CostBudget.ofPolicy());
      if (answer instanceof Boolean matches) {
        return matches ? Match.YES : Match.NO;
      }
      return Match.FAILS;
    } catch (ExpressionException cannotBeEvaluated) {
      return of(cannotBeEvaluated);
    }
  }

  /** What is not decidable here may be decided by the scheduler, either way. */
  private static Match of(ExpressionException problem) {
    return problem.kind() == ExpressionException.Kind.NOT_DECIDABLE ? Match.UNKNOWN : Match.FAILS;
  }

  private static Map<String, Object> variable(
      String driver, DeviceKinds.Device device, boolean defaulting) {
    Map<String, Map<String, Object>> attributes = new HashMap<>();
    device.attributes().forEach((name, value) -> put(attributes, driver, name, value(value)));
    Map<String, Map<String, Object>> capacity = new HashMap<>();
    device
        .capacity()
        .forEach((name, amount) -> put(capacity, driver, name, Quantity.parse(amount)));
    return Map.of(
        "driver",
        driver,
        "allowMultipleAllocations",
        device.severallyAllocated(),
        "attributes",
        defaulting ? new Defaulting(attributes) : attributes,
        "capacity",
        defaulting ? new Defaulting(capacity) : capacity);
  }

  private static void put(
      Map<String, Map<String, Object>> domains,
      String driver,
      String name,
      @Nullable Object value) {
    int slash = name.indexOf('/');
    if (value == null) {
      throw new ExpressionException("attribute " + name + " has a value of an unknown type");
    }
    domains
        .computeIfAbsent(slash < 0 ? driver : name.substring(0, slash), domain -> new HashMap<>())
        .put(name.substring(slash + 1), value);
  }

  private static @Nullable Object value(DeviceKinds.Attribute attribute) {
    return switch (attribute.type()) {
      case STRING -> attribute.value();
      case INT -> Long.parseLong(attribute.value());
      case BOOL -> Boolean.parseBoolean(attribute.value());
      case VERSION -> SemanticVersion.parse(attribute.value(), false);
      case OTHER -> null;
    };
  }
}
