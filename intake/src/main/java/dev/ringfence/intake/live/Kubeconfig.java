package dev.ringfence.intake.live;

import dev.ringfence.intake.InputException;
import dev.ringfence.intake.Place;
import dev.ringfence.intake.token.MalformedException;
import dev.ringfence.intake.token.YamlTokenReader;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import dev.ringfence.intake.tree.Schema;
import dev.ringfence.intake.tree.ShapeException;
import dev.ringfence.intake.tree.TreeReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The kubeconfig files merged as kubectl merges them: of several entries of one name the first
 * file's wins, and relative paths are relative to the file that holds them.
 */
final class Kubeconfig {

  /** An entry with the folder of its file. */
  record Entry(Fields fields, Path folder) {

    /** What {@code name-data} holds, or the file that {@code name} names; null for neither. */
    byte @Nullable [] material(String name) {
      String inline = fields.text(name + "-data");
      if (!inline.isEmpty()) {
        return Base64.getMimeDecoder().decode(inline);
      }
      String file = fields.text(name);
      return file.isEmpty() ? null : bytes(file);
    }

    byte[] bytes(String file) {
      Path path = folder.resolve(file);
      try {
        return Files.readAllBytes(path);
      } catch (IOException unreadable) {
        throw new InputException(
            new Place(path.toString(), -1, ""),
            "is named by the kubeconfig and cannot be read: " + unreadable,
            "Correct the kubeconfig, or check that you may read the file",
            unreadable);
      }
    }
  }

  private final Map<String, Entry> clusters = new LinkedHashMap<>();
  private final Map<String, Entry> users = new LinkedHashMap<>();
  private final Map<String, Entry> contexts = new LinkedHashMap<>();
  private String currentContext = "";

  private Kubeconfig() {}

  /** The files that kubectl would read: {@code $KUBECONFIG}, or the one in the home folder. */
  static List<Path> files(Map<String, String> environment, Path home) {
    String named = environment.getOrDefault("KUBECONFIG", "");
    List<Path> files = new ArrayList<>();
    if (named.isEmpty()) {
      files.add(home.resolve(".kube").resolve("config"));
    } else {
      for (String file : named.split(File.pathSeparator, -1)) {
        if (!file.isEmpty()) {
          files.add(Path.of(file));
        }
      }
    }
    files.removeIf(file -> !Files.exists(file));
    return files;
  }

  static Kubeconfig read(List<Path> files) {
    Kubeconfig merged = new Kubeconfig();
    for (Path file : files) {
      merged.add(file);
    }
    return merged;
  }

  private void add(Path file) {
    try (YamlTokenReader tokens = new YamlTokenReader(Files.newInputStream(file))) {
      if (tokens.nextDocument()
          && new TreeReader().read(tokens, Schema.EVERYTHING) instanceof Fields root) {
        Path folder = file.toAbsolutePath().getParent();
        addAll(root, "clusters", "cluster", folder, clusters);
        addAll(root, "users", "user", folder, users);
        addAll(root, "contexts", "context", folder, contexts);
        if (currentContext.isEmpty()) {
          currentContext = root.text("current-context");
        }
      }
    } catch (IOException | MalformedException | ShapeException unusable) {
      throw new InputException(
          new Place(file.toString(), -1, ""),
          "is no kubeconfig that can be read: " + unusable.getMessage(),
          "Correct it, or name another by KUBECONFIG",
          unusable);
    }
  }

  private static void addAll(
      Fields root, String list, String field, @Nullable Path folder, Map<String, Entry> entries) {
    Items items = root.items(list);
    for (int i = 0; i < items.size(); i++) {
      Fields item = items.fields(i);
      entries.putIfAbsent(
          item.text("name"), new Entry(item.fields(field), folder == null ? Path.of("") : folder));
    }
  }

  /** The name of the context to use. */
  String contextName(@Nullable String wanted) {
    String name = wanted == null ? currentContext : wanted;
    if (name.isEmpty()) {
      throw new InputException(
          null,
          "The kubeconfig has no current context",
          "Name one of " + contexts.keySet() + " by --context");
    }
    return name;
  }

  Entry context(String name) {
    return entry(contexts, "context", name);
  }

  Entry cluster(String name) {
    return entry(clusters, "cluster", name);
  }

  Entry user(String name) {
    return name.isEmpty() ? new Entry(Fields.EMPTY, Path.of("")) : entry(users, "user", name);
  }

  private static Entry entry(Map<String, Entry> entries, String what, String name) {
    Entry entry = entries.get(name);
    if (entry == null) {
      throw new InputException(
          null,
          "The kubeconfig has no " + what + " named " + name,
          entries.isEmpty()
              ? "Name a kubeconfig by KUBECONFIG, or put one in ~/.kube/config"
              : "It has " + entries.keySet());
    }
    return entry;
  }
}
