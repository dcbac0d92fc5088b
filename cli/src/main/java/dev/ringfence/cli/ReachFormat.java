package dev.ringfence.cli;

/** How {@code reach} is told. */
enum ReachFormat {
  TABLE,
  JSON,
  DOT,
  SVG
}
