package dev.ringfence.intake.tree;

import dev.ringfence.intake.token.Limits;
import dev.ringfence.intake.token.MalformedException;
import dev.ringfence.intake.token.TokenReader;
import dev.ringfence.intake.token.TokenReader.Token;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the wanted part of a value. Reuses its scratch space, so one reader serves one thread. */
public final class TreeReader {

  private String[] names = new String[256];
  private static final Set<String> MAPS_OF_TEXTS =
      Set.of("matchLabels", "labels", "annotations", "nodeSelector");
  private static final Tree EMPTY_TEXT = new Tree.Text("");

  private @Nullable Tree[] values = new @Nullable Tree[256];
  private boolean[] merged = new boolean[256];
  private int top;
  private int count;

  /** Starts counting values for a new object; see {@link Limits#VALUES}. */
  public void startObject() {
    top = 0;
    count = 0;
  }

  /** How many values were read since {@link #startObject}. */
  public int valueCount() {
    return count;
  }

  /**
   * Reads the value that starts at the current token, to its last token.
   *
   * @return null where the value is null
   */
  public @Nullable Tree read(TokenReader tokens, Schema schema) throws IOException {
    Token token = tokens.current();
    if (token == Token.NULL) {
      return null;
    }
    if (schema == Schema.PRESENCE) {
      tokens.skipValue();
      return Tree.Mark.PRESENT;
    }
    return value(tokens, schema, token);
  }

  private Tree value(TokenReader tokens, Schema schema, Token token) throws IOException {
    if (++count > Limits.VALUES) {
      throw MalformedException.beyond(
          "holds one object of more than " + Limits.VALUES + " values", tokens.position());
    }
    return switch (token) {
      case START_MAPPING -> mapping(tokens, schema, false);
      case START_LIST -> list(tokens, schema);
      case TEXT -> new Tree.Text(tokens.text());
      case NUMBER -> new Tree.Numeral(tokens.text());
      case TRUE -> Tree.Flag.TRUE;
      case FALSE -> Tree.Flag.FALSE;
      case NULL -> Tree.Mark.NULL;
      case FIELD, END_MAPPING, END_LIST -> throw new IllegalStateException("no value at " + token);
    };
  }

  /**
   * Reads a mapping.
   *
   * @param ofTexts whether the API has a map of texts here, in which a null is an empty text
   */
  private Fields mapping(TokenReader tokens, Schema schema, boolean ofTexts) throws IOException {
    int start = top;
    while (tokens.next() != Token.END_MAPPING) {
      String name = tokens.text();
      boolean byMerge = tokens.merged();
      Schema child = schema.field(name);
      tokens.next();
      if (child == Schema.NOTHING) {
        tokens.skipValue();
        continue;
      }
      boolean map =
          MAPS_OF_TEXTS.contains(name)
              && child != Schema.PRESENCE
              && tokens.current() == Token.START_MAPPING;
      Tree value = map ? mapping(tokens, child, true) : read(tokens, child);
      if (value == null && ofTexts) {
        value = EMPTY_TEXT;
      }
      int known = find(start, name);
      if (known >= 0) {
        if (!byMerge && !merged[known]) {
          throw duplicate(tokens, name);
        }
        if (byMerge) {
          continue;
        }
        values[known] = value;
        merged[known] = false;
      } else {
        push(name, value, byMerge);
      }
    }
    return take(start);
  }

  static MalformedException duplicate(TokenReader tokens, String name) {
    return MalformedException.beyond(
        "has two fields named " + name + " in one mapping, of which kubectl would refuse one",
        tokens.position());
  }

  private int find(int start, String name) {
    for (int i = start; i < top; i++) {
      if (names[i].equals(name)) {
        return i;
      }
    }
    return -1;
  }

  private void push(String name, @Nullable Tree value, boolean byMerge) {
    if (top == names.length) {
      names = Arrays.copyOf(names, 2 * top);
      values = Arrays.copyOf(values, 2 * top);
      merged = Arrays.copyOf(merged, 2 * top);
    }
    names[top] = name;
    values[top] = value;
    merged[top] = byMerge;
    top++;
  }

  /** Takes the fields pushed since {@code start}, leaving out those that are null. */
  private Fields take(int start) {
    int size = 0;
    for (int i = start; i < top; i++) {
      if (values[i] != null) {
        size++;
      }
    }
    if (size == 0) {
      top = start;
      return Fields.EMPTY;
    }
    String[] ownNames = new String[size];
    Tree[] ownValues = new Tree[size];
    int next = 0;
    for (int i = start; i < top; i++) {
      Tree value = values[i];
      if (value != null) {
        ownNames[next] = names[i];
        ownValues[next++] = value;
      }
    }
    top = start;
    return new Fields(ownNames, ownValues);
  }

  private Items list(TokenReader tokens, Schema schema) throws IOException {
    int start = top;
    Token token = tokens.next();
    while (token != Token.END_LIST) {
      push("", value(tokens, schema, token), false);
      token = tokens.next();
    }
    if (top == start) {
      return Items.EMPTY;
    }
    Tree[] own = new Tree[top - start];
    System.arraycopy(values, start, own, 0, own.length);
    top = start;
    return new Items(own);
  }
}
