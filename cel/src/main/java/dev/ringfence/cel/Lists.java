package dev.ringfence.cel;

import dev.cel.runtime.CelEvaluationException;
import java.util.List;
import java.util.Objects;

/**
 * {@code isSorted}, {@code sum}, {@code min}, {@code max}, {@code indexOf}, {@code lastIndexOf}.
 */
final class Lists {

  private Lists() {}

  static void addTo(CelLibrary library) {
    library.member("isSorted", CelLibrary.BOOLEAN, a -> isSorted((List<?>) a[0]), CelLibrary.LIST);
    library.member("sum", CelLibrary.ANY, a -> sum((List<?>) a[0]), CelLibrary.LIST);
    library.member("min", CelLibrary.ANY, a -> extreme((List<?>) a[0], "min", -1), CelLibrary.LIST);
    library.member("max", CelLibrary.ANY, a -> extreme((List<?>) a[0], "max", 1), CelLibrary.LIST);
    library.member(
        "indexOf",
        CelLibrary.INTEGER,
        a -> (long) ((List<?>) a[0]).indexOf(a[1]),
        CelLibrary.LIST,
        CelLibrary.ANY);
    library.member(
        "lastIndexOf",
        CelLibrary.INTEGER,
        a -> (long) ((List<?>) a[0]).lastIndexOf(a[1]),
        CelLibrary.LIST,
        CelLibrary.ANY);
  }

  private static boolean isSorted(List<?> list) throws CelEvaluationException {
    for (int at = 1; at < list.size(); at++) {
      if (compare(list.get(at - 1), list.get(at)) > 0) {
        return false;
      }
    }
    return true;
  }

  /** The empty list's sum is the integer zero: of what type it is empty nobody knows here. */
  private static Object sum(List<?> list) throws CelEvaluationException {
    if (list.stream().allMatch(Long.class::isInstance)) {
      long total = 0;
      for (Object item : list) {
        total = Math.addExact(total, (Long) item);
      }
      return total;
    }
    double total = 0;
    for (Object item : list) {
      if (!(item instanceof Number number)) {
        throw CelLibrary.error("no such overload: sum of what are no numbers");
      }
      total += number.doubleValue();
    }
    return total;
  }

  private static Object extreme(List<?> list, String name, int sign) throws CelEvaluationException {
    if (list.isEmpty()) {
      throw CelLibrary.error(name + " called on empty list");
    }
    Object best = list.getFirst();
    for (Object item : list) {
      if (compare(item, best) * sign > 0) {
        best = item;
      }
    }
    return Objects.requireNonNull(best);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // both sides have one class, which was just checked
  private static int compare(Object left, Object right) throws CelEvaluationException {
    if (left instanceof Number first && right instanceof Number second) {
      return first instanceof Long && second instanceof Long
          ? Long.compare(first.longValue(), second.longValue())
          : Double.compare(first.doubleValue(), second.doubleValue());
    }
    if (left instanceof Comparable first && left.getClass() == right.getClass()) {
      return first.compareTo(right);
    }
    throw CelLibrary.error("no such overload: what cannot be compared");
  }
}
