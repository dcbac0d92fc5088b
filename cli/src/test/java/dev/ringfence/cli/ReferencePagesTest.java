package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ringfence.report.reference.ReferencePages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * The pages in docs are what the catalogue says. {@code -Dringfence.docs.write=true} writes them.
 */
final class ReferencePagesTest {

  @Test
  void everyStepAndBoundaryHasItsPage() throws Exception {
    Path docs = Program.root().resolve("docs");
    Map<String, String> pages = ReferencePages.all();
    if (Boolean.getBoolean("ringfence.docs.write")) {
      for (Map.Entry<String, String> page : pages.entrySet()) {
        Files.createDirectories(docs.resolve(page.getKey()).getParent());
        Files.writeString(docs.resolve(page.getKey()), page.getValue());
      }
    }
    for (Map.Entry<String, String> page : pages.entrySet()) {
      assertThat(docs.resolve(page.getKey())).hasContent(page.getValue());
    }
    Set<String> there = new TreeSet<>(Set.of("deputies.md"));
    for (String folder : new String[] {"steps", "boundaries"}) {
      try (var files = Files.list(docs.resolve(folder))) {
        files.forEach(file -> there.add(folder + "/" + file.getFileName()));
      }
    }
    assertThat(there).isEqualTo(new TreeSet<>(pages.keySet()));
  }
}
