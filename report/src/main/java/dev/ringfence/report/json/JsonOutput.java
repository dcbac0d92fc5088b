package dev.ringfence.report.json;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import java.io.IOException;
import java.io.OutputStream;

/**
 * JSON as every answer is written: UTF-8, line feeds on every system, and one line for each verdict
 * or assumption, so that answers can be searched and compared line by line.
 */
public final class JsonOutput {

  private static final int DEEPEST_LINE = 2;

  private JsonOutput() {}

  /** A generator whose closing leaves the stream open. */
  public static JsonGenerator open(JsonFactory factory, OutputStream out) throws IOException {
    JsonGenerator json = factory.createGenerator(out, JsonEncoding.UTF8);
    json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    json.setPrettyPrinter(new LinePerEntry());
    return json;
  }

  /** Lines down to the entries of the outermost lists, compact below. */
  private static final class LinePerEntry extends MinimalPrettyPrinter {

    private static final long serialVersionUID = 1;

    private int level;

    @Override
    public void writeStartObject(JsonGenerator json) throws IOException {
      json.writeRaw('{');
      level++;
    }

    @Override
    public void beforeObjectEntries(JsonGenerator json) throws IOException {
      line(json);
    }

    @Override
    public void writeObjectEntrySeparator(JsonGenerator json) throws IOException {
      json.writeRaw(',');
      line(json);
    }

    @Override
    public void writeObjectFieldValueSeparator(JsonGenerator json) throws IOException {
      json.writeRaw(level <= DEEPEST_LINE ? ": " : ":");
    }

    @Override
    public void writeEndObject(JsonGenerator json, int entries) throws IOException {
      level--;
      if (entries > 0 && level < DEEPEST_LINE) {
        line(json);
      }
      json.writeRaw('}');
    }

    @Override
    public void writeStartArray(JsonGenerator json) throws IOException {
      json.writeRaw('[');
      level++;
    }

    @Override
    public void beforeArrayValues(JsonGenerator json) throws IOException {
      line(json);
    }

    @Override
    public void writeArrayValueSeparator(JsonGenerator json) throws IOException {
      json.writeRaw(',');
      line(json);
    }

    @Override
    public void writeEndArray(JsonGenerator json, int values) throws IOException {
      level--;
      if (values > 0 && level < DEEPEST_LINE) {
        line(json);
      }
      json.writeRaw(']');
    }

    private void line(JsonGenerator json) throws IOException {
      if (level <= DEEPEST_LINE) {
        json.writeRaw('\n');
        for (int at = 0; at < level; at++) {
          json.writeRaw("  ");
        }
      }
    }
  }
}
