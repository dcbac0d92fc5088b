package dev.ringfence.policy;

import dev.ringfence.engine.cluster.Origin;
import dev.ringfence.engine.document.DocumentPosition;
import dev.ringfence.engine.document.DocumentValue;
import dev.ringfence.engine.document.PolicyDocument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Policy documents as intake hands them over, from text. */
public final class Yaml {

  private Yaml() {}

  /** Every document of a text, as if read from {@code policy.yaml}. */
  public static List<PolicyDocument> documents(String text) {
    List<PolicyDocument> documents = new ArrayList<>();
    for (Node node : new Compose(LoadSettings.builder().build()).composeAllFromString(text)) {
      DocumentValue.Mapping content = (DocumentValue.Mapping) value(node);
      documents.add(
          new PolicyDocument(
              text(content.get("apiVersion")),
              text(content.get("kind")),
              content.get("metadata") instanceof DocumentValue.Mapping metadata
                  ? text(metadata.get("name"))
                  : "",
              content,
              new Origin(Origin.Source.FILE, "policy.yaml", documents.size())));
    }
    return documents;
  }

  private static String text(@Nullable DocumentValue value) {
    return value instanceof DocumentValue.Text text ? text.value() : "";
  }

  private static DocumentValue value(Node node) {
    Mark mark = node.getStartMark().orElseThrow();
    DocumentPosition position = new DocumentPosition(mark.getLine() + 1, mark.getColumn() + 1);
    return switch (node) {
      case MappingNode mapping -> {
        Map<String, DocumentValue> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
          entries.put(((ScalarNode) tuple.getKeyNode()).getValue(), value(tuple.getValueNode()));
        }
        yield new DocumentValue.Mapping(entries, position);
      }
      case SequenceNode sequence ->
          new DocumentValue.Sequence(
              sequence.getValue().stream().map(Yaml::value).toList(), position);
      case ScalarNode scalar -> scalar(scalar, position);
      default -> throw new IllegalArgumentException("an unexpected node: " + node);
    };
  }

  private static DocumentValue scalar(ScalarNode scalar, DocumentPosition position) {
    Tag tag = scalar.getTag();
    if (tag.equals(Tag.NULL)) {
      return new DocumentValue.Null(position);
    }
    if (tag.equals(Tag.BOOL)) {
      return new DocumentValue.Flag(scalar.getValue().equals("true"), position);
    }
    if (tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) {
      return new DocumentValue.Numeral(scalar.getValue(), position);
    }
    return new DocumentValue.Text(scalar.getValue(), position);
  }
}
