package dev.ringfence.intake.token;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.ringfence.engine.document.DocumentPosition;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** JSON, one value after another, by one streaming parser. */
public final class JsonTokenReader extends TokenReader {

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(Limits.DEPTH)
                  .maxStringLength(Limits.TEXT_CHARACTERS)
                  .maxNumberLength(1_000)
                  .maxNameLength(50_000)
                  .build())
          .build();

  private final JsonParser parser;
  private final TextPool pool = new TextPool();
  private @Nullable Token token;

  /** Reads from the stream, which {@link #close} closes. */
  public JsonTokenReader(InputStream stream) throws IOException {
    this.parser = FACTORY.createParser(stream);
  }

  @Override
  public boolean nextDocument() throws IOException {
    try {
      JsonToken next = parser.nextToken();
      token = next == null ? null : token(next);
      return next != null;
    } catch (JsonProcessingException malformed) {
      throw malformed(malformed);
    }
  }

  @Override
  public Token next() throws IOException {
    try {
      JsonToken next = parser.nextToken();
      if (next == null) {
        throw new MalformedException("the JSON text ends too early", position(), null);
      }
      Token read = token(next);
      token = read;
      return read;
    } catch (JsonProcessingException malformed) {
      throw malformed(malformed);
    }
  }

  private static Token token(JsonToken token) {
    return switch (token) {
      case START_OBJECT -> Token.START_MAPPING;
      case END_OBJECT -> Token.END_MAPPING;
      case START_ARRAY -> Token.START_LIST;
      case END_ARRAY -> Token.END_LIST;
      case FIELD_NAME -> Token.FIELD;
      case VALUE_STRING -> Token.TEXT;
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Token.NUMBER;
      case VALUE_TRUE -> Token.TRUE;
      case VALUE_FALSE -> Token.FALSE;
      case VALUE_NULL -> Token.NULL;
      case NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException("a blocking text parser gave " + token);
    };
  }

  @Override
  public Token current() {
    return Objects.requireNonNull(token);
  }

  @Override
  public String text() throws IOException {
    try {
      if (token == Token.FIELD) {
        return parser.currentName();
      }
      return pool.text(parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
    } catch (JsonProcessingException malformed) {
      throw malformed(malformed);
    }
  }

  @Override
  public char[] characters() throws IOException {
    try {
      int start = parser.getTextOffset();
      return Arrays.copyOfRange(parser.getTextCharacters(), start, start + parser.getTextLength());
    } catch (JsonProcessingException malformed) {
      throw malformed(malformed);
    }
  }

  @Override
  public void skipValue() throws IOException {
    try {
      parser.skipChildren();
      JsonToken last = parser.currentToken();
      if (last == null || last.isStructStart()) {
        throw new MalformedException("the JSON text ends too early", position(), null);
      }
      token = token(last);
    } catch (JsonProcessingException malformed) {
      throw malformed(malformed);
    }
  }

  @Override
  public DocumentPosition position() {
    return position(parser.currentTokenLocation());
  }

  private static DocumentPosition position(@Nullable JsonLocation location) {
    return location == null
        ? DocumentPosition.UNKNOWN
        : new DocumentPosition(location.getLineNr(), location.getColumnNr());
  }

  @Override
  public boolean merged() {
    return false;
  }

  @Override
  public void close() throws IOException {
    parser.close();
  }

  private static MalformedException malformed(JsonProcessingException cause) {
    DocumentPosition position = position(cause.getLocation());
    return switch (cause) {
      case StreamConstraintsException beyond ->
          MalformedException.beyond(
              "goes beyond what is read: " + beyond.getOriginalMessage(), position);
      case JsonEOFException ended ->
          new MalformedException("the JSON text ends too early", position, ended);
      default ->
          new MalformedException("is no JSON: " + cause.getOriginalMessage(), position, cause);
    };
  }
}
