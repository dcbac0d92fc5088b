package dev.ringfence.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Only the command that is named is built, by a list of names beside the commands' own. */
final class CommandNamesTest {

  @Test
  void everyCommandIsListedByItsOwnName() {
    assertThat(Main.commandLine().getSubcommands()).hasSizeGreaterThan(10);
    Main.commandLine()
        .getSubcommands()
        .forEach((name, command) -> assertThat(command.getCommandSpec().name()).isEqualTo(name));
  }

  @Test
  void aNamedCommandComesAloneAndAMisspeltOneWithAll() {
    assertThat(Main.commandLine(new String[] {"prove", "x"}).getSubcommands().keySet())
        .containsExactly("prove");
    assertThat(Main.commandLine(new String[] {"proove", "x"}).getSubcommands().keySet())
        .contains("prove", "explain", "completion");
  }
}
