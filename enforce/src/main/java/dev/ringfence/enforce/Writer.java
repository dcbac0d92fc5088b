package dev.ringfence.enforce;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who wrote an object and when, by its {@code managedFields}.
 *
 * @param time as the API writes it
 */
record Writer(String manager, String time) {

  /**
   * The other manager that owns one of the fields, else the last other one that wrote the object;
   * null where there is none, or where the source has no {@code managedFields}.
   */
  static @Nullable Writer of(Map<String, @Nullable Object> object, List<Difference.Field> fields) {
    Writer last = null;
    Writer owner = null;
    for (Object entry : Trees.list(Trees.map(object, "metadata"), "managedFields")) {
      Map<String, @Nullable Object> managed = Trees.map(entry);
      if (Trees.text(managed, "manager").equals(Enforcement.FIELD_MANAGER)
          || !Trees.text(managed, "subresource").isEmpty()) {
        continue;
      }
      Writer writer = new Writer(Trees.text(managed, "manager"), Trees.text(managed, "time"));
      last = later(last, writer);
      Map<String, @Nullable Object> owned = Trees.map(managed, "fieldsV1");
      if (fields.stream().anyMatch(field -> owns(owned, field.path()))) {
        owner = later(owner, writer);
      }
    }
    return owner == null ? last : owner;
  }

  private static Writer later(@Nullable Writer one, Writer other) {
    return one == null || other.time().compareTo(one.time()) > 0 ? other : one;
  }

  /** {@code spec.hard.pods} is {@code f:spec}, {@code f:hard}, {@code f:pods} there. */
  private static boolean owns(Map<String, @Nullable Object> owned, String path) {
    if (owned.isEmpty()) {
      return false;
    }
    Map<String, @Nullable Object> at = owned;
    for (String word : words(path)) {
      if (at.isEmpty() || word.chars().allMatch(Character::isDigit)) {
        break; // owned whole, or an item of a list, which is owned with its list
      }
      if (!at.containsKey("f:" + word)) {
        return false;
      }
      at = Trees.map(at, "f:" + word);
    }
    return true;
  }

  /** {@code metadata.labels[a.b/c]} is metadata, labels and a.b/c. */
  static List<String> words(String path) {
    List<String> words = new ArrayList<>();
    int at = 0;
    while (at < path.length()) {
      boolean bracket = path.charAt(at) == '[';
      int end = at;
      while (end < path.length()
          && (bracket
              ? path.charAt(end) != ']'
              : path.charAt(end) != '.' && path.charAt(end) != '[')) {
        end++;
      }
      String word = path.substring(bracket ? at + 1 : at, end);
      if (!word.isEmpty()) {
        words.add(word);
      }
      boolean separator = end < path.length() && path.charAt(end) != '[';
      at = separator ? end + 1 : end;
    }
    return words;
  }
}
