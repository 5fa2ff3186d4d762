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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// A client of another make, that pushes once, and more than S2 takes in one batch. Where it does
/// not know what became of that it pushes the same again, and where others were first, it begins
/// anew behind them unless some of it may be stored already.
final class BulkWriter {
  static final String NAME = "bulk";
  static final int FIRST_PART = 1_000;
  static final int EVENTS = FIRST_PART + 50;
  private static final Pattern HEAD = Pattern.compile("\"minimumExpectedNum\":(\\d+)");

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
      kernel.pause(network.weather().upTo(5));
      long head = 0;
      boolean doubtful = false;
      while (!network.weather().isOver()) {
        HttpResponse<String> answer;
        try {
          answer = push(head);
        } catch (ExecutionException e) {
          doubtful = true;
          kernel.pause(network.weather().upTo(1));
          continue;
        }
        Matcher ahead = HEAD.matcher(answer.body());
        if (answer.statusCode() == 200 || (ahead.find() && doubtful)) {
          return;
        }
        if (answer.statusCode() == 409) {
          head = Long.parseLong(ahead.group(1));
        } else {
          doubtful = true;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpResponse<String> push(long head) throws InterruptedException, ExecutionException {
    List<EncodedEvent> batch =
        IntStream.range(0, EVENTS).mapToObj(i -> event(i, head + i)).toList();
    var request =
        HttpRequest.newBuilder(URI.create("http://weir:8080/api/s2"))
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofByteArray(new PushPayload(Client.STORE, batch).encode()))
            .build();
    return new HttpExchange<>(servers, request, BodyHandlers.ofString()).begin().get();
  }

  private static EncodedEvent event(int number, long parent) {
    return EncodedEvent.of(
        "v1.Bulk",
        "{\"id\":\"" + NAME + ":" + number + "\"}",
        new EventSeqNum(parent + 1),
        new EventSeqNum(parent),
        NAME,
        "session");
  }
}
