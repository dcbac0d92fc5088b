package dev.ringfence.cli;

/** How an answer is written. */
enum OutputFormat {
  TABLE,
  JSON,
  HTML
}
