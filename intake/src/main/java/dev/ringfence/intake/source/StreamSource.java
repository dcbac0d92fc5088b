package dev.ringfence.intake.source;

import dev.ringfence.engine.cluster.Origin;
import dev.ringfence.intake.InputException;
import dev.ringfence.intake.Place;
import dev.ringfence.intake.document.DocumentStream;
import dev.ringfence.intake.document.ListKindComesLater;
import dev.ringfence.intake.document.ObjectHandler;
import dev.ringfence.intake.token.JsonTokenReader;
import dev.ringfence.intake.token.MalformedException;
import dev.ringfence.intake.token.TokenReader;
import dev.ringfence.intake.token.YamlTokenReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.util.List;

/** Reads one stream, whatever its format. */
final class StreamSource {

  private static final int BUFFER = 1 << 16;

  private final ObjectHandler handler;

  StreamSource(ObjectHandler handler) {
    this.handler = handler;
  }

  void read(Reopenable source) throws IOException {
    try {
      read(source, List.of(), 0);
    } catch (ListKindComesLater later) {
      read(source, listKinds(source), later.handled());
    }
  }

  private static List<DocumentStream.ListKind> listKinds(Reopenable source) throws IOException {
    try (BufferedInputStream stream = new BufferedInputStream(source.opening().open(), BUFFER);
        TokenReader tokens = tokens(stream, Format.byContent(stream, source.format()))) {
      return DocumentStream.listKinds(tokens);
    }
  }

  private void read(Reopenable source, List<DocumentStream.ListKind> hints, int toSkip)
      throws IOException {
    try (BufferedInputStream stream = new BufferedInputStream(source.opening().open(), BUFFER)) {
      Format format = Format.byContent(stream, source.format());
      switch (format) {
        case JSON, YAML -> readDocuments(source.name(), stream, format, hints, toSkip);
        case GZIP, TAR, ZIP -> new Archive(this, source, format).read(stream);
      }
    }
  }

  private void readDocuments(
      String name,
      BufferedInputStream stream,
      Format format,
      List<DocumentStream.ListKind> hints,
      int toSkip)
      throws IOException {
    try (TokenReader tokens = tokens(stream, format)) {
      DocumentStream documents =
          new DocumentStream(tokens, Origin.Source.FILE, name, handler, hints, toSkip);
      try {
        documents.readAll();
      } catch (MalformedException malformed) {
        throw refused(name, documents.currentDocument(), malformed);
      }
    }
  }

  private static TokenReader tokens(BufferedInputStream stream, Format format) throws IOException {
    return format == Format.JSON ? new JsonTokenReader(stream) : new YamlTokenReader(stream);
  }

  private static InputException refused(String name, int document, MalformedException malformed) {
    String position = malformed.position().toString();
    return new InputException(
        new Place(name, document, position),
        String.valueOf(malformed.getMessage()),
        malformed.beyondLimits()
            ? "No object of a real cluster is like that; leave the document out or split it"
            : "Correct the text, or fetch the file again where it was cut off",
        malformed);
  }
}
