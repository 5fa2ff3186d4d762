package dev.weir.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// What others than Weir may have written to a store's stream.
///
/// @param name short, for ids
record ForeignRecord(String name, String description, Consumer<RawStream> writing) {
  private static final String LOST =
      """
      {"name":"v1.TodoCreated","args":{"id":"lost","author":"x","title":"x"},\
      "seqNum":1,"parentSeqNum":0,"clientId":"x","sessionId":"x"}\
      """;

  static Stream<ForeignRecord> all() {
    return Stream.of(
        new ForeignRecord(
            "double", "its last event a second time", stream -> stream.append(lastBody(stream))),
        new ForeignRecord("loser", "an event that lost a race", stream -> stream.append(LOST)),
        new ForeignRecord(
            "text", "a record that is no JSON", stream -> stream.append("no JSON", "{\"name\":")),
        new ForeignRecord(
            "json",
            "JSON that is no event",
            stream -> stream.append("{\"hello\":1}", "[1,2]", "7", "null")),
        new ForeignRecord("trim", "a trim command", stream -> stream.trim(0)),
        new ForeignRecord("fence", "a fence command", stream -> stream.command("fence", "token")),
        new ForeignRecord("bodyless", "a record without a body", RawStream::appendBodyless));
  }

  private static String lastBody(RawStream stream) {
    try {
      var bodies = stream.records().findValuesAsText("body");
      return bodies.stream().filter(body -> body.contains("TodoCreated")).toList().getLast();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void writeTo(RawStream stream) {
    writing.accept(stream);
  }

  @Override
  public String toString() {
    return description;
  }
}
