package dev.weir.app.listen;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.app.listen.TrustedProxies.Via;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// All clients of these tests connect from 127.0.0.1, which is a trusted proxy in some.
class TrustedProxiesTest {
  private static final String V1 = "PROXY TCP4 203.0.113.7 198.51.100.1 5000 443\r\n";

  private static TrustedProxies trusting(Via via, String... cidrs) {
    return new TrustedProxies(List.of(cidrs), via);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x-forwarded-for: 203.0.113.7",
        "forwarded: for=203.0.113.7",
        "x-real-ip: 1.2.3.4"
      })
  void clientAddress_whenNobodyIsTrusted_isTheConnections(String forged) throws Exception {
    try (var served = Served.behind(TrustedProxies.none())) {
      assertThat(served.clientAddress("", forged)).isEqualTo("127.0.0.1");
    }
  }

  @Test
  void clientAddress_whenOthersAreTrusted_isTheConnections() throws Exception {
    try (var served = Served.behind(trusting(Via.X_FORWARDED_FOR, "10.0.0.0/8"))) {
      assertThat(served.clientAddress("", "x-forwarded-for: 203.0.113.7")).isEqualTo("127.0.0.1");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "203.0.113.7                        | 203.0.113.7",
        "203.0.113.7, 10.1.2.3              | 203.0.113.7",
        // The client wrote the first itself, and the proxy added where it was called from.
        "1.2.3.4, 203.0.113.7               | 203.0.113.7",
        "1.2.3.4, 203.0.113.7, 10.1.2.3     | 203.0.113.7",
        "10.9.9.9, 203.0.113.7, 10.1.2.3    | 203.0.113.7",
        "2001:db8::7                        | 2001:db8:0:0:0:0:0:7",
        "10.1.2.3                           | 10.1.2.3",
        "nonsense                           | 127.0.0.1",
      })
  void clientAddress_behindATrustedProxy_isTheLastThatIsNone(String header, String expected)
      throws Exception {
    var proxies = trusting(Via.X_FORWARDED_FOR, "127.0.0.1", "10.0.0.0/8");
    try (var served = Served.behind(proxies)) {
      assertThat(served.clientAddress("", "x-forwarded-for: " + header)).isEqualTo(expected);
    }
  }

  @Test
  void clientAddress_inTheHeaderThatIsNotTheProxys_isNotBelieved() throws Exception {
    try (var served = Served.behind(trusting(Via.X_FORWARDED_FOR, "127.0.0.1"))) {
      assertThat(served.clientAddress("", "forwarded: for=1.2.3.4", "x-forwarded-for: 203.0.113.7"))
          .isEqualTo("203.0.113.7");
    }
    try (var served = Served.behind(trusting(Via.FORWARDED, "127.0.0.1"))) {
      assertThat(served.clientAddress("", "forwarded: for=203.0.113.7", "x-forwarded-for: 1.2.3.4"))
          .isEqualTo("203.0.113.7");
    }
  }

  @Test
  void proxyProtocol_ofATrustedProxy_namesTheClient() throws Exception {
    try (var served = Served.behind(trusting(Via.PROXY_PROTOCOL, "127.0.0.0/8"))) {
      assertThat(served.clientAddress(V1, "x-forwarded-for: 1.2.3.4")).isEqualTo("203.0.113.7");
      assertThat(served.clientAddress(v2())).isEqualTo("203.0.113.7");
      assertThat(served.clientAddress("")).isEqualTo("127.0.0.1");
    }
  }

  @Test
  void proxyProtocol_ofAnybodyElse_endsTheConnection() throws Exception {
    try (var served = Served.behind(trusting(Via.PROXY_PROTOCOL, "10.0.0.0/8"))) {
      assertThat(served.clientAddress(V1)).isEqualTo("closed");
      assertThat(served.clientAddress(v2())).isEqualTo("closed");
      assertThat(served.clientAddress("")).isEqualTo("127.0.0.1");
    }
  }

  /// The same in binary: signature, version 2 and PROXY, TCP over IPv4, 12 bytes of addresses.
  private static String v2() {
    byte[] block = {
      0x0D,
      0x0A,
      0x0D,
      0x0A,
      0x00,
      0x0D,
      0x0A,
      0x51,
      0x55,
      0x49,
      0x54,
      0x0A,
      0x21,
      0x11,
      0,
      12,
      (byte) 203,
      0,
      113,
      7,
      (byte) 198,
      51,
      100,
      1,
      0x13,
      (byte) 0x88,
      0x01,
      (byte) 0xBB
    };
    return new String(block, ISO_8859_1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/99", "proxy.example.com", ""})
  void trusting_whatIsNoAddress_isRefused(String cidr) {
    assertThatThrownBy(() -> trusting(Via.X_FORWARDED_FOR, cidr))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no address or range");
  }
}
