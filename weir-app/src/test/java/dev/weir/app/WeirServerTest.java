package dev.weir.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.s2.AccessToken;
import dev.weir.s2.BasinName;
import dev.weir.s2.server.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

class WeirServerTest {
  private static UpConfig inMemory(int port) {
    return inMemory(port, Optional.empty());
  }

  private static UpConfig inMemory(int port, Optional<Tls> tls) {
    return inMemory(port, tls, Optional.empty());
  }

  private static UpConfig inMemory(int port, Optional<Tls> tls, Optional<AccessToken> rootToken) {
    return new UpConfig(
        InetAddress.getLoopbackAddress(),
        port,
        false,
        new BasinName("livestore"),
        new S2Source.InMemory(),
        List.of(),
        tls,
        rootToken);
  }

  private static HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
    try (var client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
  }

  @Test
  void health_ofARunningServer_isOk() throws Exception {
    try (var server = WeirServer.start(inMemory(0))) {
      var answer = get(new Banner(server).base().resolve("/health"));

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).isEqualTo("OK");
    }
  }

  @Test
  void start_withARootToken_letsItsHolderAloneUseTheApi() throws Exception {
    var root = new AccessToken("0123456789abcdef0123456789abcdef");
    try (var server = WeirServer.start(inMemory(0, Optional.empty(), Optional.of(root)));
        var client = HttpClient.newHttpClient()) {
      var base = new Banner(server).base();
      var basins = HttpRequest.newBuilder(base.resolve("/v1/basins"));

      assertThat(get(base.resolve("/v1/basins")).statusCode()).isEqualTo(401);
      var asRoot = basins.setHeader("authorization", "Bearer " + root.value()).build();
      assertThat(client.send(asRoot, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
      // Known, and told in every message about it: sync has no access control yet.
      var sync = HttpRequest.newBuilder(base.resolve("/api/s2")).HEAD().build();
      assertThat(client.send(sync, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
      assertThat(server.config().toString()).doesNotContain(root.value());
    }
  }

  /// What the certificate is like is TlsTest's matter: here it is enough that one is shown.
  @Test
  void start_withACertificateOfItsOwn_servesHttpsAlone() {
    try (var server = WeirServer.start(inMemory(0, Optional.of(new Tls.SelfSigned())))) {
      var base = new Banner(server).base();

      assertThat(base.getScheme()).isEqualTo("https");
      assertThatThrownBy(() -> get(base.resolve("/health")))
          .isInstanceOf(SSLHandshakeException.class);
      var plain = URI.create("http://127.0.0.1:" + server.port() + "/health");
      assertThatThrownBy(() -> get(plain)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void start_withoutTheCertificatesFile_namesTheOptionAndTheFile() {
    var pem = new Tls.Pem(Path.of("no-such.crt"), Path.of("no-such.key"));

    assertThatThrownBy(() -> WeirServer.start(inMemory(0, Optional.of(pem))).close())
        .isInstanceOf(InvalidOptionException.class)
        .hasMessageContaining("--tls-key")
        .hasMessageContaining("no-such.key");
  }

  @Test
  void start_onATakenPort_namesThePortAndWhatToDo() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();

      assertThatThrownBy(() -> WeirServer.start(inMemory(port)).close())
          .isInstanceOf(WeirException.class)
          .hasMessageContaining("port " + port)
          .hasMessageContaining("--port");
    }
  }

  @Test
  void close_twice_freesThePortOnce() throws Exception {
    var server = WeirServer.start(inMemory(0));
    int port = server.port();

    server.close();
    server.close();

    try (var free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(free.isBound()).isTrue();
    }
    server.awaitClosed();
  }
}
