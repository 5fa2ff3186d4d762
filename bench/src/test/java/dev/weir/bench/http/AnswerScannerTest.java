package dev.weir.bench.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class AnswerScannerTest {
  private static final String CHUNKED =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nC\r\n, \r\n you all\r\n0\r\n\r\n";
  private static final String WHOLE =
      "HTTP/1.1 409 Conflict\r\nx: y\r\ncontent-length: 4\r\n\r\nlate";
  private static final String EMPTY = "HTTP/1.1 204 No Content\r\n\r\n";

  private static final class Seen implements AnswerScanner.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public void status(int status) throws IOException {
      if (status == 500) {
        throw new IOException("refused");
      }
      text.append(status).append('<');
    }

    @Override
    public void body(byte[] bytes, int from, int to) {
      text.append(new String(bytes, from, to - from, ISO_8859_1));
    }

    @Override
    public void ended() {
      text.append('>');
    }
  }

  @Test
  void accept_ofAnswersCutAnywhere_tellsStatusBodyAndEndOfEach() throws IOException {
    var answers = CHUNKED + WHOLE + EMPTY + CHUNKED;
    for (var cut = 0; cut <= answers.length(); cut++) {
      var seen = new Seen();
      var scanner = new AnswerScanner(seen);
      for (var part : new String[] {answers.substring(0, cut), answers.substring(cut)}) {
        scanner.accept(part.getBytes(ISO_8859_1), part.length());
      }
      assertThat(seen.text.toString())
          .as("cut at %d", cut)
          .isEqualTo("200<hello, \r\n you all>409<late>204<>200<hello, \r\n you all>");
    }
  }

  @Test
  void accept_ofAnAnswerWithoutTheBodyThatItTellsOf_endsWithItsHead() throws IOException {
    var seen = new Seen();
    var scanner = new AnswerScanner(seen);
    scanner.expect(true);
    var head = "HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n".getBytes(ISO_8859_1);

    scanner.accept(head, head.length);

    assertThat(seen.text.toString()).isEqualTo("200<>");
  }

  @Test
  void accept_ofAStatusThatTheListenerRefuses_throws() {
    var head = "HTTP/1.1 500 Oh\r\n".getBytes(ISO_8859_1);

    assertThatThrownBy(() -> new AnswerScanner(new Seen()).accept(head, head.length))
        .isInstanceOf(IOException.class)
        .hasMessage("refused");
  }
}
