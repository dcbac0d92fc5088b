package dev.ringfence.engine.admission;

import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.cluster.PodSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ways to have a dangerous shape: in a container of either kind that a new pod may have, with
 * any capability, path or socket that does, by the pod's own field or the container's. A shape is
 * let through where one of its forms is.
 *
 * <p>Which values are tried depends on what policies in force say. Where no text of theirs is a
 * path, paths are all alike to them, and one stands for all; so with capabilities.
 */
final class ShapeForms {

  /**
   * One way.
   *
   * @param without the same pod without what is dangerous
   */
  record Form(PodSpec spec, PodSpec without) {}

  /** What a policy reads that tells one path of the host from another. */
  private static final Pattern VOLUMES = Pattern.compile("hostPath|[vV]olume");

  /** Ports of services that nodes and others often have, and some that nobody has. */
  private static final List<Integer> SOME_PORTS = List.of(80, 443, 8080, 20000, 30000, 65535);

  private static final int HIGHEST_PORT = 65535;

  /** Whole numbers of at most five digits. */
  private static final Pattern NUMBER = Pattern.compile("(?<![\\w.])\\d{1,5}(?![\\w.])");

  /** Fields by which rules of engines about ports of the host are told. */
  private static final Set<String> PORT_RANGES = Set.of("hostPort", "=(hostPort)", "hostNetwork");

  /** A path that no list of a policy names. */
  private static final String UNHEARD_OF = "/ringfence-made-up";

  /** What ends the part of a regular expression or pattern that is meant as written. */
  private static final Pattern SPECIAL = Pattern.compile("[\\[\\](){}.*+?$\\\\|]");

  private static final Pattern SEARCHES =
      Pattern.compile("\\b(matches|find|findAll|endsWith|contains|split)\\s*\\(");

  private final Set<String> paths = new LinkedHashSet<>();
  private final Set<Integer> ports = new TreeSet<>();
  private final boolean tellsCapabilities;
  private final boolean tellsUserNamespaces;
  private final boolean searchesPaths;

  /**
   * @param policies those that may be asked about pods
   * @param more texts in the policies of other engines
   */
  ShapeForms(Collection<AdmissionRules.Policy> policies, Collection<String> more) {
    boolean capabilities = false;
    boolean userNamespaces = false;
    boolean searches = false;
    Set<String> texts = new LinkedHashSet<>(more);
    for (AdmissionRules.Policy policy : policies) {
      List<String> all = ExpressionTexts.of(policy);
      boolean readsVolumes = all.stream().anyMatch(one -> VOLUMES.matcher(one).find());
      for (String expression : all) {
        // Paths also stand in the names of images, and in JSON patches of something else.
        boolean ofOthers =
            !VOLUMES.matcher(expression).find()
                && (expression.contains("image") || expression.contains("JSONPatch"));
        for (String text : ExpressionTexts.textsIn(expression)) {
          if (!text.startsWith("/") || (readsVolumes && !ofOthers)) {
            texts.add(text);
          }
        }
        boolean looksFor = SEARCHES.matcher(expression).find();
        capabilities |= looksFor && expression.contains("capabilities");
        searches |= looksFor && (expression.contains("hostPath") || expression.contains(".path"));
        userNamespaces |= expression.contains("hostUsers");
        if (expression.contains("hostPort")) {
          numbersIn(expression);
        }
      }
    }
    if (PORT_RANGES.stream().anyMatch(more::contains)) {
      more.forEach(this::numbersIn);
    }
    for (String text : texts) {
      String written = text.startsWith("^") ? text.substring(1) : text;
      if (written.startsWith("/") && written.length() > 1) { // else a part of anything
        Matcher special = SPECIAL.matcher(written);
        paths.add(special.find() ? written.substring(0, special.start()) : written);
      }
      capabilities |= DangerousValues.namesCapability(text);
    }
    tellsCapabilities = capabilities;
    tellsUserNamespaces = userNamespaces || texts.contains("hostUsers");
    searchesPaths = searches;
  }

  /** Ports at and beside each number in a text, where a range may begin or end. */
  private void numbersIn(String text) {
    ports.addAll(SOME_PORTS);
    NUMBER
        .matcher(text)
        .results()
        .map(found -> Integer.parseInt(found.group()))
        .forEach(
            number -> {
              for (int port = number - 1; port <= number + 1; port++) {
                if (port > 0 && port <= HIGHEST_PORT) {
                  ports.add(port);
                }
              }
            });
  }

  /** Whether some form that is not among {@link #of} may be let through. */
  private boolean mayMissSome(DangerousShape shape) {
    return searchesPaths
        && switch (shape) {
          case HOST_PATH, HOST_PATH_READ_ONLY, HOST_LOGS, RUNTIME_SOCKET -> true;
          case PRIVILEGED,
              CAPABILITY,
              DEBUGGER,
              HOST_PID,
              HOST_IPC,
              HOST_NETWORK,
              UNMASKED_PROC,
              HOST_PROCESS,
              HOST_PORT,
              NETWORK_VOLUME ->
              false;
        };
  }

  /** The verdict on the shape: that of the form that gets furthest. */
  PolicyVerdict furthest(DangerousShape shape, Function<Form, PolicyVerdict> review) {
    PolicyVerdict first = null;
    boolean undecided = mayMissSome(shape);
    boolean whoeverAsks = !undecided;
    for (Form form : of(shape)) {
      PolicyVerdict verdict = review.apply(form);
      if (!verdict.refused()) {
        return PolicyVerdict.PASSES;
      }
      first = first == null ? verdict : first;
      undecided |= verdict.undecided();
      whoeverAsks &= verdict.whoeverAsks();
    }
    return first == null
        ? PolicyVerdict.PASSES
        : new PolicyVerdict(true, undecided, whoeverAsks, first.refusals());
  }

  /** Every form to try, the least pod first. */
  List<Form> of(DangerousShape shape) {
    PodSpec least = ShapeSpecs.of(shape);
    List<PodSpec> alike = new ArrayList<>(List.of(least));
    switch (shape) {
      case CAPABILITY ->
          names("SYS_ADMIN", DangerousValues.CAPABILITIES)
              .forEach(name -> alike.add(ShapeEdits.adding(least, name)));
      case DEBUGGER ->
          names("SYS_PTRACE", List.of("SYS_PTRACE"))
              .forEach(name -> alike.add(ShapeEdits.adding(least, name)));
      case HOST_PATH -> writable().forEach(path -> alike.add(ShapeEdits.mounting(least, path)));
      case HOST_PATH_READ_ONLY ->
          telling(DangerousValues.SECRETS)
              .forEach(path -> alike.add(ShapeEdits.mounting(least, path)));
      case HOST_LOGS ->
          telling(DangerousValues.CONTENT)
              .forEach(path -> alike.add(ShapeEdits.mounting(least, path)));
      case RUNTIME_SOCKET ->
          telling(DangerousValues.SOCKETS)
              .forEach(path -> alike.add(ShapeEdits.mounting(least, path)));
      case HOST_PROCESS -> alike.add(ShapeEdits.byContainer(least));
      case HOST_PORT -> ports.forEach(port -> alike.add(ShapeEdits.opening(least, port)));
      case PRIVILEGED, HOST_PID, HOST_IPC, HOST_NETWORK, UNMASKED_PROC, NETWORK_VOLUME -> {}
    }
    List<Form> forms = new ArrayList<>();
    PodSpec plain = ShapeSpecs.plain();
    for (PodSpec spec : alike) {
      forms.add(new Form(spec, plain));
    }
    if (standsInContainer(shape)) {
      for (PodSpec spec : alike) {
        forms.add(new Form(ShapeEdits.first(spec), ShapeEdits.first(plain)));
      }
    }
    if (tellsUserNamespaces && outlastsUserNamespace(shape)) {
      for (PodSpec spec : alike) {
        forms.add(new Form(ShapeEdits.inUserNamespace(spec), ShapeEdits.inUserNamespace(plain)));
      }
    }
    return forms;
  }

  private static boolean standsInContainer(DangerousShape shape) {
    return switch (shape) {
      case HOST_PID, HOST_IPC, HOST_NETWORK -> false;
      case PRIVILEGED,
          CAPABILITY,
          DEBUGGER,
          HOST_PATH,
          HOST_PATH_READ_ONLY,
          HOST_LOGS,
          RUNTIME_SOCKET,
          UNMASKED_PROC,
          HOST_PROCESS,
          HOST_PORT,
          NETWORK_VOLUME ->
          true;
    };
  }

  /** Volumes are id-mapped, and ports are the node's all the same. */
  private static boolean outlastsUserNamespace(DangerousShape shape) {
    return switch (shape) {
      case HOST_PATH, HOST_PATH_READ_ONLY, HOST_LOGS, RUNTIME_SOCKET, HOST_PORT, NETWORK_VOLUME ->
          true;
      case PRIVILEGED,
          CAPABILITY,
          DEBUGGER,
          HOST_PID,
          HOST_IPC,
          HOST_NETWORK,
          UNMASKED_PROC,
          HOST_PROCESS ->
          false;
    };
  }

  /** In every spelling of the first, which runtimes take for one. */
  private List<String> names(String spelled, List<String> names) {
    if (!tellsCapabilities) {
      return List.of();
    }
    List<String> all = new ArrayList<>(names);
    all.remove(spelled);
    all.add("CAP_" + spelled);
    all.add(spelled.toLowerCase(Locale.ROOT));
    all.add(spelled.charAt(0) + spelled.substring(1).toLowerCase(Locale.ROOT));
    return all;
  }

  private Set<String> writable() {
    Set<String> writable = new LinkedHashSet<>();
    if (!paths.isEmpty() || searchesPaths) {
      writable.add(UNHEARD_OF);
      paths.stream().filter(DangerousValues::isDangerousToWrite).forEach(writable::add);
    }
    return writable;
  }

  /** Those that give what the shape gives: of policies, of the table, and what is above them. */
  private Set<String> telling(List<String> those) {
    Set<String> telling = new LinkedHashSet<>();
    if (!paths.isEmpty() || searchesPaths) {
      paths.stream().filter(path -> DangerousValues.reaches(those, path)).forEach(telling::add);
      for (String path : those) {
        telling.add(path);
        telling.add(path.startsWith("/run") ? "/var" + path : path);
        int second = path.indexOf('/', 1);
        telling.add(second < 0 ? path : path.substring(0, second));
      }
    }
    return telling;
  }
}
