package dev.ringfence.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The real program in a process of its own that stays for the next command: a test that runs a
 * dozen commands need not start a dozen virtual machines. What it writes and how it ends is a
 * process's own standard output, standard error and exit code, as with {@link Program}.
 */
public final class ProgramSession implements AutoCloseable {

  private static final String MARK = "end-of-command-";

  /** A thread for each pipe, or one fills up while the other is read: a pool may have one only. */
  private static final Executor READER =
      reading -> Thread.ofPlatform().daemon().name("reader of a program").start(reading);

  private final Process process;
  private final String mark;
  private final BufferedReader output;
  private final BufferedReader error;

  private ProgramSession(Process process, String mark) {
    this.process = process;
    this.mark = mark;
    this.output = process.inputReader(StandardCharsets.UTF_8);
    this.error = process.errorReader(StandardCharsets.UTF_8);
  }

  public static ProgramSession start(Map<String, String> environment) throws IOException {
    String mark = MARK + UUID.randomUUID();
    List<String> command = new ArrayList<>(Program.java());
    command.addAll(List.of(ProgramSession.class.getName(), mark));
    ProcessBuilder builder = new ProcessBuilder(command).directory(Program.root().toFile());
    builder.environment().putAll(environment);
    return new ProgramSession(builder.start(), mark);
  }

  /** Runs a command after the one before it has ended. */
  public Program.Result run(String... arguments) throws IOException, InterruptedException {
    StringBuilder request = new StringBuilder();
    for (String argument : arguments) {
      byte[] bytes = argument.getBytes(StandardCharsets.UTF_8);
      request.append(' ').append(Base64.getEncoder().encodeToString(bytes));
    }
    process.getOutputStream().write((request + "\n").getBytes(StandardCharsets.US_ASCII));
    process.getOutputStream().flush();
    CompletableFuture<String> said = CompletableFuture.supplyAsync(() -> untilMark(error), READER);
    CompletableFuture<String> written =
        CompletableFuture.supplyAsync(() -> untilMark(output), READER);
    try {
      String out = written.get(10, TimeUnit.MINUTES);
      String err = said.get(1, TimeUnit.MINUTES);
      int end = err.lastIndexOf('\n');
      return new Program.Result(
          Integer.parseInt(err.substring(end + 1)), out, err.substring(0, Math.max(0, end)));
    } catch (ExecutionException | TimeoutException broken) {
      process.destroyForcibly();
      throw new IllegalStateException(String.join(" ", arguments) + " did not end", broken);
    }
  }

  /** What a command wrote: the mark begins on whatever line it ended. */
  private String untilMark(BufferedReader reader) {
    StringBuilder text = new StringBuilder();
    try {
      while (!endsWithMark(text)) {
        int character = reader.read();
        if (character < 0) {
          throw new IllegalStateException("the program ended: " + text);
        }
        text.append((char) character);
      }
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
    return text.substring(0, text.length() - mark.length());
  }

  private boolean endsWithMark(StringBuilder text) {
    int start = text.length() - mark.length();
    return start >= 0 && text.indexOf(mark, start) == start;
  }

  /** Ends it in the midst of what it does, as a power cut would. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroy();
  }

  /** The other side: runs what it is told until standard input ends. */
  public static void main(String[] words) throws IOException {
    BufferedReader requests =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    // To a command, standard input is at its end.
    System.setIn(InputStream.nullInputStream());
    for (String request = requests.readLine(); request != null; request = requests.readLine()) {
      List<String> arguments = new ArrayList<>();
      // Each word stands after a space, so that there may be none, and empty ones.
      for (String word : request.split(" ", -1)) {
        arguments.add(new String(Base64.getDecoder().decode(word), StandardCharsets.UTF_8));
      }
      arguments.removeFirst();
      String[] all = arguments.toArray(String[]::new);
      int exit = Main.commandLine(all).execute(all);
      System.err.print("\n" + exit + words[0]);
      System.err.flush();
      System.out.print(words[0]);
      System.out.flush();
    }
  }
}
