package dev.weir.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class SyncTokensTest {
  private static String pull(String payload) {
    String args = "{\"storeId\":\"s\",\"s2SeqNum\":0,\"live\":false,\"payload\":" + payload + "}";
    return "args=" + URLEncoder.encode(args, StandardCharsets.UTF_8);
  }

  @Test
  void token_isFoundWhereClientsCarryIt() {
    assertThat(SyncTokens.of("Bearer abc", null)).contains("abc");
    assertThat(SyncTokens.of(null, pull("{\"authToken\":\"abc\"}"))).contains("abc");
    assertThat(SyncTokens.of(null, "a=b&token=a%20c")).contains("a c");
  }

  @Test
  void token_thatIsNone_isNotFound() {
    assertThat(SyncTokens.of(null, null)).isEmpty();
    assertThat(SyncTokens.of("Basic abc", "token=abc")).isEmpty();
    assertThat(SyncTokens.of(null, pull("{\"other\":\"abc\"}"))).isEmpty();
    assertThat(SyncTokens.of(null, "args=%7B&token=")).isEmpty();
    assertThat(SyncTokens.of(null, "token=%zz")).isEmpty();
  }
}
