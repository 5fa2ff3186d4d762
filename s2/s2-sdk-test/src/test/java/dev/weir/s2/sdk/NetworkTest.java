package dev.weir.s2.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.linecorp.armeria.common.TlsKeyPair;
import dev.weir.s2.AppendAck;
import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.BasinConfig;
import dev.weir.s2.BasinName;
import dev.weir.s2.ReadRequest;
import dev.weir.s2.RecordReader;
import dev.weir.s2.S2;
import dev.weir.s2.S2Stream;
import dev.weir.s2.StreamConfig;
import dev.weir.s2.StreamName;
import dev.weir.s2.TransportException;
import dev.weir.s2.client.Compression;
import dev.weir.s2.client.Network;
import dev.weir.s2.client.RetryPolicy;
import dev.weir.s2.client.S2Client;
import dev.weir.s2.client.S2ClientConfig;
import dev.weir.s2.client.Trust;
import dev.weir.s2.lite.S2Lite;
import dev.weir.s2.server.S2Server;
import dev.weir.s2.server.S2ServerConfig;
import dev.weir.s2.server.Tls;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What lies between a client and a server over TLS: certificates, proxies, compression.
final class NetworkTest {
  private static final BasinName BASIN = new BasinName("test-basin");
  private static final StreamName STREAM = new StreamName("orders");

  private S2Lite engine;
  private S2Server server;
  private Trust trust;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    var pair = new Tls.SelfSigned().load();
    var tls =
        new Tls.Pem(
            pem(directory, "CERTIFICATE", pair.certificateChain().getFirst().getEncoded()),
            pem(directory, "PRIVATE KEY", pair.privateKey().getEncoded()));
    engine = S2Lite.inMemory();
    server = S2Server.start(engine, S2ServerConfig.LOOPBACK.withTls(tls));
    trust = trusting(pair);
    engine.createBasin(BASIN, BasinConfig.DEFAULT);
    engine.basin(BASIN).createStream(STREAM, StreamConfig.UNSET);
  }

  @AfterEach
  void stop() {
    server.close();
    engine.close();
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void sessions_overTrustedTls_carryEveryRecord(Compression compression) {
    var config = config().withNetwork(Network.DEFAULT.withTrust(trust));
    try (var s2 = S2Client.connect(config.withCompression(compression))) {
      assertThat(appendAndRead(s2)).isEqualTo(bodies());
    }
  }

  @Test
  void call_toAServerThatIsNotTrusted_failsWithoutSending() {
    try (var s2 = S2Client.connect(config().withRetry(RetryPolicy.NONE))) {
      assertThatThrownBy(() -> stream(s2).checkTail())
          .isInstanceOfSatisfying(
              TransportException.class, e -> assertThat(e.hasNoSideEffects()).isTrue());
    }
  }

  @Test
  void sessions_throughAProxy_carryEveryRecord() throws Exception {
    try (var proxy = new ConnectProxy();
        var s2 =
            S2Client.connect(
                config()
                    .withNetwork(Network.DEFAULT.withTrust(trust).withProxy(proxy.asProxy())))) {
      assertThat(appendAndRead(s2)).isEqualTo(bodies());
      assertThat(proxy.tunnels()).isPositive();
    }
  }

  private S2ClientConfig config() {
    return S2ClientConfig.at("https://127.0.0.1:" + server.address().getPort());
  }

  private static S2Stream stream(S2 s2) {
    return s2.basin(BASIN).stream(STREAM);
  }

  private static List<String> appendAndRead(S2 s2) {
    var acks = new ArrayList<CompletableFuture<AppendAck>>();
    try (var session = stream(s2).openAppend()) {
      bodies().forEach(body -> acks.add(session.submit(AppendInput.of(AppendRecord.of(body)))));
    }
    assertThat(acks).allMatch(ack -> !ack.isCompletedExceptionally());
    var read = new ArrayList<String>();
    try (var records =
        RecordReader.of(
            stream(s2).openRead(ReadRequest.fromSeqNum(0).withCount(bodies().size())))) {
      records.forEach(record -> read.add(record.body().utf8()));
    }
    return read;
  }

  /// Of a size that is worth compressing.
  private static List<String> bodies() {
    return IntStream.range(0, 50).mapToObj(i -> ("record " + i + " ").repeat(300)).toList();
  }

  private static Path pem(Path directory, String what, byte[] der) throws Exception {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    var file = directory.resolve(what.replace(' ', '-') + ".pem");
    return Files.writeString(
        file,
        "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n",
        StandardCharsets.US_ASCII);
  }

  /// Trusts the certificate of `pair` alone.
  static Trust trusting(TlsKeyPair pair) throws Exception {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry("server", pair.certificateChain().getFirst());
    return Trust.of(store);
  }
}
