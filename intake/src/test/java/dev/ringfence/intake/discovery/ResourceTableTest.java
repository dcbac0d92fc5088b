package dev.ringfence.intake.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ringfence.testbed.ControlPlane;
import dev.ringfence.testbed.api.Discovery;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The tables of resources that are built in, a file a version. */
class ResourceTableTest {

  @ParameterizedTest
  @CsvSource({
    "1.31, servicecidrs, false",
    "1.32, servicecidrs, false",
    "1.33, servicecidrs, true",
    "1.33, deviceclasses, false",
    "1.34, deviceclasses, true",
    "1.33, volumeattributesclasses, false",
    "1.34, volumeattributesclasses, true",
    "1.35, mutatingadmissionpolicies, false",
    "1.36, mutatingadmissionpolicies, true"
  })
  void aVersionServesWhatWasServedByThen(String version, String resource, boolean served) {
    assertThat(ResourceTable.builtIn(version).find(resource, null) != null).isEqualTo(served);
  }

  @Test
  void theNearestTableStandsInForVersionsWithoutOne() {
    assertThat(ResourceTable.builtIn("1.30").find("servicecidrs", null)).isNull();
    assertThat(ResourceTable.builtIn("1.9").find("servicecidrs", null)).isNull();
    assertThat(ResourceTable.builtIn("1.37").find("mutatingadmissionpolicies", null)).isNotNull();
    assertThat(ResourceTable.builtIn("").find("mutatingadmissionpolicies", null)).isNotNull();
  }

  /**
   * The tables of 1.33 and older were taken from a server of 1.34 that emulates them. One of 1.36
   * that emulates 1.33 must serve the same.
   */
  @Test
  void whatOneServerEmulatesAnotherDoesToo() {
    try (ControlPlane emulating =
        ControlPlane.builder()
            .version("1.36")
            .withoutScheduler()
            .withoutControllerManager()
            .apiServerFlag("--emulated-version=1.33")
            .start()) {
      TreeSet<String> served = new TreeSet<>();
      for (JsonNode group : Discovery.read(emulating.administrator())) {
        for (JsonNode version : group.path("versions")) {
          for (JsonNode resource : version.path("resources")) {
            String name =
                "%s/%s %s"
                    .formatted(
                        group.at("/metadata/name").asText(),
                        version.path("version").asText(),
                        resource.path("resource").asText());
            served.add(name);
            for (JsonNode below : resource.path("subresources")) {
              served.add(name + "/" + below.path("subresource").asText());
            }
          }
        }
      }
      TreeSet<String> known = new TreeSet<>();
      for (ResourceTable.Resource resource : ResourceTable.builtIn("1.33").all()) {
        String name = resource.group() + "/" + resource.version() + " " + resource.name();
        known.add(name);
        resource.subresources().forEach(below -> known.add(name + "/" + below));
      }
      assertThat(known).isEqualTo(served);
    }
  }
}
