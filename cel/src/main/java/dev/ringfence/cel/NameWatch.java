package dev.ringfence.cel;

import dev.cel.common.ast.CelExpr;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Watches evaluations for whether anything looks into certain names: compares them by order, takes
 * their length, a part of them, or makes a longer text of them. What only compares them for
 * equality, looks them up or hands them on says the same of other names, unless a text that was put
 * together of others ({@code 'team-' + 'a'}) is one of those.
 *
 * <p>Errors count as looking into them: of what ends in one the evaluation does not tell.
 */
final class NameWatch {

  /** What treats every text alike, wherever in its arguments it is. */
  private static final Set<String> ALIKE =
      Set.of(
          "_==_",
          "_!=_",
          "@in",
          "_?._",
          "_?_:_",
          "_&&_",
          "_||_",
          "!_",
          "@not_strictly_false",
          "hasValue",
          "value",
          "or",
          "orValue",
          "optional.of",
          "optional.none",
          "optional.ofNonZeroValue",
          "cel.@mapInsert",
          "dyn",
          "type");

  /** Which of several it is may depend on the order of texts, so only a key is harmless. */
  private static final Set<String> LOOK_UPS = Set.of("_[_]", "_[?_]");

  /** Harmless for lists and maps, not for texts. */
  private static final Set<String> OF_LISTS = Set.of("size", "_+_");

  private final Set<String> names;
  private final Predicate<String> others;
  private boolean toldApart;

  /**
   * @param others whether a text may be one of those that the names stand for
   */
  NameWatch(Set<String> names, Predicate<String> others) {
    this.names = Set.copyOf(names);
    this.others = others;
  }

  boolean isToldApart() {
    return toldApart;
  }

  void tellsApart() {
    toldApart = true;
  }

  /**
   * Notes a call that was evaluated.
   *
   * @param values of nodes by their ids; one that is not there counts as a name
   */
  void note(CelExpr.CelCall call, Map<Long, Object> values, Object result) {
    String function = call.function();
    if (toldApart || ALIKE.contains(function)) {
      return;
    }
    if (LOOK_UPS.contains(function)) {
      toldApart = values.get(call.args().getLast().id()) instanceof Number && holdsName(result);
      return;
    }
    boolean ofLists = OF_LISTS.contains(function);
    call.target().ifPresent(target -> note(target, values, ofLists));
    call.args().forEach(argument -> note(argument, values, ofLists));
    toldApart |= !(ofLists && result instanceof List<?>) && makesName(result);
  }

  /** Whether a text that was put together may be what one of the names stands for. */
  private boolean makesName(@Nullable Object made) {
    return switch (made) {
      case null -> false;
      case String text -> others.test(text);
      case Collection<?> list -> list.stream().anyMatch(this::makesName);
      case Map<?, ?> map ->
          map.entrySet().stream()
              .anyMatch(entry -> makesName(entry.getKey()) || makesName(entry.getValue()));
      case Optional<?> optional -> optional.isPresent() && makesName(optional.get());
      default -> false;
    };
  }

  private void note(CelExpr argument, Map<Long, Object> values, boolean ofLists) {
    if (argument.exprKind().getKind() == CelExpr.ExprKind.Kind.CONSTANT) {
      return;
    }
    Object value = values.get(argument.id());
    boolean structure = ofLists && (value instanceof List<?> || value instanceof Map<?, ?>);
    toldApart |= !structure && holdsName(value);
  }

  /** Whether a name is in it, or it cannot be told. */
  private boolean holdsName(@Nullable Object value) {
    return switch (value) {
      case null -> true;
      case String text -> names.stream().anyMatch(text::contains);
      case Collection<?> list -> list.stream().anyMatch(this::holdsName);
      case Map<?, ?> map ->
          map.entrySet().stream()
              .anyMatch(entry -> holdsName(entry.getKey()) || holdsName(entry.getValue()));
      case Optional<?> optional -> optional.isPresent() && holdsName(optional.get());
      case SelectedMap fields -> true; // variables among them that nobody has asked for
      default -> false;
    };
  }
}
