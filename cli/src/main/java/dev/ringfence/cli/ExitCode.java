package dev.ringfence.cli;

/** What the program's exit tells a caller. */
final class ExitCode {

  /** All holds, nothing differs, allowed, done. */
  static final int FINE = 0;

  /** Something falls short or is undecided, differs, is denied or refused. */
  static final int FOUND = 1;

  /** Bad input or usage. */
  static final int BAD_INPUT = 2;

  /** Nothing could be read from the cluster. */
  static final int UNREADABLE_CLUSTER = 3;

  /** An error of Ringfence itself. */
  static final int OWN_ERROR = 4;

  private ExitCode() {}
}
