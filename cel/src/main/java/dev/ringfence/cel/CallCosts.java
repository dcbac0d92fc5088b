package dev.ringfence.cel;

import com.google.common.primitives.UnsignedLong;
import dev.cel.common.values.CelByteString;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a call costs, by the values of its arguments: {@code apiserver/pkg/cel/library/cost.go} for
 * what Kubernetes adds, {@code interpreter/runtimecost.go} and {@code ext} of cel-go for the rest.
 */
final class CallCosts {

  private static final double TRAVERSAL = 0.1;
  private static final double REGULAR_EXPRESSION = 0.25;
  private static final long NEW_LIST = 11; // the call and the list
  private static final long AUTHORIZATION_CHECK = 350_000;

  private static final Set<String> ONE =
      Set.of(
          "serviceAccount",
          "path",
          "group",
          "resource",
          "subresource",
          "namespace",
          "name",
          "allowed",
          "reason",
          "error",
          "errored",
          "masked",
          "prefixLength",
          "family",
          "isUnspecified",
          "isLoopback",
          "isLinkLocalMulticast",
          "isLinkLocalUnicast",
          "isGlobalUnicast",
          "format.named",
          "sign",
          "asInteger",
          "isInteger",
          "asApproximateFloat",
          "isGreaterThan",
          "isLessThan",
          "compareTo",
          "add",
          "sub",
          "major",
          "minor",
          "patch",
          "getScheme",
          "getHostname",
          "getHost",
          "getPort",
          "getEscapedPath",
          "getQuery");
  private static final Set<String> TRAVERSED =
      Set.of("isSorted", "sum", "max", "min", "indexOf", "lastIndexOf");
  private static final Set<String> READ_ONCE =
      Set.of(
          "url",
          "lowerAscii",
          "upperAscii",
          "substring",
          "trim",
          "jsonpatch.escapeKey",
          "cidr",
          "isIP",
          "isCIDR",
          "quantity",
          "isQuantity",
          "semver",
          "isSemver");
  private static final Set<String> READ_TWICE = Set.of("replace", "split", "ip.isCanonical");
  private static final Set<String> SELECTORS = Set.of("fieldSelector", "labelSelector");
  private static final Set<String> COMPARED = Set.of("_<_", "_<=_", "_>_", "_>=_");

  private CallCosts() {}

  /**
   * @param overload the only overload that fits by types; empty where several do, which the server
   *     finds out when it calls and charges one for
   */
  static long of(
      String function, String overload, List<@Nullable Object> arguments, Object result) {
    Object first = arguments.isEmpty() ? null : arguments.getFirst();
    Object second = arguments.size() < 2 ? null : arguments.get(1);
    Long list = ofList(function, overload, first, second, result);
    if (list != null) {
      return list;
    }
    if (function.equals("check")) {
      return AUTHORIZATION_CHECK;
    }
    if (ONE.contains(function)) {
      return 1;
    }
    if (SELECTORS.contains(function)) {
      double length = size(second);
      return 10 + (long) Math.ceil(length * TRAVERSAL) + (long) Math.ceil(length * 0.5) * 50;
    }
    if (TRAVERSED.contains(function)) {
      return first == null ? 0 : traversal(first);
    }
    if (READ_ONCE.contains(function)) {
      return reading(size(first));
    }
    if (READ_TWICE.contains(function)) {
      return reading(2 * size(first));
    }
    return switch (function) {
      case "join" -> reading(2 * size(result));
      case "find", "findAll" -> pattern(size(first), size(second));
      case "ip" ->
          first instanceof Addresses.Cidr && !overload.isEmpty() ? 1 : reading(size(first));
      case "containsIP" -> reading(2 * size(first)) + parsing(overload, second);
      case "containsCIDR" ->
          reading(2 * size(first)) + reading(size(first)) + 1 + parsing(overload, second);
      case "validate" ->
          first instanceof NamedFormat format ? pattern(size(second), format.patternLength()) : 1;
      default -> ofStandard(function, overload, first, second);
    };
  }

  /**
   * At most what a call costs that is an error, by the longest text and the longest list. Where an
   * argument is the error, its size is one; else only a pattern that is made up can be one.
   */
  static long most(String function, boolean madeUpPattern, long text, long list) {
    return switch (function) {
      case "_==_",
          "_!=_",
          "_<_",
          "_<=_",
          "_>_",
          "_>=_",
          "!_",
          "-_",
          "_-_",
          "_*_",
          "_/_",
          "_%_",
          "_[_]",
          "_&&_",
          "_||_",
          "_?_:_",
          "@not_strictly_false",
          "size",
          "int",
          "uint",
          "double",
          "dyn",
          "type",
          "hasValue",
          "value",
          "orValue",
          "or" ->
          1;
      case "check" -> AUTHORIZATION_CHECK;
      case "matches", "find", "findAll" -> madeUpPattern ? pattern(text, text) : 1 + text;
      case "validate" -> pattern(1, NamedFormat.LONGEST_PATTERN) + text;
      case "join", "isSorted", "sum", "min", "max", "indexOf", "lastIndexOf" ->
          2 * (1 + reading(text)) * Math.max(1, list);
      case "distinct", "sort", "sets.contains", "sets.intersects", "sets.equivalent" ->
          NEW_LIST + 3 * list * list;
      default -> NEW_LIST + text + list;
    };
  }

  /** A text that stands for an address has to be parsed first; which it is, the overload says. */
  private static long parsing(String overload, @Nullable Object address) {
    return !overload.isEmpty() && address instanceof String text ? reading(text.length()) : 0;
  }

  private static @Nullable Long ofList(
      String function,
      String overload,
      @Nullable Object first,
      @Nullable Object second,
      Object result) {
    if (overload.isEmpty()) {
      return null;
    }
    return switch (function) {
      case "slice", "lists.range" -> NEW_LIST + size(result);
      case "reverse" -> first instanceof Collection ? (Long) (NEW_LIST + size(result)) : null;
      case "flatten" -> NEW_LIST + size(first) * (second instanceof Long depth ? depth : 1);
      case "distinct", "sort" -> comparison(first);
      case "lists.@sortByAssociatedKeys" -> comparison(first);
      case "sets.contains", "sets.intersects" -> 1 + size(first) * size(second);
      case "sets.equivalent" -> 1 + 2 * size(first) * size(second);
      default -> null;
    };
  }

  /** Each element with each other. */
  private static long comparison(@Nullable Object list) {
    long size = size(list);
    boolean texts =
        list instanceof List<?> elements
            && !elements.isEmpty()
            && (elements.getFirst() instanceof String
                || elements.getFirst() instanceof CelByteString);
    return NEW_LIST + (long) (size * size * (texts ? 2 + TRAVERSAL : 2));
  }

  private static long ofStandard(
      String function, String overload, @Nullable Object first, @Nullable Object second) {
    if (function.equals("_==_") || function.equals("_!=_")) {
      return function.equals("_==_") && isKubernetesOwn(first)
          ? 1
          : reading(Math.min(size(first), size(second)));
    }
    if (overload.isEmpty()) {
      return 1;
    }
    if (COMPARED.contains(function)) {
      return isText(first) ? reading(Math.min(size(first), size(second))) : 1;
    }
    return switch (function) {
      case "startsWith", "endsWith", "strings.quote", "format" -> reading(size(first));
      case "string" -> first instanceof CelByteString ? reading(size(first)) : 1;
      case "bytes" -> first instanceof String ? reading(size(first)) : 1;
      case "@in" -> second instanceof Collection<?> list ? list.size() : 1;
      case "_+_" -> isText(first) ? reading(size(first) + size(second)) : 1;
      case "matches" -> overload.equals("matches_string") ? pattern(size(first), size(second)) : 1;
      case "contains" -> reading(size(first)) * reading(size(second));
      default -> 1;
    };
  }

  private static boolean isText(@Nullable Object value) {
    return value instanceof String || value instanceof CelByteString;
  }

  private static boolean isKubernetesOwn(@Nullable Object value) {
    return value != null
        && value.getClass().getPackage() == CallCosts.class.getPackage()
        && !(value instanceof SelectedMap);
  }

  private static long pattern(long text, long pattern) {
    return (long) Math.ceil((1.0 + text) * TRAVERSAL)
        * (long) Math.ceil(pattern * REGULAR_EXPRESSION);
  }

  private static long reading(long length) {
    return (long) Math.ceil(length * TRAVERSAL);
  }

  /** Every text in it once; a tenth of each, rounded down. */
  private static long traversal(@Nullable Object value) {
    return switch (value) {
      case null -> 1;
      case String text ->
          (long) (text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length * TRAVERSAL);
      case CelByteString bytes -> (long) (bytes.size() * TRAVERSAL);
      case Collection<?> list -> {
        long cost = 0;
        for (Object element : list) {
          cost += traversal(element);
        }
        yield cost;
      }
      case Map<?, ?> map -> {
        long cost = 0;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          cost += traversal(entry.getKey()) + traversal(entry.getValue());
        }
        yield cost;
      }
      default -> 1;
    };
  }

  /** Characters of a text, elements of a list; one of what has no size. */
  static long size(@Nullable Object value) {
    return switch (value) {
      case null -> 1;
      case String text -> text.codePointCount(0, text.length());
      case CelByteString bytes -> bytes.size();
      case Collection<?> list -> list.size();
      case Map<?, ?> map -> map.size();
      case Optional<?> optional -> optional.isPresent() ? size(optional.get()) : 1;
      case Addresses.Ip ip -> ip.address().getAddress().length;
      case Addresses.Cidr cidr -> (cidr.length() + 7) / 8;
      case UnsignedLong number -> 1;
      default -> 1;
    };
  }
}
