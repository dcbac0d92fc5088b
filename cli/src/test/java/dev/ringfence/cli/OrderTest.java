package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was read first must not matter: the documents of an example in any order, in one file. */
final class OrderTest {

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"examples/saas, 1", "examples/saas, 2", "examples/content-management, 3"})
  void theOrderOfDocumentsChangesNoVerdict(String example, long seed) throws Exception {
    List<String> documents = documents(Program.root().resolve(example));
    Collections.shuffle(documents, new Random(seed));
    Files.writeString(folder.resolve("all.yaml"), String.join("\n---\n", documents));
    String shuffled = Program.run("prove", folder.toString(), "-o", "json", "--all").output();
    String asWritten = Program.runAlone("prove", example, "-o", "json", "--all").output();
    assertThat(Verdicts.of(shuffled)).isNotEmpty().isEqualTo(Verdicts.of(asWritten));
  }

  private static List<String> documents(Path example) throws IOException {
    List<String> documents = new ArrayList<>();
    try (Stream<Path> files = Files.list(example)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".yaml")).sorted().toList()) {
        documents.addAll(List.of(Files.readString(file).split("(?m)^---$")));
      }
    }
    return documents;
  }
}
