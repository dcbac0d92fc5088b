package dev.ringfence.intake.pod;

import dev.ringfence.engine.deputies.Installation;
import dev.ringfence.engine.deputies.KnownDeputies;
import dev.ringfence.engine.network.Enforcement;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Of a container's command line and environment the few settings that the tables of deputies and of
 * enforcers look at. What a shell or a variable would put together is not worked out: then some may
 * be there unseen.
 */
final class CommandLine {

  private static final Set<String> FLAGS =
      Stream.concat(KnownDeputies.flags().stream(), Enforcement.FLAGS.stream())
          .collect(Collectors.toUnmodifiableSet());

  private CommandLine() {}

  /** As {@code flag=value}; a flag without a value is {@code true}. */
  static List<String> settings(Fields container) {
    List<String> words = new ArrayList<>(container.texts("command"));
    words.addAll(container.texts("args"));
    List<String> settings = new ArrayList<>();
    Items variables = container.items("env");
    for (int at = 0; at < variables.size(); at++) {
      Fields variable = variables.fields(at);
      if (Enforcement.VARIABLES.contains(variable.text("name")) && variable.has("value")) {
        settings.add(variable.text("name") + "=" + variable.text("value"));
      }
    }
    for (int at = 0; at < words.size(); at++) {
      String word = words.get(at);
      if (word.startsWith("$(") || isScript(word)) {
        settings.add(Installation.UNREADABLE);
      } else if (word.startsWith("-")) {
        add(word, at + 1 < words.size() ? words.get(at + 1) : "-", settings);
      }
    }
    return settings;
  }

  private static boolean isScript(String word) {
    return word.indexOf(' ') >= 0
        && (word.indexOf('$') >= 0 || FLAGS.stream().anyMatch(word::contains));
  }

  private static void add(String word, String next, List<String> settings) {
    int equals = word.indexOf('=');
    String flag =
        word.substring(word.startsWith("--") ? 2 : 1, equals < 0 ? word.length() : equals)
            .toLowerCase(Locale.ROOT);
    if (FLAGS.contains(flag)) {
      String value =
          equals >= 0 ? word.substring(equals + 1) : next.startsWith("-") ? "true" : next;
      settings.add(flag + "=" + (value.contains("$(") ? Installation.UNREADABLE : value));
    }
  }
}
