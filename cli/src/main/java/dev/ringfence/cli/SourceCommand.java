package dev.ringfence.cli;

import picocli.CommandLine.Model.CommandSpec;

/** A command that reads a SOURCE: its options are {@linkplain SourceArguments declared} for it. */
interface SourceCommand {

  SourceArguments arguments();

  /** Adds the options of the source, and what comes after it. */
  default void declareIn(CommandSpec command) {
    arguments().declareIn(command);
  }
}
