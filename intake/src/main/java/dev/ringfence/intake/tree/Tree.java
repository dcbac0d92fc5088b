package dev.ringfence.intake.tree;

/**
 * What was kept of an object: the fields that a {@link Schema} asks for. Fields that are null or
 * not asked for are not there.
 */
public sealed interface Tree
    permits Fields, Items, Tree.Text, Tree.Numeral, Tree.Flag, Tree.Mark, Tree.Withheld {

  /** What a person calls such a value. */
  String typeName();

  /** A text. */
  record Text(String value) implements Tree {
    @Override
    public String typeName() {
      return "the text \"" + (value.length() > 40 ? value.substring(0, 40) + "…" : value) + "\"";
    }
  }

  /** A number as written. */
  record Numeral(String digits) implements Tree {
    @Override
    public String typeName() {
      return "the number " + digits;
    }
  }

  /** A boolean. */
  enum Flag implements Tree {
    TRUE,
    FALSE;

    @Override
    public String typeName() {
      return this == TRUE ? "true" : "false";
    }
  }

  /**
   * A text that may be a Secret's, since its object's kind is not known yet: characters that become
   * no String unless the object turns out to be harmless.
   */
  @SuppressWarnings("ArrayRecordComponent") // owned by nobody else, so that it can be wiped
  record Withheld(char[] characters) implements Tree {
    @Override
    public String typeName() {
      return "a text";
    }

    @Override
    public String toString() {
      return "Withheld";
    }
  }

  /** Something stands there. */
  enum Mark implements Tree {
    /** A value of which only the presence was asked for. */
    PRESENT,
    /** A null in a list; a null field is left out instead. */
    NULL;

    @Override
    public String typeName() {
      return this == NULL ? "null" : "a value";
    }
  }
}
