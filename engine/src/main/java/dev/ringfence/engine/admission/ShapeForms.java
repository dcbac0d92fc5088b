package dev.ringfence.engine.admission;

import dev.ringfence.engine.cluster.AdmissionRules;
import dev.ringfence.engine.cluster.Container;
import dev.ringfence.engine.cluster.PodSecurityContext;
import dev.ringfence.engine.cluster.PodSpec;
import dev.ringfence.engine.cluster.PodSpecEdit;
import dev.ringfence.engine.cluster.Volume;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
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

  /** A path that no list of a policy names. */
  private static final String UNHEARD_OF = "/ringfence-made-up";

  /** What ends the part of a regular expression or pattern that is meant as written. */
  private static final Pattern SPECIAL = Pattern.compile("[\\[\\](){}.*+?$\\\\|]");

  private static final Pattern SEARCHES =
      Pattern.compile("\\b(matches|find|findAll|endsWith|contains|split)\\s*\\(");

  private final Set<String> paths = new LinkedHashSet<>();
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
      }
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

  /** Whether some form that is not among {@link #of} may be let through. */
  private boolean mayMissSome(DangerousShape shape) {
    return searchesPaths
        && switch (shape) {
          case HOST_PATH, HOST_PATH_READ_ONLY, RUNTIME_SOCKET -> true;
          case PRIVILEGED,
              CAPABILITY,
              DEBUGGER,
              HOST_PID,
              HOST_IPC,
              HOST_NETWORK,
              UNMASKED_PROC,
              HOST_PROCESS,
              HOST_PORT ->
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
              .forEach(name -> alike.add(adding(least, name)));
      case DEBUGGER ->
          names("SYS_PTRACE", List.of("SYS_PTRACE"))
              .forEach(name -> alike.add(adding(least, name)));
      case HOST_PATH -> writable().forEach(path -> alike.add(mounting(least, path)));
      case HOST_PATH_READ_ONLY ->
          telling(DangerousValues.SECRETS).forEach(path -> alike.add(mounting(least, path)));
      case RUNTIME_SOCKET ->
          telling(DangerousValues.SOCKETS).forEach(path -> alike.add(mounting(least, path)));
      case HOST_PROCESS -> alike.add(byContainer(least));
      case PRIVILEGED, HOST_PID, HOST_IPC, HOST_NETWORK, UNMASKED_PROC, HOST_PORT -> {}
    }
    List<Form> forms = new ArrayList<>();
    PodSpec plain = ShapeSpecs.plain();
    for (PodSpec spec : alike) {
      forms.add(new Form(spec, plain));
    }
    if (standsInContainer(shape)) {
      for (PodSpec spec : alike) {
        forms.add(new Form(first(spec), first(plain)));
      }
    }
    if (tellsUserNamespaces && outlastsUserNamespace(shape)) {
      for (PodSpec spec : alike) {
        forms.add(new Form(inUserNamespace(spec), inUserNamespace(plain)));
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
          RUNTIME_SOCKET,
          UNMASKED_PROC,
          HOST_PROCESS,
          HOST_PORT ->
          true;
    };
  }

  /** Volumes are id-mapped, and ports are the node's all the same. */
  private static boolean outlastsUserNamespace(DangerousShape shape) {
    return switch (shape) {
      case HOST_PATH, HOST_PATH_READ_ONLY, RUNTIME_SOCKET, HOST_PORT -> true;
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

  private static PodSpec adding(PodSpec least, String capability) {
    Container main = least.containers().getFirst();
    Container.SecurityContext own = main.securityContext();
    return with(
        least,
        new Container.SecurityContext(
            own.privileged(),
            own.allowPrivilegeEscalation(),
            own.readOnlyRootFilesystem(),
            own.runAsNonRoot(),
            own.runAsUser(),
            List.of(capability),
            own.droppedCapabilities(),
            own.procMount(),
            own.seccomp(),
            own.appArmor(),
            own.seLinux(),
            own.windows()));
  }

  /** The same by the container's own field, not the pod's. */
  private static PodSpec byContainer(PodSpec least) {
    PodSpecEdit edit = new PodSpecEdit(least);
    edit.securityContext = ShapeSpecs.plain().securityContext();
    return with(
        edit.build(),
        new Container.SecurityContext(
            null,
            null,
            null,
            null,
            null,
            List.of(),
            List.of("ALL"),
            null,
            null,
            null,
            null,
            new PodSecurityContext.WindowsOptions(true)));
  }

  private static PodSpec with(PodSpec spec, Container.SecurityContext security) {
    PodSpecEdit edit = new PodSpecEdit(spec);
    edit.containers = List.of(copy(spec.containers().getFirst(), Container.Type.REGULAR, security));
    return edit.build();
  }

  private static PodSpec mounting(PodSpec least, String path) {
    PodSpecEdit edit = new PodSpecEdit(least);
    edit.volumes = List.of(new Volume.HostPath("host", path, ""));
    return edit.build();
  }

  private static PodSpec inUserNamespace(PodSpec spec) {
    PodSpecEdit edit = new PodSpecEdit(spec);
    edit.hostUsers = false;
    return edit.build();
  }

  /** What the main container has moves to one that runs before it. */
  private static PodSpec first(PodSpec spec) {
    Container own = spec.containers().getFirst();
    Container strict = ShapeSpecs.plain().containers().getFirst();
    PodSpecEdit edit = new PodSpecEdit(spec);
    edit.containers = List.of(copy(own, Container.Type.INIT, own.securityContext()), strict);
    return edit.build();
  }

  private static Container copy(
      Container own, Container.Type type, Container.SecurityContext security) {
    return new Container(
        type,
        type == Container.Type.INIT ? "first" : own.name(),
        own.image(),
        own.imagePullPolicy(),
        security,
        own.ports(),
        own.mounts(),
        own.secretReferences(),
        own.configMapReferences(),
        own.requests(),
        own.limits(),
        own.hostFields(),
        false);
  }
}
