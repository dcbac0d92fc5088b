package dev.ringfence.cel;

import dev.cel.common.CelOptions;
import dev.cel.compiler.CelCompilerLibrary;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelStringExtensions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The libraries that the API server gives to every expression, whether it is evaluated or only
 * checked for its types. Of {@code reverse} it has its own for lists alone.
 */
final class KubernetesLibraries {

  static final CelOptions OPTIONS =
      CelOptions.current()
          .enableHeterogeneousNumericComparisons(true)
          .populateMacroCalls(false)
          .build();

  static final Set<CelStringExtensions.Function> STRINGS =
      Set.copyOf(EnumSet.complementOf(EnumSet.of(CelStringExtensions.Function.REVERSE)));

  private KubernetesLibraries() {}

  /** The extensions of the language. */
  static List<CelCompilerLibrary> extensions() {
    return List.of(
        CelExtensions.optional(),
        CelExtensions.strings(STRINGS),
        CelExtensions.sets(OPTIONS),
        CelExtensions.comprehensions(),
        CelExtensions.lists());
  }

  /** Kubernetes' own functions, but for those of lists, whose types depend on who asks. */
  static void addTo(CelLibrary library) {
    Quantity.addTo(library);
    Texts.addTo(library);
    Addresses.addTo(library);
    Urls.addTo(library);
    SemanticVersion.addTo(library);
    NamedFormat.addTo(library);
    Authorization.addTo(library);
  }
}
