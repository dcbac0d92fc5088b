package dev.ringfence.intake.token;

import dev.ringfence.engine.document.DocumentPosition;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.YamlUnicodeReader;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;

/** YAML documents, with aliases and merge keys resolved. */
public final class YamlTokenReader extends TokenReader {

  /** Where the reader stands in a mapping or list. */
  private static final class Container {
    final boolean mapping;
    boolean nameNext;

    /** Events that a merge key stands for, still to come, before the mapping goes on. */
    @Nullable Deque<Event> merge;

    Container(boolean mapping) {
      this.mapping = mapping;
      this.nameNext = mapping;
    }
  }

  private final YamlUnicodeReader reader;
  private final YamlEvents events;
  private final Deque<Container> containers = new ArrayDeque<>();
  private @Nullable Token token;
  private @Nullable Event event;
  private String text = "";
  private boolean merged;

  /** Reads from the stream, which {@link #close} closes. */
  public YamlTokenReader(InputStream stream) {
    this.reader = new YamlUnicodeReader(stream);
    this.events = new YamlEvents(reader);
  }

  @Override
  public boolean nextDocument() throws IOException {
    while (true) {
      Event next = events.next();
      switch (next.getEventId()) {
        case StreamEnd -> {
          return false;
        }
        case DocumentStart -> {
          containers.clear();
          take(events.next());
          return true;
        }
        case StreamStart, DocumentEnd, Comment -> {}
        case Alias, Scalar, SequenceStart, SequenceEnd, MappingStart, MappingEnd ->
            throw new IllegalStateException("the last document was not read to its end");
      }
    }
  }

  @Override
  public Token next() throws IOException {
    while (true) {
      Container container = containers.peek();
      Event next = pull();
      if (container != null
          && container.nameNext
          && next instanceof ScalarEvent scalar
          && scalar.isPlain()
          && scalar.getValue().equals("<<")) {
        Deque<Event> fields = mergeFields();
        if (container.merge != null) {
          fields.addAll(container.merge);
        }
        container.merge = fields;
        continue;
      }
      return take(next);
    }
  }

  /** The next event: of the innermost merge that has some left, else of the document. */
  private Event pull() {
    for (Container container : containers) {
      if (container.merge != null && !container.merge.isEmpty()) {
        return container.merge.removeFirst();
      }
    }
    return events.next();
  }

  private Deque<Event> mergeFields() {
    Event first = pull();
    Deque<Event> fields = new ArrayDeque<>();
    if (first instanceof MappingStartEvent) {
      addFields(fields);
    } else if (first.getEventId() == Event.ID.SequenceStart) {
      Event item = pull();
      while (item.getEventId() != Event.ID.SequenceEnd) {
        if (!(item instanceof MappingStartEvent)) {
          throw notMergeable(item);
        }
        addFields(fields);
        item = pull();
      }
    } else {
      throw notMergeable(first);
    }
    return fields;
  }

  private static MalformedException notMergeable(Event found) {
    return new MalformedException(
        "the merge key << needs a mapping or a list of mappings", position(found), null);
  }

  /** Everything up to the end of the mapping that was just started, its end left out. */
  private void addFields(Deque<Event> fields) {
    int depth = 1;
    while (true) {
      Event next = pull();
      switch (next.getEventId()) {
        case MappingStart, SequenceStart -> depth++;
        case MappingEnd, SequenceEnd -> depth--;
        case Scalar, Alias, Comment, StreamStart, StreamEnd, DocumentStart, DocumentEnd -> {}
      }
      if (depth == 0) {
        return;
      }
      fields.add(next);
    }
  }

  private Token take(Event next) {
    event = next;
    Container container = containers.peek();
    merged = false;
    switch (next.getEventId()) {
      case MappingStart -> open(Token.START_MAPPING, container, next);
      case SequenceStart -> open(Token.START_LIST, container, next);
      case MappingEnd -> close(Token.END_MAPPING);
      case SequenceEnd -> close(Token.END_LIST);
      case Scalar -> scalar((ScalarEvent) next, container);
      case Alias, Comment, StreamStart, StreamEnd, DocumentStart, DocumentEnd ->
          throw new MalformedException("the YAML text ends too early", position(next), null);
    }
    return current();
  }

  private void open(Token start, @Nullable Container parent, Event next) {
    if (parent != null && parent.nameNext) {
      throw new MalformedException("a field's name must be a text", position(next), null);
    }
    if (containers.size() >= Limits.DEPTH) {
      throw MalformedException.beyond(
          "is nested deeper than " + Limits.DEPTH + " levels", position(next));
    }
    valueTaken(parent);
    containers.push(new Container(start == Token.START_MAPPING));
    token = start;
  }

  private void close(Token end) {
    containers.pop();
    token = end;
  }

  private static void valueTaken(@Nullable Container container) {
    if (container != null && container.mapping) {
      container.nameNext = true;
    }
  }

  private void scalar(ScalarEvent scalar, @Nullable Container container) {
    if (container != null && container.nameNext) {
      token = Token.FIELD;
      text = scalar.getValue();
      container.nameNext = false;
      merged = container.merge != null && !container.merge.isEmpty();
      return;
    }
    valueTaken(container);
    String tag = scalar.getTag().orElse("");
    boolean untyped = tag.isEmpty() && scalar.isPlain();
    boolean typed =
        tag.equals("tag:yaml.org,2002:int")
            || tag.equals("tag:yaml.org,2002:float")
            || tag.equals("tag:yaml.org,2002:bool")
            || tag.equals("tag:yaml.org,2002:null");
    if (untyped || typed) {
      YamlScalar resolved = YamlScalar.resolve(scalar.getValue());
      token = resolved.token();
      text = resolved.text();
    } else {
      token = Token.TEXT;
      text = scalar.getValue();
    }
  }

  @Override
  public Token current() {
    return Objects.requireNonNull(token);
  }

  @Override
  public String text() {
    return text;
  }

  @Override
  public char[] characters() {
    return text.toCharArray();
  }

  @Override
  public void skipValue() throws IOException {
    int depth = 0;
    while (true) {
      switch (current()) {
        case START_MAPPING, START_LIST -> depth++;
        case END_MAPPING, END_LIST -> depth--;
        case FIELD, TEXT, NUMBER, TRUE, FALSE, NULL -> {}
      }
      if (depth == 0) {
        return;
      }
      next();
    }
  }

  @Override
  public DocumentPosition position() {
    return event == null ? DocumentPosition.UNKNOWN : position(event);
  }

  static DocumentPosition position(Event event) {
    return event
        .getStartMark()
        .map(mark -> new DocumentPosition(mark.getLine() + 1, mark.getColumn() + 1))
        .orElse(DocumentPosition.UNKNOWN);
  }

  @Override
  public boolean merged() {
    return merged;
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
