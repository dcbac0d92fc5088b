package dev.ringfence.enforce;

import dev.ringfence.intake.live.LiveApi;
import dev.ringfence.policy.controls.ControlObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Writes fences: what stands once first and in order, then tenants side by side, each in order. A
 * run that was broken off is taken up by running again, because what is there already is skipped.
 */
public final class Enforcement {

  /** The owner of fields that Ringfence applies. */
  public static final String FIELD_MANAGER = "ringfence";

  /** The type of what is applied by the server. */
  static final String APPLY = "application/apply-patch+yaml";

  private static final String MERGE = "application/merge-patch+json";

  /** Kinds with a field that the server lets nobody change: {@code roleRef}, {@code handler}. */
  private static final Set<String> FIXED =
      Set.of("RoleBinding", "ClusterRoleBinding", "RuntimeClass");

  private final LiveApi api;
  private final boolean dryRun;
  private final boolean takeOver;
  private final int parallel;
  private final List<String> done = Collections.synchronizedList(new ArrayList<>());
  private final List<String> refused = Collections.synchronizedList(new ArrayList<>());

  /**
   * @param takeOver whether fields that other managers own are taken from them
   * @param parallel how many tenants are written at one time
   */
  public Enforcement(LiveApi api, boolean dryRun, boolean takeOver, int parallel) {
    this.api = api;
    this.dryRun = dryRun;
    this.takeOver = takeOver;
    this.parallel = parallel;
  }

  /**
   * What was done, and what was refused with the server's words.
   *
   * @param done {@code applied …}, {@code made anew …}, {@code opened …}, {@code deleted …}, {@code
   *     released …}
   */
  public record Outcome(List<String> done, List<String> refused) {
    public Outcome {
      done = List.copyOf(done);
      refused = List.copyOf(refused);
    }
  }

  /** Kinds that these objects need and the cluster does not serve: asked before the first write. */
  public List<String> lacking(List<ControlObject> objects) {
    return notServed(objects.stream().map(Addresses::kind));
  }

  /** The same of fences that cannot be rendered: kinds that every fence needs. */
  public List<String> lackingOfAnyFence() {
    return notServed(
        Addresses.BUILT_IN.stream()
            .map(
                kind -> {
                  Addresses.Kind older = kind.older();
                  return older == null || isServed(kind) ? kind : older;
                }));
  }

  private List<String> notServed(Stream<Addresses.Kind> kinds) {
    return kinds
        .distinct()
        .filter(kind -> !isServed(kind))
        .map(kind -> kind.apiVersion() + " " + kind.kind())
        .sorted()
        .toList();
  }

  private boolean isServed(Addresses.Kind kind) {
    return api.get(kind.group() + "/" + kind.plural() + "?limit=1").status() != 404;
  }

  /**
   * Applies what is missing or differs. Tenants' namespaces come when the policies are in force.
   */
  public Outcome apply(List<Difference> cluster, Map<String, List<Difference>> tenants) {
    cluster.forEach(this::apply);
    List<String> unseen = refused.isEmpty() && !dryRun ? awaitPolicies(cluster) : List.of();
    if (refused.isEmpty()) {
      inParallel(tenants.values().stream().map(list -> (Runnable) () -> applyAll(list)).toList());
    }
    refused.addAll(unseen); // fences stand all the same: what is doubtful is since when
    return new Outcome(done, refused);
  }

  private List<String> awaitPolicies(List<Difference> written) {
    List<Addresses.Kind> kinds = PolicySentinel.kindsIn(written);
    List<Addresses.Kind> awaited = kinds.isEmpty() ? PolicySentinel.leftBehind(api) : kinds;
    return awaited.isEmpty() ? List.of() : new PolicySentinel(api, awaited).await();
  }

  /** A tenant whose namespace is refused is left alone: nothing would stand in it. */
  private void applyAll(List<Difference> differences) {
    for (Difference difference : differences) {
      if (!apply(difference) && difference.title().startsWith("Namespace ")) {
        return;
      }
    }
  }

  private boolean apply(Difference difference) {
    ControlObject object = difference.object();
    if (object == null) {
      return true;
    }
    String path =
        difference.path()
            + "?fieldManager="
            + FIELD_MANAGER
            + "&fieldValidation=Strict&force="
            + takeOver
            + option();
    LiveApi.Answer answer = api.send("PATCH", path, object.text(), APPLY);
    if (answer.isSuccess()) {
      return settle(object, difference, answer);
    }
    if (answer.status() == 422
        && difference.kind() == Difference.Kind.DIFFERS
        && FIXED.contains(object.kind())) {
      return replace(object, difference, path);
    }
    if (dryRun && answer.status() == 404 && object.namespace() != null) {
      done.add("would apply " + difference.title() + " (its namespace is not there yet)");
      return true;
    }
    refused.add(difference.title() + ": " + message(answer));
    return false;
  }

  /** What nobody may change goes and comes anew; nothing runs by it meanwhile. */
  private boolean replace(ControlObject object, Difference difference, String path) {
    LiveApi.Answer deleted =
        api.send("DELETE", difference.path() + question(), null, "application/json");
    if (!deleted.isSuccess()) {
      refused.add(difference.title() + ": " + message(deleted));
      return false;
    }
    if (dryRun) {
      done.add("would make anew " + difference.title());
      return true;
    }
    LiveApi.Answer made = api.send("PATCH", path, object.text(), APPLY);
    if (!made.isSuccess()) {
      refused.add(difference.title() + ", which was deleted to be made anew: " + message(made));
      return false;
    }
    done.add("made anew " + difference.title());
    return true;
  }

  /** What others have added stays when a fence is applied: it is theirs to own, or is taken off. */
  private boolean settle(ControlObject object, Difference difference, LiveApi.Answer answer) {
    List<Difference.Field> left = Comparison.of(object, Trees.ofJson(answer.body()));
    if (!left.isEmpty() && !takeOver) {
      refused.add(
          difference.title()
              + ": another manager has added "
              + left.stream().map(Difference.Field::path).collect(Collectors.joining(", "))
              + " (--take-over takes it off)");
      return true; // what is wanted stands
    }
    if (!left.isEmpty()) {
      LiveApi.Answer mended =
          api.send(
              "PATCH",
              difference.path() + "?fieldManager=" + FIELD_MANAGER + option(),
              MergePatch.of(object, left),
              MERGE);
      if (!mended.isSuccess()) {
        refused.add(difference.title() + ": " + message(mended));
        return false;
      }
    }
    done.add("applied " + difference.title());
    return true;
  }

  /** Takes fences back, cutting nothing off. */
  public Outcome remove(List<Difference> marked) {
    new FenceRemoval(api, dryRun, done, refused).run(marked);
    return new Outcome(done, refused);
  }

  /** Whether taking back leaves the object itself where it is. */
  public static boolean isReleased(String title) {
    return title.startsWith("Namespace ") || title.startsWith("ServiceAccount ");
  }

  private String option() {
    return dryRun ? "&dryRun=All" : "";
  }

  private String question() {
    return dryRun ? "?dryRun=All" : "";
  }

  /** What the server said of a write that it refused. */
  static String message(LiveApi.Answer answer) {
    Map<String, @Nullable Object> status = Trees.ofJson(answer.body());
    String conflict = answer.status() == 409 ? "conflict with another manager: " : "";
    return conflict + Trees.text(status, "message");
  }

  private void inParallel(List<Runnable> tasks) {
    try (ExecutorService threads = Executors.newFixedThreadPool(parallel)) {
      List<Future<?>> running = new ArrayList<>();
      tasks.forEach(task -> running.add(threads.submit(task)));
      for (Future<?> each : running) {
        each.get();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted; run again to take it up", interrupted);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException problem) {
        throw problem;
      }
      throw new IllegalStateException(failed);
    }
  }
}
