package dev.weir.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.regex.Pattern;

/// A Weir that a command of a page started.
final class DocServer implements AutoCloseable {
  private static final Pattern SYNC = Pattern.compile("LiveStore sync +(https?://\\S+)/api/s2");
  static final String LAST_LINE = "Ctrl-C stops.";
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final DocProgram program;

  /// @param program after it has said all that it says at the start
  DocServer(DocProgram program) {
    this.program = program;
  }

  /// What it printed to its standard output.
  String printed() {
    return program.printed();
  }

  /// Where everything starts, without a slash at the end.
  URI base() {
    var sync = SYNC.matcher(printed());
    assertThat(sync.find()).as("the address of LiveStore sync in:%n%s", printed()).isTrue();
    return URI.create(sync.group(1));
  }

  String endpoint() {
    return base() + "/api/s2";
  }

  /// Whether a client that knows the address alone would begin to sync.
  void assertServes() {
    var ping = HttpRequest.newBuilder(URI.create(endpoint())).HEAD();
    assertThat(send(ping).statusCode()).as(printed()).isEqualTo(200);
  }

  HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(URI.create(base() + path)));
  }

  HttpResponse<String> post(String path, String json) {
    return send(
        HttpRequest.newBuilder(URI.create(base() + path))
            .header("content-type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(json)));
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return HTTP.send(request.timeout(Duration.ofSeconds(60)).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while it answered", e);
    }
  }

  /// Ends it as Ctrl-C does.
  @Override
  public void close() {
    program.close();
  }
}
