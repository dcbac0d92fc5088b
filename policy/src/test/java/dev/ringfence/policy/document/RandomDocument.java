package dev.ringfence.policy.document;

import dev.ringfence.policy.shape.Field;
import dev.ringfence.policy.shape.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Documents that have a kind's shape, and documents that nearly do. */
final class RandomDocument {

  /** Values of every type, right here and wrong there. */
  private static final List<@Nullable Object> ANY =
      Arrays.asList(
          "web",
          "Web",
          "a.b",
          "a/b",
          "",
          "x".repeat(64),
          "x".repeat(320),
          "2030-12-31",
          "2030-02-30",
          "2030-1-1",
          "-a",
          "Untrusted",
          "FirstParty",
          "calico",
          "1",
          0,
          1,
          3,
          4,
          -1,
          2.0,
          2.5,
          1e3,
          true,
          false,
          null,
          List.of(),
          List.of("web"),
          Map.of(),
          Map.of("a", "b"));

  private final Random random;

  /** One value in so many is wrong on purpose; none where it is 0. */
  private final int oneIn;

  RandomDocument(Random random, int oneIn) {
    this.random = random;
    this.oneIn = oneIn;
  }

  @Nullable Object value(Shape shape) {
    if (oneIn > 0 && random.nextInt(oneIn) == 0) {
      return ANY.get(random.nextInt(ANY.size()));
    }
    return switch (shape) {
      case Shape.Text text -> text(text);
      case Shape.Date date -> "20" + (30 + random.nextInt(60)) + "-02-" + (10 + random.nextInt(19));
      case Shape.Choice choice -> choice.words().get(random.nextInt(choice.words().size()));
      case Shape.Flag flag -> random.nextBoolean();
      case Shape.Count count -> count.minimum() + random.nextInt(4);
      case Shape.Listing listing -> listing(listing);
      case Shape.Table table -> table(table);
      case Shape.Fields fields -> fields(fields);
      case Shape.Anything anything -> ANY.get(random.nextInt(ANY.size()));
    };
  }

  private static String text(Shape.Text shape) {
    for (String candidate :
        List.of(
            "web", "spacely-1", "a", "x.y", "Zurich", "500m", "10.0.0.0/8", "0123456789abcdef")) {
      if (shape.pattern() == null || shape.pattern().matcher(candidate).matches()) {
        return candidate;
      }
    }
    throw new IllegalStateException("no example for " + shape.what());
  }

  private List<@Nullable Object> listing(Shape.Listing shape) {
    List<@Nullable Object> items = new ArrayList<>();
    int count = shape.minimumItems() + random.nextInt(3);
    for (int item = 0; item < count; item++) {
      items.add(value(shape.item()));
    }
    return items;
  }

  private Map<String, @Nullable Object> table(Shape.Table shape) {
    Map<String, @Nullable Object> entries = new LinkedHashMap<>();
    for (String key : List.of("a", "example.com/b", "-c", "d/e/f")) {
      boolean right = shape.key().pattern() == null || shape.key().pattern().matcher(key).matches();
      if (random.nextBoolean() && (right || (oneIn > 0 && random.nextInt(oneIn) == 0))) {
        entries.put(key, value(shape.value()));
      }
    }
    return entries;
  }

  private Map<String, @Nullable Object> fields(Shape.Fields shape) {
    Map<String, @Nullable Object> entries = new LinkedHashMap<>();
    for (Field field : shape.fields()) {
      boolean slip = oneIn > 0 && random.nextInt(oneIn) == 0;
      if (field.required() ? !slip : random.nextInt(3) == 0) {
        entries.put(
            field.name(),
            !field.required() && random.nextInt(8) == 0 ? null : value(field.shape()));
      }
      if (slip && random.nextBoolean()) {
        entries.put(field.name() + "s", "web");
      }
    }
    return entries;
  }
}
