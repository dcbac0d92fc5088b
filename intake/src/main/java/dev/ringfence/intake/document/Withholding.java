package dev.ringfence.intake.document;

import dev.ringfence.intake.token.TokenReader;
import dev.ringfence.intake.token.TokenReader.Token;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Tree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Keeps data as characters until it is known whose it is; see {@link Tree.Withheld}. */
final class Withholding {

  private Withholding() {}

  static Fields read(TokenReader tokens) throws IOException {
    List<String> names = new ArrayList<>();
    List<Tree> values = new ArrayList<>();
    while (tokens.next() != Token.END_MAPPING) {
      String name = tokens.text();
      if (tokens.next() == Token.TEXT) {
        names.add(name);
        values.add(new Tree.Withheld(tokens.characters()));
      } else {
        tokens.skipValue();
      }
    }
    return Fields.of(names, values);
  }

  static Fields reveal(Fields held) {
    List<String> names = new ArrayList<>();
    List<Tree> values = new ArrayList<>();
    for (int i = 0; i < held.size(); i++) {
      if (held.value(i) instanceof Tree.Withheld withheld) {
        names.add(held.name(i));
        values.add(new Tree.Text(new String(withheld.characters())));
      }
    }
    return Fields.of(names, values);
  }

  static void wipe(Fields held) {
    for (int i = 0; i < held.size(); i++) {
      if (held.value(i) instanceof Tree.Withheld withheld) {
        Arrays.fill(withheld.characters(), '\0');
      }
    }
  }
}
