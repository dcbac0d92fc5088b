package dev.ringfence.intake.token;

import dev.ringfence.engine.document.DocumentPosition;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * YAML events with aliases replaced by what they stand for. Only anchored nodes are remembered, and
 * only until the document ends, so a large file without anchors is read in constant memory.
 */
final class YamlEvents {

  /** At every filling the scanner copies what it has of a text: by 1,024 a long one takes long. */
  private static final int BUFFER_CHARACTERS = 1 << 14;

  private static final LoadSettings SETTINGS =
      LoadSettings.builder()
          .setCodePointLimit(Integer.MAX_VALUE)
          .setUseMarks(true)
          .setBufferSize(BUFFER_CHARACTERS)
          .build();

  private record Recording(String anchor, List<Event> events, int depth) {}

  private final BoundedReader bounded;
  private final ParserImpl parser;
  private final Map<String, List<Event>> anchors = new HashMap<>();
  private final List<Recording> recordings = new ArrayList<>();
  private final Deque<Iterator<Event>> replays = new ArrayDeque<>();
  private int depth;
  private int replayed;

  YamlEvents(Reader reader) {
    this.bounded = new BoundedReader(reader);
    this.parser = new ParserImpl(SETTINGS, new StreamReader(SETTINGS, bounded));
  }

  /** The next event; aliases never come out. */
  Event next() {
    while (true) {
      Event event = raw();
      if (event instanceof AliasEvent alias) {
        replays.push(target(alias).iterator());
      } else {
        return event;
      }
    }
  }

  private Event raw() {
    while (!replays.isEmpty()) {
      if (replays.peek().hasNext()) {
        if (++replayed > Limits.ALIAS_EVENTS) {
          throw MalformedException.beyond(
              "its aliases stand for more than " + Limits.ALIAS_EVENTS + " values",
              DocumentPosition.UNKNOWN);
        }
        return replays.peek().next();
      }
      replays.pop();
    }
    Event event = parse();
    record(event);
    return event;
  }

  private Event parse() {
    try {
      Event event = parser.next();
      bounded.restart();
      return event;
    } catch (MarkedYamlEngineException malformed) {
      DocumentPosition position =
          malformed
              .getProblemMark()
              .map(mark -> new DocumentPosition(mark.getLine() + 1, mark.getColumn() + 1))
              .orElse(DocumentPosition.UNKNOWN);
      throw new MalformedException("is no YAML: " + malformed.getProblem(), position, malformed);
    } catch (YamlEngineException malformed) {
      String message = String.valueOf(malformed.getMessage()).lines().findFirst().orElse("");
      throw new MalformedException("is no YAML: " + message, DocumentPosition.UNKNOWN, malformed);
    }
  }

  private void record(Event event) {
    Event.ID id = event.getEventId();
    boolean starts = id == Event.ID.MappingStart || id == Event.ID.SequenceStart;
    boolean ends = id == Event.ID.MappingEnd || id == Event.ID.SequenceEnd;
    if (id == Event.ID.DocumentStart) {
      anchors.clear();
      replayed = 0;
    }
    String anchor = anchor(event);
    if (anchor != null) {
      recordings.add(new Recording(anchor, new ArrayList<>(), depth));
    }
    if (starts) {
      depth++;
    } else if (ends) {
      depth--;
    }
    if (recordings.isEmpty()) {
      return;
    }
    for (Recording recording : recordings) {
      recording.events.add(event);
    }
    if (!starts && recordings.getLast().depth == depth) {
      Recording done = recordings.removeLast();
      anchors.put(done.anchor, done.events);
    }
  }

  private static @Nullable String anchor(Event event) {
    return event instanceof NodeEvent node && !(event instanceof AliasEvent)
        ? node.getAnchor().map(Object::toString).orElse(null)
        : null;
  }

  private List<Event> target(AliasEvent alias) {
    String name = alias.getAlias().toString();
    List<Event> events = anchors.get(name);
    if (events == null) {
      DocumentPosition position = YamlTokenReader.position(alias);
      throw new MalformedException(
          "the alias *" + name + " stands for no anchor that is complete before it",
          position,
          null);
    }
    return events;
  }
}
