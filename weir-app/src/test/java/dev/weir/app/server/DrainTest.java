package dev.weir.app.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.app.config.S2Source;
import dev.weir.app.config.UpConfig;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What clients see of a server that ends.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DrainTest {
  private static final String LIVE_PULL =
      "/api/s2?args="
          + URLEncoder.encode(
              "{\"storeId\":\"s\",\"s2SeqNum\":\"from-start\",\"live\":true}", ISO_8859_1);

  private static Socket connect(int port) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(30_000);
    return socket;
  }

  private static void send(Socket socket, String target) throws IOException {
    var request = "GET " + target + " HTTP/1.1\r\nhost: localhost\r\n\r\n";
    socket.getOutputStream().write(request.getBytes(ISO_8859_1));
  }

  private static String readAll(Socket socket) throws IOException {
    return new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
  }

  /// Each look is a connection; the test's timeout is the deadline.
  private static void awaitRefusal(int port) throws IOException {
    boolean refused = false;
    while (!refused) {
      try {
        connect(port).close();
      } catch (ConnectException e) {
        refused = true;
      }
    }
  }

  @Test
  void connection_thatHasNotAskedYet_isAnsweredOnceMore() throws Exception {
    var server = WeirServer.start(UpConfig.on(new S2Source.InMemory()));
    try (var open = connect(server.port())) {
      var closing = CompletableFuture.runAsync(server::close);
      awaitRefusal(server.port());

      send(open, "/health");

      assertThat(readAll(open))
          .startsWith("HTTP/1.1 200 OK")
          .containsIgnoringCase("connection: close")
          .endsWith("OK");
      closing.join();
    } finally {
      server.close();
    }
  }

  @Test
  void livePull_overHttp1_endsCleanlyAndItsConnectionWithIt() throws Exception {
    var server = WeirServer.start(UpConfig.on(new S2Source.InMemory()));
    try (var pulling = connect(server.port())) {
      send(pulling, LIVE_PULL);
      var begun = new String(pulling.getInputStream().readNBytes(15), ISO_8859_1);

      server.close();

      assertThat(begun).isEqualTo("HTTP/1.1 200 OK");
      assertThat(readAll(pulling)).endsWith("data: [DONE]\n\n\r\n0\r\n\r\n");
    } finally {
      server.close();
    }
  }

  @Test
  void livePull_overHttp2_endsCleanly() throws Exception {
    var server = WeirServer.start(UpConfig.on(new S2Source.InMemory()));
    try (var client = HttpClient.newHttpClient()) {
      var base = URI.create("http://127.0.0.1:" + server.port());
      var health = HttpRequest.newBuilder(base.resolve("/health")).build();
      assertThat(client.send(health, BodyHandlers.ofString()).version())
          .isEqualTo(HttpClient.Version.HTTP_2);
      var pull = HttpRequest.newBuilder(base.resolve(LIVE_PULL)).build();
      var answer = client.send(pull, BodyHandlers.ofInputStream());

      server.close();

      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
      try (var body = answer.body()) {
        assertThat(new String(body.readAllBytes(), ISO_8859_1)).endsWith("data: [DONE]\n\n");
      }
    } finally {
      server.close();
    }
  }
}
