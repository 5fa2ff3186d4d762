package dev.weir.proof.sync;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.livestore.syncs2.PushPayload;
import dev.weir.proof.sync.jdk.Kernel;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

/// A client of another make, that pushes once, at the beginning, and more than S2 takes in one
/// batch. Where it does not know what became of that it pushes the same again; where others were
/// first it gives up.
final class BulkWriter {
  static final String NAME = "bulk";
  static final int FIRST_PART = 1_000;
  static final int EVENTS = FIRST_PART + 50;

  private final Network network;
  private final Kernel kernel;
  private final HttpServers servers;

  BulkWriter(HttpServers servers) {
    this.servers = servers;
    this.network = servers.network();
    this.kernel = network.kernel();
  }

  void start() {
    kernel.newNode(NAME).start("main", this::run);
  }

  private void run() {
    try {
      kernel.pause(network.weather().upTo(1));
      while (!network.weather().isOver() && !isDecided()) {
        kernel.pause(network.weather().upTo(1));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isDecided() throws InterruptedException {
    try {
      int status = push().statusCode();
      return status == 200 || status == 409;
    } catch (ExecutionException e) {
      return false;
    }
  }

  private HttpResponse<String> push() throws InterruptedException, ExecutionException {
    List<EncodedEvent> batch = IntStream.range(0, EVENTS).mapToObj(BulkWriter::event).toList();
    var request =
        HttpRequest.newBuilder(URI.create("http://weir:8080/api/s2"))
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofByteArray(new PushPayload(Client.STORE, batch).encode()))
            .build();
    return new HttpExchange<>(servers, request, BodyHandlers.ofString()).begin().get();
  }

  private static EncodedEvent event(int number) {
    return EncodedEvent.of(
        "v1.Bulk",
        "{\"id\":\"" + NAME + ":" + number + "\"}",
        new EventSeqNum(number + 1),
        new EventSeqNum(number),
        NAME,
        "session");
  }
}
