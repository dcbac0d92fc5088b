package dev.ringfence.intake.whole;

import dev.ringfence.engine.document.PolicyDocument;
import dev.ringfence.intake.Finding;
import dev.ringfence.intake.Place;
import dev.ringfence.intake.document.ObjectHandler;
import dev.ringfence.intake.kind.ReadObject;
import dev.ringfence.intake.source.FileSource;
import dev.ringfence.intake.tree.Schema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/** Reads files, folders, archives and standard input object by object. */
public final class WholeObjects implements ObjectHandler {

  /** What was read, in order, and what was passed over. */
  public record Result(List<WholeObject> objects, List<Finding> findings) {
    public Result {
      objects = List.copyOf(objects);
      findings = List.copyOf(findings);
    }
  }

  private final BiPredicate<String, String> wanted;
  private final List<WholeObject> objects = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();

  private WholeObjects(BiPredicate<String, String> wanted) {
    this.wanted = wanted;
  }

  /** Reads every object; {@code -} is standard input. */
  public static Result read(List<String> paths) {
    return read(paths, (apiVersion, kind) -> true);
  }

  /**
   * @param wanted of which apiVersion and kind objects are kept
   */
  public static Result read(List<String> paths, BiPredicate<String, String> wanted) {
    WholeObjects handler = new WholeObjects(wanted);
    FileSource files = new FileSource(handler, handler.findings::add, message -> {});
    for (String path : paths) {
      if (path.equals("-")) {
        files.readStandardInput();
      } else {
        files.read(Path.of(path));
      }
    }
    return new Result(handler.objects, handler.findings);
  }

  /** Reads every object of a text that is no file. */
  public static Result readText(String name, String content) {
    WholeObjects handler = new WholeObjects((apiVersion, kind) -> true);
    new FileSource(handler, handler.findings::add, message -> {}).readText(name, content);
    return new Result(handler.objects, handler.findings);
  }

  @Override
  public Schema schema(String apiVersion, String kind) {
    return wanted.test(apiVersion, kind) ? Schema.EVERYTHING : Schema.NOTHING;
  }

  @Override
  public boolean keepsData(String apiVersion, String kind, String name) {
    return kind.equals("ConfigMap") && wanted.test(apiVersion, kind);
  }

  @Override
  public boolean takesWithoutMetadata() {
    return true;
  }

  @Override
  public void object(ReadObject object) {
    if (wanted.test(object.apiVersion(), object.kind())) {
      objects.add(
          new WholeObject(object.apiVersion(), object.kind(), object.root(), object.origin()));
    }
  }

  @Override
  public void policy(PolicyDocument document) {
    // Ringfence's own documents are no objects that anybody would create.
  }

  @Override
  public void noObject(String file, int document, String why) {
    findings.add(
        new Finding(
            Finding.Kind.NO_OBJECT,
            new Place(file, document, ""),
            why + "; skipped: no Kubernetes object"));
  }

  @Override
  public void list(String apiVersion, String itemKind) {
    // Each object says itself what it is.
  }
}
