package dev.ringfence.intake.document;

import dev.ringfence.engine.document.PolicyDocument;
import dev.ringfence.intake.kind.ReadObject;
import dev.ringfence.intake.tree.Schema;
import java.util.function.Consumer;

/** Makes an event of each thing that is read, for a handler that takes it later. */
abstract class ReadingEvents implements ObjectHandler {

  final ObjectHandler handler;

  ReadingEvents(ObjectHandler handler) {
    this.handler = handler;
  }

  abstract void event(Consumer<ObjectHandler> event);

  @Override
  public Schema schema(String apiVersion, String kind) {
    return handler.schema(apiVersion, kind);
  }

  @Override
  public boolean keepsData(String apiVersion, String kind, String name) {
    return handler.keepsData(apiVersion, kind, name);
  }

  @Override
  public boolean takesWithoutMetadata() {
    return handler.takesWithoutMetadata();
  }

  @Override
  public void object(ReadObject object) {
    event(to -> to.object(object));
  }

  @Override
  public void policy(PolicyDocument document) {
    event(to -> to.policy(document));
  }

  @Override
  public void noObject(String file, int document, String why) {
    event(to -> to.noObject(file, document, why));
  }

  @Override
  public void list(String apiVersion, String itemKind) {
    event(to -> to.list(apiVersion, itemKind));
  }
}
