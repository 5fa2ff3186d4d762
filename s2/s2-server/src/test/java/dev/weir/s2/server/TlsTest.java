package dev.weir.s2.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamName;
import dev.weir.s2.lite.S2Lite;
import dev.weir.s2.wire.ReadProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// TLS with clients that verify everything.
class TlsTest {
  @TempDir Path dir;

  @ParameterizedTest
  @EnumSource(
      value = Protocol.class,
      names = {"HTTP_1_1", "HTTP_2"})
  void server_withItsCertificateTrusted_isReachedByEachOfItsNames(Protocol protocol)
      throws Exception {
    var tls = pem();
    var client = client(tls.load().certificateChain().getFirst(), protocol);
    try (var store = S2Lite.inMemory();
        var server = S2Server.start(store, S2ServerConfig.LOOPBACK.withTls(tls))) {
      assertThat(server.endpoint().getScheme()).isEqualTo("https");
      for (String host : List.of("127.0.0.1", "localhost")) {
        String health = "https://" + host + ":" + server.address().getPort() + "/health";
        try (var answer = client.newCall(new Request.Builder().url(health).build()).execute()) {
          assertThat(answer.body().string()).isEqualTo("OK");
          assertThat(answer.protocol()).isEqualTo(protocol);
        }
      }
    } finally {
      end(client);
    }
  }

  @Test
  void sessions_goOverTlsAsWithoutIt() throws Exception {
    var tls = pem();
    var builder = trusting(new OkHttpClient.Builder(), tls.load().certificateChain().getFirst());
    try (var store = S2Lite.inMemory();
        var server = S2Server.start(store, S2ServerConfig.LOOPBACK.withTls(tls));
        var client = new FrameClient(server.endpoint(), unused -> builder)) {
      var basin = new BasinName(FrameClient.BASIN);
      store.createBasin(basin, BasinConfig.DEFAULT);
      store.basin(basin).createStream(new StreamName("orders"), StreamConfig.UNSET);
      try (var appends = client.append("orders");
          var reads = client.read("orders", "?seq_num=0&clamp=true")) {
        assertThat(appends.protocol()).isEqualTo(Protocol.HTTP_2);
        for (long i = 0; i < 3; i++) {
          appends.send(SessionFixture.frame("x"));
          assertThat(SessionFixture.ack(appends.message()).start().seqNum()).isEqualTo(i);
        }
        long read = 0;
        while (read < 3) {
          read += ReadProto.decode(reads.message().body()).records().size();
        }
      }
    }
  }

  @Test
  void server_withACertificateOfItsOwn_isTrustedByNobody() {
    var config = S2ServerConfig.LOOPBACK.withTls(new Tls.SelfSigned());
    var client = new OkHttpClient();
    try (var store = S2Lite.inMemory();
        var server = S2Server.start(store, config)) {
      var health = new Request.Builder().url(server.endpoint() + "/health").build();
      assertThatThrownBy(() -> client.newCall(health).execute().close())
          .isInstanceOf(SSLHandshakeException.class);
    } finally {
      end(client);
    }
  }

  @Test
  void certificate_isNewEachTime_andNamesThisMachine() throws Exception {
    var first = new Tls.SelfSigned().load().certificateChain().getFirst();
    var second = new Tls.SelfSigned().load().certificateChain().getFirst();
    assertThat(first.getSerialNumber()).isNotEqualTo(second.getSerialNumber());
    assertThat(first.getPublicKey()).isNotEqualTo(second.getPublicKey());
    assertThat(first.getSubjectAlternativeNames())
        .containsExactlyInAnyOrder(
            List.of(2, "localhost"), List.of(7, "127.0.0.1"), List.of(7, "0:0:0:0:0:0:0:1"));
    first.checkValidity();
    first.verify(first.getPublicKey());
  }

  @Test
  void start_withoutTheFile_namesIt() {
    assertRefused(new Tls.Pem(dir.resolve("no.crt"), dir.resolve("no.key")), "no.key");
  }

  @Test
  void start_withFilesThatHoldSomethingElse_namesThem() throws IOException {
    var other = Files.writeString(dir.resolve("other.txt"), "hello");
    assertRefused(new Tls.Pem(other, other), "other.txt");
  }

  @Test
  void start_withTheKeyOfAnotherCertificate_saysSo() throws Exception {
    var certificate = pem().certificate();
    var key = dir.resolve("other.key");
    write(key, "PRIVATE KEY", new Tls.SelfSigned().load().privateKey().getEncoded());
    assertRefused(
        new Tls.Pem(certificate, key), "server.crt", "the key is not that of the certificate");
  }

  private static void assertRefused(Tls tls, String... words) {
    try (var store = S2Lite.inMemory()) {
      assertThatThrownBy(() -> S2Server.start(store, S2ServerConfig.LOOPBACK.withTls(tls)).close())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll(words);
    }
  }

  /// A certificate and its key in files.
  private Tls.Pem pem() throws Exception {
    var pair = new Tls.SelfSigned().load();
    var pem = new Tls.Pem(dir.resolve("server.crt"), dir.resolve("server.key"));
    write(pem.certificate(), "CERTIFICATE", pair.certificateChain().getFirst().getEncoded());
    write(pem.key(), "PRIVATE KEY", pair.privateKey().getEncoded());
    return pem;
  }

  private static void write(Path file, String what, byte[] der) throws IOException {
    var text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    Files.writeString(
        file, "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
  }

  private static OkHttpClient client(X509Certificate trusted, Protocol protocol) throws Exception {
    // With HTTP/2 alone OkHttp refuses to start: a server may not know it.
    var protocols =
        protocol == Protocol.HTTP_2 ? List.of(protocol, Protocol.HTTP_1_1) : List.of(protocol);
    return trusting(new OkHttpClient.Builder(), trusted).protocols(protocols).build();
  }

  private static OkHttpClient.Builder trusting(OkHttpClient.Builder client, X509Certificate trusted)
      throws Exception {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry("server", trusted);
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    var manager = (X509TrustManager) trust.getTrustManagers()[0];
    return client.sslSocketFactory(context.getSocketFactory(), manager);
  }

  private static void end(OkHttpClient client) {
    client.connectionPool().evictAll();
    client.dispatcher().executorService().shutdown();
  }
}
