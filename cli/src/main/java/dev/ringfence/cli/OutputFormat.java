package dev.ringfence.cli;

/** How an answer is written. */
enum OutputFormat {
  TABLE,
  JSON,
  HTML;

  /** For the commands that have no page to show. */
  static void requireText(OutputFormat output, String command) {
    if (output == HTML) {
      throw new UsageException(command + " writes table or json.");
    }
  }
}
