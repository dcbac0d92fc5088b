package dev.ringfence.cli;

import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.IGetter;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Options that are told to picocli by code instead of by annotations. The JDK makes a class for
 * every kind of annotation that is looked at, at each start: an eighth of a second, a quarter of
 * what proving a small cluster takes. So the program itself, the source and {@code prove} are
 * declared; all other commands are annotated.
 */
final class Declared {

  private Declared() {}

  /** A command whose options are all declared, and {@code --help} and {@code --version}. */
  static CommandSpec command(String name, Object command, String... description) {
    CommandSpec specification = CommandSpec.wrapWithoutInspection(command).name(name);
    specification.usageMessage().sortOptions(false).description(description);
    return specification
        .versionProvider(new VersionProvider())
        .addOption(
            OptionSpec.builder("-h", "--help")
                .type(boolean.class)
                .usageHelp(true)
                .description("Show this help message and exit.")
                .build())
        .addOption(
            OptionSpec.builder("-V", "--version")
                .type(boolean.class)
                .versionHelp(true)
                .description("Print version information and exit.")
                .build());
  }

  /** An option that is there or not. */
  static OptionSpec flag(String name, Consumer<Boolean> to, String... description) {
    return OptionSpec.builder(name)
        .type(boolean.class)
        .initialValue(false)
        .setter(new Field<>(() -> false, to))
        .description(description)
        .build();
  }

  /** The start of an option that takes a value; what it is kept in says its default. */
  static <T> OptionSpec.Builder value(
      Class<?> type, String label, Supplier<@Nullable T> from, Consumer<T> to, String... names) {
    Field<T> field = new Field<>(from, to);
    return OptionSpec.builder(names)
        .type(type)
        .paramLabel(label)
        .initialValue(from.get())
        .getter(field)
        .setter(field);
  }

  /** An argument that may be left out, at a place of its own. */
  static PositionalParamSpec argument(
      int index,
      String label,
      Supplier<@Nullable String> from,
      Consumer<String> to,
      String... description) {
    Field<String> field = new Field<>(from, to);
    return PositionalParamSpec.builder()
        .index(String.valueOf(index))
        .arity("0..1")
        .paramLabel(label)
        .type(String.class)
        .getter(field)
        .setter(field)
        .description(description)
        .build();
  }

  /** Where an option's value is kept. */
  record Field<F>(Supplier<@Nullable F> from, Consumer<F> to) implements IGetter, ISetter {

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // picocli's own signature
    public <T> @Nullable T get() {
      return (T) from.get();
    }

    @Override
    @SuppressWarnings("unchecked") // picocli converts to the option's type
    public <T> @Nullable T set(T value) {
      F before = from.get();
      to.accept((F) value);
      return (T) before;
    }
  }
}
