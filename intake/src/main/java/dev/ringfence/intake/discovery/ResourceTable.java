package dev.ringfence.intake.discovery;

import dev.ringfence.engine.cluster.Cluster;
import dev.ringfence.engine.cluster.Policies;
import dev.ringfence.intake.token.JsonTokenReader;
import dev.ringfence.intake.token.TokenReader;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import dev.ringfence.intake.tree.Schema;
import dev.ringfence.intake.tree.TreeReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The resources of one cluster: those of its version and its custom ones. */
public final class ResourceTable {

  /** Whose discovery stands in for newer versions, and for what is no version. */
  private static final String NEWEST = "1.36";

  /** Whose discovery stands in for older versions. */
  private static final String OLDEST = "1.31";

  private static final Schema WANTED =
      Schema.of(
          """
          items {
            metadata { name }
            versions {
              version
              resources {
                resource responseKind { kind } scope singularResource shortNames
                subresources { subresource }
              }
            }
          }
          """);

  /**
   * One resource.
   *
   * @param words what it is called besides: singular and short names
   * @param subresources without the resource's own name
   */
  public record Resource(
      String group,
      String version,
      String name,
      String kind,
      boolean namespaced,
      List<String> words,
      List<String> subresources) {
    public Resource {
      words = List.copyOf(words);
      subresources = List.copyOf(subresources);
    }
  }

  private final List<Resource> resources = new ArrayList<>();

  private ResourceTable() {}

  /** The resources that the cluster's API server serves. */
  public static ResourceTable of(Cluster cluster) {
    ResourceTable table = builtIn(cluster.kubernetesVersion());
    for (Policies.CustomResource custom : cluster.customResources()) {
      table.resources.add(
          new Resource(
              custom.group(),
              "",
              custom.plural(),
              custom.kind(),
              custom.namespaced(),
              List.of(),
              List.of("status", "scale")));
    }
    return table;
  }

  /** The resources that a server of the version serves by itself. */
  public static ResourceTable builtIn(String version) {
    try (InputStream known = open(version);
        InputStream stream =
            known == null ? Objects.requireNonNull(open(nearest(version))) : known;
        TokenReader tokens = new JsonTokenReader(stream)) {
      tokens.nextDocument();
      Fields root = (Fields) Objects.requireNonNull(new TreeReader().read(tokens, WANTED));
      ResourceTable table = new ResourceTable();
      Items groups = root.items("items");
      for (int group = 0; group < groups.size(); group++) {
        table.add(groups.fields(group));
      }
      return table;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String nearest(String version) {
    return version.matches("1\\.[0-9]|1\\.[12][0-9]|1\\.30") ? OLDEST : NEWEST;
  }

  private static @Nullable InputStream open(String version) {
    return ResourceTable.class.getResourceAsStream(
        "/dev/ringfence/intake/discovery/v" + version + ".json");
  }

  private void add(Fields group) {
    String name = group.fields("metadata").text("name");
    Items versions = group.items("versions");
    for (int at = 0; at < versions.size(); at++) {
      Fields version = versions.fields(at);
      Items all = version.items("resources");
      for (int index = 0; index < all.size(); index++) {
        Fields one = all.fields(index);
        List<String> words = new ArrayList<>(one.texts("shortNames"));
        words.add(one.text("singularResource"));
        List<String> subresources = new ArrayList<>();
        Items below = one.items("subresources");
        for (int i = 0; i < below.size(); i++) {
          subresources.add(below.fields(i).text("subresource"));
        }
        resources.add(
            new Resource(
                name,
                version.text("version"),
                one.text("resource"),
                one.fields("responseKind").text("kind"),
                one.text("scope").equals("Namespaced"),
                words,
                subresources));
      }
    }
  }

  /**
   * The resource that somebody means by a plural, singular or short name, in the server's order of
   * groups; null where no such resource is known.
   *
   * @param group null where the user gave none
   */
  public @Nullable Resource find(String word, @Nullable String group) {
    for (Resource resource : resources) {
      boolean inGroup = group == null || resource.group().equals(group);
      if (inGroup && (resource.name().equals(word) || resource.words().contains(word))) {
        return resource;
      }
    }
    return null;
  }

  /** All of them, in the server's order of groups. */
  public List<Resource> all() {
    return List.copyOf(resources);
  }

  /** The resource of a kind, or null. */
  public @Nullable Resource ofKind(String apiVersion, String kind) {
    int slash = apiVersion.indexOf('/');
    String group = slash < 0 ? "" : apiVersion.substring(0, slash);
    for (Resource resource : resources) {
      if (resource.group().equals(group) && resource.kind().equals(kind)) {
        return resource;
      }
    }
    return null;
  }
}
