package dev.ringfence.intake.document;

import dev.ringfence.engine.document.DocumentPosition;
import dev.ringfence.engine.document.DocumentValue;
import dev.ringfence.intake.token.Limits;
import dev.ringfence.intake.token.MalformedException;
import dev.ringfence.intake.token.TokenReader;
import dev.ringfence.intake.token.TokenReader.Token;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Items;
import dev.ringfence.intake.tree.Tree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a value whole, with positions: for Ringfence's own documents. */
public final class ValueReader {

  private int count;

  /** The value that starts at the current token. */
  DocumentValue read(TokenReader tokens) throws IOException {
    DocumentPosition position = tokens.position();
    if (++count > Limits.VALUES) {
      throw MalformedException.beyond(
          "holds one document of more than " + Limits.VALUES + " values", position);
    }
    return switch (tokens.current()) {
      case START_MAPPING -> {
        Map<String, DocumentValue> entries = new LinkedHashMap<>();
        readFields(tokens, entries);
        yield new DocumentValue.Mapping(entries, position);
      }
      case START_LIST -> {
        List<DocumentValue> items = new ArrayList<>();
        while (tokens.next() != Token.END_LIST) {
          items.add(read(tokens));
        }
        yield new DocumentValue.Sequence(items, position);
      }
      case TEXT -> new DocumentValue.Text(tokens.text(), position);
      case NUMBER -> new DocumentValue.Numeral(tokens.text(), position);
      case TRUE -> new DocumentValue.Flag(true, position);
      case FALSE -> new DocumentValue.Flag(false, position);
      case NULL -> new DocumentValue.Null(position);
      case FIELD, END_MAPPING, END_LIST ->
          throw new IllegalStateException("no value at " + tokens.current());
    };
  }

  /** The rest of the current mapping's fields, to its end. */
  void readFields(TokenReader tokens, Map<String, DocumentValue> entries) throws IOException {
    Set<String> written = new HashSet<>(entries.keySet());
    while (tokens.next() != Token.END_MAPPING) {
      String name = tokens.text();
      boolean merged = tokens.merged();
      DocumentPosition position = tokens.position();
      tokens.next();
      DocumentValue value = read(tokens);
      if (merged) {
        entries.putIfAbsent(name, value);
      } else if (written.add(name)) {
        entries.put(name, value);
      } else {
        throw MalformedException.beyond(
            "has two fields named " + name + " in one mapping", position);
      }
    }
  }

  /** A value that was read before it was known that it should be kept whole. */
  public static DocumentValue of(Tree tree) {
    DocumentPosition position = DocumentPosition.UNKNOWN;
    return switch (tree) {
      case Fields fields -> {
        Map<String, DocumentValue> entries = new LinkedHashMap<>();
        for (int i = 0; i < fields.size(); i++) {
          entries.put(fields.name(i), of(fields.value(i)));
        }
        yield new DocumentValue.Mapping(entries, position);
      }
      case Items items -> {
        List<DocumentValue> values = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
          values.add(of(items.get(i)));
        }
        yield new DocumentValue.Sequence(values, position);
      }
      case Tree.Text text -> new DocumentValue.Text(text.value(), position);
      case Tree.Numeral numeral -> new DocumentValue.Numeral(numeral.digits(), position);
      case Tree.Flag flag -> new DocumentValue.Flag(flag == Tree.Flag.TRUE, position);
      case Tree.Mark mark -> new DocumentValue.Null(position);
      case Tree.Withheld withheld -> new DocumentValue.Null(position);
    };
  }
}
