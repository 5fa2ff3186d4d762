package dev.weir.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// The file with tokens and the backend of `docs/authentication.md`.
@ExtendWith(Interop.class)
@Timeout(value = 900, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AuthenticationDocTest {
  private static final String OWN_TOKEN = "0123456789abcdef0123456789abcdef";

  @Test
  void tokensAndBackendOfThePage_letClientsIn(@TempDir Path directory, Node node) {
    var page = DocPage.open("docs/authentication.md");
    var shell = DocShell.in(directory);
    var tokens = page.take("text").text().replace("until=2027", "until=2999");
    shell.write("tokens", tokens + "reader read-write reader-* " + OWN_TOKEN + "\n");
    try (var weir = shell.serve("./weir up --memory --sync-tokens tokens --auth-push-url")) {
      assertThat(pull(weir, "any-store", word(tokens, "dashboard"))).isEqualTo(200);
      assertThat(pull(weir, "team-a-notes", word(tokens, "contractor"))).isEqualTo(200);
      var code = page.take("ts").text().replace("/api/s2", weir.endpoint());
      new DocBackend(shell, node)
          .assertSyncs(
              """
              import { makeSyncBackend } from '@livestore/sync-s2'
              const token = '%s'
              export const backend = %s
              """
                  .formatted(OWN_TOKEN, code.strip()),
              "reader-notes",
              "{\"authToken\":\"" + OWN_TOKEN + "\"}");
    }
    page.assertNoneIsLeft();
  }

  /// The token of a principal's line.
  private static String word(String tokens, String principal) {
    return tokens
        .lines()
        .filter(line -> line.startsWith(principal + " "))
        .map(line -> line.split(" +", -1)[3])
        .findFirst()
        .orElseThrow();
  }

  private static int pull(DocServer weir, String storeId, String token) {
    var args = "{\"storeId\":\"" + storeId + "\",\"s2SeqNum\":\"from-start\",\"live\":false}";
    var url = weir.endpoint() + "?args=" + URLEncoder.encode(args, StandardCharsets.UTF_8);
    var request =
        HttpRequest.newBuilder(URI.create(url)).header("authorization", "Bearer " + token);
    return weir.send(request).statusCode();
  }
}
