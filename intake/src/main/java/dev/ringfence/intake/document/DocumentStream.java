package dev.ringfence.intake.document;

import dev.ringfence.engine.cluster.Origin;
import dev.ringfence.engine.document.DocumentValue;
import dev.ringfence.engine.document.PolicyDocument;
import dev.ringfence.intake.kind.KindCatalogue;
import dev.ringfence.intake.kind.ReadObject;
import dev.ringfence.intake.token.TokenReader;
import dev.ringfence.intake.token.TokenReader.Token;
import dev.ringfence.intake.tree.TreeReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All documents of one file, handed on one by one. */
public final class DocumentStream {

  /** The group of Ringfence's own documents. */
  static final String POLICY_GROUP = "ringfence.dev/";

  /** What a list says of itself; null where it does not. */
  public record ListKind(@Nullable String apiVersion, @Nullable String kind) {}

  private final TokenReader tokens;
  private final Origin.Source source;
  private final String file;
  private final ObjectHandler handler;
  private final List<ListKind> hints;
  private final TreeReader trees = new TreeReader();
  private int toSkip;
  private int handled;
  private int current;
  private String continueToken = "";

  /**
   * @param hints what {@link #listKinds} found, or empty on the first reading
   * @param toSkip how many objects and documents were handed on by an earlier reading
   */
  public DocumentStream(
      TokenReader tokens,
      Origin.Source source,
      String file,
      ObjectHandler handler,
      List<ListKind> hints,
      int toSkip) {
    this.tokens = tokens;
    this.source = source;
    this.file = file;
    this.handler = handler;
    this.hints = hints;
    this.toSkip = toSkip;
  }

  /** The number of the document or item that is being read, for messages. */
  public int currentDocument() {
    return current;
  }

  /** Where the last list goes on: the API server's token, or the empty string at its end. */
  public String continueToken() {
    return continueToken;
  }

  /** Reads to the end of the file. */
  public void readAll() throws IOException {
    for (int document = 0; tokens.nextDocument(); document++) {
      current = document;
      ListKind hint = document < hints.size() ? hints.get(document) : null;
      switch (tokens.current()) {
        case START_MAPPING -> mapping(document, false, hint, null, null);
        case START_LIST -> items(null, null);
        case NULL -> {}
        case TEXT, NUMBER, TRUE, FALSE -> {
          tokens.skipValue();
          noObject(document, "is " + plain(tokens.current()) + ", no mapping");
        }
        case FIELD, END_MAPPING, END_LIST -> throw new IllegalStateException("no document");
      }
    }
  }

  /** A first reading, only for the kinds that lists name after their items. */
  public static List<ListKind> listKinds(TokenReader tokens) throws IOException {
    List<ListKind> kinds = new ArrayList<>();
    while (tokens.nextDocument()) {
      String apiVersion = null;
      String kind = null;
      if (tokens.current() == Token.START_MAPPING) {
        while (tokens.next() != Token.END_MAPPING) {
          String name = tokens.text();
          if (tokens.next() == Token.TEXT && name.equals("apiVersion")) {
            apiVersion = tokens.text();
          } else if (tokens.current() == Token.TEXT && name.equals("kind")) {
            kind = tokens.text();
          }
          tokens.skipValue();
        }
      } else {
        tokens.skipValue();
      }
      kinds.add(new ListKind(apiVersion, kind));
    }
    return kinds;
  }

  private static String plain(Token token) {
    return switch (token) {
      case TEXT -> "a text";
      case NUMBER -> "a number";
      case TRUE, FALSE -> "a boolean";
      case START_LIST, END_LIST -> "a list";
      case NULL, FIELD, START_MAPPING, END_MAPPING -> "no object";
    };
  }

  /** The items of a list, of which the kind may be known. */
  void items(@Nullable String apiVersion, @Nullable String kind) throws IOException {
    int item = 0;
    while (tokens.next() != Token.END_LIST) {
      current = item;
      if (tokens.current() == Token.START_MAPPING) {
        mapping(item, true, null, apiVersion, kind);
      } else {
        tokens.skipValue();
        noObject(item, "is " + plain(tokens.current()) + ", no mapping");
      }
      item++;
    }
  }

  private void mapping(
      int document,
      boolean inList,
      @Nullable ListKind hint,
      @Nullable String itemApiVersion,
      @Nullable String itemKind)
      throws IOException {
    trees.startObject();
    ObjectReading reading =
        new ObjectReading(tokens, trees, this, inList, hint, itemApiVersion, itemKind);
    reading.read();
    if (reading.isList()) {
      continueToken = reading.continueToken();
      return;
    }
    finish(reading, document);
  }

  private void finish(ObjectReading reading, int document) {
    String apiVersion = reading.apiVersion();
    String kind = reading.kind();
    if (apiVersion == null || kind == null) {
      if (hints.isEmpty() && reading.isItemOfUnknownList()) {
        throw new ListKindComesLater(handled);
      }
      noObject(
          document,
          "has no "
              + (apiVersion == null && kind == null
                  ? "apiVersion and no kind"
                  : apiVersion == null ? "apiVersion" : "kind"));
      return;
    }
    if (skips()) {
      return;
    }
    Origin origin = new Origin(source, file, document);
    DocumentValue.Mapping whole = reading.policyContent();
    if (whole != null) {
      handler.policy(new PolicyDocument(apiVersion, kind, nameOf(whole), whole, origin));
    } else if (!KindCatalogue.isPassedOver(apiVersion, kind)) {
      ReadObject object = new ReadObject(apiVersion, kind, reading.fields(), origin);
      if (object.root().has("metadata") || handler.takesWithoutMetadata()) {
        handler.object(object, trees.valueCount());
      } else {
        handler.noObject(file, document, "is a " + kind + " without metadata, no object");
      }
    }
  }

  private static String nameOf(DocumentValue.Mapping content) {
    return content.get("metadata") instanceof DocumentValue.Mapping metadata
            && metadata.get("name") instanceof DocumentValue.Text name
        ? name.value()
        : "";
  }

  private void noObject(int document, String why) {
    if (!skips()) {
      handler.noObject(file, document, why);
    }
  }

  /** Counts what is handed on, and says whether an earlier reading has done it already. */
  private boolean skips() {
    handled++;
    if (toSkip > 0) {
      toSkip--;
      return true;
    }
    return false;
  }

  /** Who says what is kept. */
  ObjectHandler handler() {
    return handler;
  }

  void listSeen(String apiVersion, String itemKind) {
    handler.list(apiVersion, itemKind);
  }
}
