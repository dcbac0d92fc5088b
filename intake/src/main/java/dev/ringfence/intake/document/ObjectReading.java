package dev.ringfence.intake.document;

import dev.ringfence.engine.document.DocumentValue;
import dev.ringfence.intake.document.DocumentStream.ListKind;
import dev.ringfence.intake.kind.KindCatalogue;
import dev.ringfence.intake.token.MalformedException;
import dev.ringfence.intake.token.TokenReader;
import dev.ringfence.intake.token.TokenReader.Token;
import dev.ringfence.intake.tree.Fields;
import dev.ringfence.intake.tree.Schema;
import dev.ringfence.intake.tree.Tree;
import dev.ringfence.intake.tree.TreeReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One mapping at the root of a document or in a list, while it is read. Tools write fields in any
 * order ({@code kubectl get -o json} sorts them, so {@code data} comes before {@code kind}), hence
 * the cases below.
 */
final class ObjectReading {

  /** What is kept of fields that come before the kind is known. */
  private static final Schema EARLY =
      Schema.of("* -stringData -binaryData metadata { * -managedFields }");

  /** What is kept of a list beside its items; of an object whose kind ends so, enough too. */
  private static final Schema LIST = Schema.of("metadata { name namespace continue }");

  private final TokenReader tokens;
  private final TreeReader trees;
  private final DocumentStream stream;
  private final @Nullable ListKind hint;
  private final boolean inList;
  private final List<String> names = new ArrayList<>();
  private final List<Tree> values = new ArrayList<>();
  private @Nullable String apiVersion;
  private @Nullable String kind;
  private @Nullable Schema schema;
  private @Nullable Fields data;
  private boolean early;
  private boolean list;
  private DocumentValue.@Nullable Mapping policyContent;

  ObjectReading(
      TokenReader tokens,
      TreeReader trees,
      DocumentStream stream,
      boolean inList,
      @Nullable ListKind hint,
      @Nullable String itemApiVersion,
      @Nullable String itemKind) {
    this.tokens = tokens;
    this.trees = trees;
    this.stream = stream;
    this.hint = hint;
    this.apiVersion = itemApiVersion;
    this.kind = itemKind;
    this.inList = inList;
    chooseSchema();
  }

  @Nullable String apiVersion() {
    return apiVersion;
  }

  @Nullable String kind() {
    return kind;
  }

  boolean isList() {
    return list;
  }

  /** An item that names no kind, in a list that has not named its own yet. */
  boolean isItemOfUnknownList() {
    return inList && kind == null && apiVersion == null && names.contains("metadata");
  }

  /** The whole document where it is one of Ringfence's own. */
  DocumentValue.@Nullable Mapping policyContent() {
    return policyContent;
  }

  /** Reads to the end of the mapping. */
  void read() throws IOException {
    while (tokens.next() != Token.END_MAPPING) {
      String name = tokens.text();
      boolean merged = tokens.merged();
      Token token = tokens.next();
      if (name.equals("apiVersion") && token == Token.TEXT) {
        apiVersion = tokens.text();
        if (apiVersion.startsWith(DocumentStream.POLICY_GROUP)) {
          readPolicy();
          return;
        }
        chooseSchema();
      } else if (name.equals("kind") && token == Token.TEXT) {
        kind = tokens.text();
        chooseSchema();
      } else if (name.equals("items") && token == Token.START_LIST && mayBeList()) {
        readItems();
      } else if (name.equals("data") || name.equals("stringData") || name.equals("binaryData")) {
        readData(name);
      } else {
        readField(name, merged);
      }
    }
  }

  private boolean mayBeList() {
    return kind == null || kind.endsWith("List");
  }

  /** Where a list goes on, if it says so. */
  String continueToken() {
    int metadata = names.indexOf("metadata");
    return metadata >= 0 && values.get(metadata) instanceof Fields fields
        ? fields.text("continue")
        : "";
  }

  private void chooseSchema() {
    if (kind != null && kind.endsWith("List") && !inList) {
      schema = LIST;
    } else if (apiVersion != null && kind != null) {
      schema =
          KindCatalogue.isPassedOver(apiVersion, kind)
              ? Schema.NOTHING
              : stream.handler().schema(apiVersion, kind);
    }
  }

  private void readItems() throws IOException {
    list = true;
    String listKind = kind != null ? kind : hint == null ? null : hint.kind();
    String listVersion = apiVersion != null ? apiVersion : hint == null ? null : hint.apiVersion();
    boolean typed = listKind != null && listVersion != null && listKind.length() > 4;
    if (listKind != null && listVersion != null && typed) {
      String itemKind = listKind.substring(0, listKind.length() - "List".length());
      stream.listSeen(listVersion, itemKind);
      stream.items(listVersion, itemKind);
    } else {
      stream.items(null, null);
    }
  }

  /** Data is looked at only where it may be a ConfigMap's, and even then not as text. */
  private void readData(String name) throws IOException {
    boolean mayBeConfigMap =
        name.equals("data") && (kind == null || (schema != null && kind.equals("ConfigMap")));
    if (mayBeConfigMap && tokens.current() == Token.START_MAPPING) {
      data = Withholding.read(tokens);
    } else {
      tokens.skipValue();
    }
  }

  private void readField(String name, boolean merged) throws IOException {
    Schema known = schema;
    Schema wanted = known == null ? EARLY.field(name) : known.field(name);
    early |= known == null;
    if (wanted == Schema.NOTHING) {
      tokens.skipValue();
      return;
    }
    Tree value = trees.read(tokens, wanted);
    int index = names.indexOf(name);
    if (index >= 0) {
      if (!merged) {
        throw MalformedException.beyond(
            "has two fields named " + name + " in one object", tokens.position());
      }
    } else if (value != null) {
      names.add(name);
      values.add(value);
    }
  }

  private void readPolicy() throws IOException {
    Map<String, DocumentValue> entries = new LinkedHashMap<>();
    ValueReader reader = new ValueReader();
    entries.put("apiVersion", reader.read(tokens));
    if (kind != null) {
      entries.put("kind", new DocumentValue.Text(kind, tokens.position()));
    }
    for (int i = 0; i < names.size(); i++) {
      entries.put(names.get(i), ValueReader.of(values.get(i)));
    }
    reader.readFields(tokens, entries);
    if (entries.get("kind") instanceof DocumentValue.Text text) {
      kind = text.value();
    }
    policyContent = new DocumentValue.Mapping(entries, tokens.position());
  }

  /** The wanted fields, once everything is read. */
  Fields fields() {
    Fields fields = Fields.of(names, values);
    Schema known = schema;
    if (early && known != null) {
      fields = fields.prune(known);
    }
    Fields held = data;
    if (held == null || apiVersion == null || kind == null) {
      return fields;
    }
    boolean keeps =
        fields.get("metadata") instanceof Fields metadata
            && metadata.get("name") instanceof Tree.Text name
            && stream.handler().keepsData(apiVersion, kind, name.value());
    Fields revealed = keeps ? Withholding.reveal(held) : null;
    Withholding.wipe(held);
    data = null;
    if (revealed == null) {
      return fields;
    }
    List<String> allNames = new ArrayList<>(names.size() + 1);
    List<Tree> allValues = new ArrayList<>(names.size() + 1);
    for (int i = 0; i < fields.size(); i++) {
      allNames.add(fields.name(i));
      allValues.add(fields.value(i));
    }
    allNames.add("data");
    allValues.add(revealed);
    return Fields.of(allNames, allValues);
  }
}
