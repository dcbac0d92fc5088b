package dev.ringfence.testbed;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The tests of this class run against a real control plane, once for each version in the system
 * property {@value RealControlPlaneExtension#VERSIONS} (comma-separated, {@code 1.35,1.36}; by
 * default the newest known).
 *
 * <p>Constructors, tests and lifecycle methods may take a {@link ControlPlane}. It is the same one
 * for all classes of a run, started when first asked for, with a scheduler and controllers; so a
 * test keeps to namespaces of its own, or calls {@link ControlPlane#reset} first. Where its
 * programs are not there, they are built; where that fails, so does the test.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ClassTemplate
@ExtendWith(RealControlPlaneExtension.class)
public @interface RealControlPlane {}
