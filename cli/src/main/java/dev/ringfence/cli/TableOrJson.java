package dev.ringfence.cli;

import picocli.CommandLine.Option;

/** {@code --output} of the commands that write a table or JSON and nothing else. */
final class TableOrJson {

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "table or json. Default: ${DEFAULT-VALUE}")
  private OutputFormat output = OutputFormat.TABLE;

  /**
   * Whether JSON is asked for, and else a table.
   *
   * @throws UsageException if it is a format that only other commands write
   */
  boolean isJson(String command) {
    return isJson(command, "");
  }

  /**
   * The same.
   *
   * @param remedy what the refusal says besides
   */
  boolean isJson(String command, String remedy) {
    return switch (output) {
      case TABLE -> false;
      case JSON -> true;
      case HTML, SARIF, JUNIT, POLICYREPORT, OPENREPORTS, MARKDOWN ->
          throw new UsageException(command + " writes table or json" + remedy + ".");
    };
  }
}
