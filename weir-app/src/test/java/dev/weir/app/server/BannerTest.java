package dev.weir.app.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.app.config.S2Source;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BannerTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, http://127.0.0.1:8080",
    "0.0.0.0, http://127.0.0.1:8080",
    "::, http://127.0.0.1:8080",
    "::1, http://[0:0:0:0:0:0:0:1]:8080",
    "192.0.2.7, http://192.0.2.7:8080",
  })
  void baseUri_ofAnAddress_opensInABrowserHere(String address, URI expected)
      throws UnknownHostException {
    assertThat(Banner.baseUri("http", InetAddress.getByName(address), 8080)).isEqualTo(expected);
  }

  @Test
  void print_startsWithTheAddressesAndShowsTheLinesToPaste() {
    var text = new StringWriter();

    new Banner(URI.create("http://127.0.0.1:8080"), new S2Source.InMemory(), false)
        .print(new PrintWriter(text));

    assertThat(text.toString())
        .startsWith("LiveStore sync  http://127.0.0.1:8080/api/s2")
        .contains("import { makeSyncBackend } from '@livestore/sync-s2'")
        .contains("S2 API          http://127.0.0.1:8080/v1")
        .contains("makeSyncBackend({ endpoint: 'http://127.0.0.1:8080/api/s2' })");
  }

  @Test
  void print_withARootToken_saysThatTheApiAsksForOne() {
    var text = new StringWriter();

    new Banner(URI.create("http://127.0.0.1:8080"), new S2Source.InMemory(), true)
        .print(new PrintWriter(text));

    assertThat(text.toString()).contains("S2 API          http://127.0.0.1:8080/v1   for access");
  }

  @Test
  void print_withAnotherS2_doesNotOfferItsApi() {
    var text = new StringWriter();

    new Banner(
            URI.create("http://127.0.0.1:8080"),
            new S2Source.Elsewhere(URI.create("http://s2:80"), Optional.empty()),
            false)
        .print(new PrintWriter(text));

    assertThat(text.toString()).contains("in the S2 at http://s2:80").doesNotContain("/v1");
  }
}
