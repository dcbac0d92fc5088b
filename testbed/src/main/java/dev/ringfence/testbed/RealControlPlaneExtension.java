package dev.ringfence.testbed;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Runs a class of tests once a version, and gives them the shared control plane of that version.
 */
public final class RealControlPlaneExtension implements ClassTemplateInvocationContextProvider {
  /** The system property that says with which versions to test. */
  public static final String VERSIONS = "ringfence.kubernetes.version";

  /** The minor version that is built and tested when nobody asks for another. */
  public static final String DEFAULT_VERSION = "1.36";

  private static final Namespace NAMESPACE = Namespace.create(RealControlPlaneExtension.class);

  @Override
  public boolean supportsClassTemplate(ExtensionContext context) {
    return true;
  }

  @Override
  public Stream<? extends ClassTemplateInvocationContext> provideClassTemplateInvocationContexts(
      ExtensionContext context) {
    return versions().stream().map(OneVersion::new);
  }

  /** The versions asked for. */
  public static List<String> versions() {
    return Arrays.stream(System.getProperty(VERSIONS, DEFAULT_VERSION).split(","))
        .map(String::strip)
        .filter(version -> !version.isEmpty())
        .toList();
  }

  private record OneVersion(String version) implements ClassTemplateInvocationContext {
    @Override
    public String getDisplayName(int invocationIndex) {
      return "Kubernetes " + version;
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
      return List.of(new Injection(version));
    }
  }

  private record Injection(String version) implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == ControlPlane.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      // The root store is closed, and what is in it, when the last test of the run is over.
      return context
          .getRoot()
          .getStore(NAMESPACE)
          .computeIfAbsent(
              version, key -> ControlPlane.builder().version(key).start(), ControlPlane.class);
    }
  }
}
