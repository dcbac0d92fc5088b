package dev.ringfence.engine.deputies;

import java.util.ArrayList;
import java.util.List;

/**
 * What is known of the controller of a group's kinds.
 *
 * @param product the controller; boundaries {@code deputy} are named by it
 * @param images ends of the repositories that it runs from; copies elsewhere count too
 * @param group an API group, or with a leading dot all groups that end so
 * @param kinds empty for all kinds of the group
 * @param beyond what stops it from acting on resources outside the namespace that it runs in
 * @param fields what names something; a resource without any is not acted on with other rights
 * @param source the page of its documentation, or the advisory, that says so
 * @param known whether it is in the table
 */
public record Deputy(
    String product,
    List<String> images,
    String group,
    List<String> kinds,
    Check beyond,
    List<Field> fields,
    String source,
    boolean known) {

  /** Where that may be which a field names. */
  public enum Where {
    /** The namespace of the resource. */
    ITS_NAMESPACE("its own namespace"),
    /** Another namespace, or no namespace at all. */
    ELSEWHERE("anywhere"),
    /** The namespace that the controller runs in. */
    WITH_THE_CONTROLLER("the controller's namespace");

    private final String words;

    Where(String words) {
      this.words = words;
    }

    public String words() {
      return words;
    }
  }

  /**
   * A field by which a resource names something.
   *
   * @param path in the resource; {@code metadata.annotations[…]} for annotations
   */
  public record Field(String path, ReferenceFields.Kind names, Where where, Check check) {

    /** Whether a pod comes of it. */
    public boolean makesPods() {
      return names == ReferenceFields.Kind.POD_TEMPLATE;
    }
  }

  public Deputy {
    images = List.copyOf(images);
    kinds = List.copyOf(kinds);
    fields = List.copyOf(fields);
  }

  /** Begins an entry for all kinds of a group. */
  static Deputy of(String product, String group, String... images) {
    return new Deputy(
        product, List.of(images), group, List.of(), new Check.Nothing(), List.of(), "", true);
  }

  /** A kind that nobody has looked at. */
  static Deputy unknown(String group) {
    return new Deputy(
        group, List.of(), group, List.of(), new Check.Nothing(), List.of(), "", false);
  }

  Deputy kinds(String... only) {
    return new Deputy(product, images, group, List.of(only), beyond, fields, source, known);
  }

  /** What stops it from acting on resources of other namespaces than the one it runs in. */
  Deputy beyond(Check check) {
    return new Deputy(product, images, group, kinds, check, fields, source, known);
  }

  Deputy field(String path, ReferenceFields.Kind names, Where where, Check check) {
    List<Field> more = new ArrayList<>(fields);
    more.add(new Field(path, names, where, check));
    return new Deputy(product, images, group, kinds, beyond, more, source, known);
  }

  /** A pod in the resource's own namespace: as good as the right to create one there. */
  Deputy pods(String path) {
    return field(path, ReferenceFields.Kind.POD_TEMPLATE, Where.ITS_NAMESPACE, new Check.Nothing());
  }

  /** Something in the resource's own namespace, by a field that can name nothing else. */
  Deputy inside(String path, ReferenceFields.Kind names) {
    return field(
        path,
        names,
        Where.ITS_NAMESPACE,
        new Check.Always("looked up in the resource's namespace"));
  }

  Deputy source(String page) {
    return new Deputy(product, images, group, kinds, beyond, fields, page, known);
  }

  boolean isOf(String wantedGroup, String kind) {
    boolean same = group.startsWith(".") ? wantedGroup.endsWith(group) : wantedGroup.equals(group);
    return same && (kinds.isEmpty() || kinds.contains(kind));
  }

  /** A star stands for some of the last part of a repository's name. */
  private static boolean isLike(String repository, String image) {
    int star = image.indexOf('*');
    String before = image.substring(0, star);
    String after = image.substring(star + 1);
    int last = repository.lastIndexOf('/') + 1;
    int at = repository.lastIndexOf(before);
    boolean whole =
        at == 0 || before.startsWith("/") || repository.charAt(Math.max(at, 1) - 1) == '/';
    return at >= 0
        && whole
        && at + before.length() >= last
        && repository.length() > at + before.length() + after.length()
        && repository.endsWith(after);
  }

  /** Whether the repository is one of the product's images. */
  public boolean runs(String repository) {
    return images.stream()
        .anyMatch(
            image ->
                (image.indexOf('*') >= 0 && isLike(repository, image))
                    || repository.equals(image)
                    || (repository.endsWith(image)
                        && (image.startsWith("/")
                            || repository.charAt(repository.length() - image.length() - 1)
                                == '/')));
  }
}
