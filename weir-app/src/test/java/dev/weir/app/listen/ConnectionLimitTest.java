package dev.weir.app.listen;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ConnectionLimitTest {
  private static final int PLACES = 20;
  private static final int CROWD = 60;

  @Test
  void connections_beyondTheLimit_waitAndAreServedWithoutHarmToOthers() throws Exception {
    List<Socket> silent = new ArrayList<>();
    try (var served = Served.atMost(PLACES);
        var live = served.connect()) {
      assertThat(Served.ask(live, "")).isEqualTo("127.0.0.1");
      for (int i = 0; i < CROWD; i++) {
        silent.add(served.connect());
      }

      // Before it are all the silent ones, which have to be ended 19 at a time.
      try (var late = served.connect()) {
        assertThat(Served.ask(live, "")).isEqualTo("127.0.0.1");
        assertThat(served.listener.connections()).isLessThanOrEqualTo(PLACES);
        assertThat(Served.ask(late, "")).isEqualTo("127.0.0.1");
        assertThat(Served.ask(live, "")).isEqualTo("127.0.0.1");
      }
      assertThat(silent.getFirst().getInputStream().read()).as("ended").isEqualTo(-1);
    } finally {
      for (var socket : silent) {
        socket.close();
      }
    }
  }

  /// One byte of the header now and then keeps no connection open.
  @Test
  void connection_whoseRequestNeverComesWhole_isEnded() throws Exception {
    try (var served = Served.atMost(PLACES);
        var slow = served.connect()) {
      slow.setSoTimeout(200);
      slow.getOutputStream().write("GET / HTTP/1.1\r\n".getBytes(UTF_8));
      assertThat(isEndedWhileDripping(slow)).isTrue();
    }
  }

  private static boolean isEndedWhileDripping(Socket slow) throws IOException {
    boolean ended = false;
    while (!ended) {
      ended = isEndedAfterAnotherByte(slow);
    }
    return ended;
  }

  private static boolean isEndedAfterAnotherByte(Socket slow) throws IOException {
    try {
      slow.getOutputStream().write('x');
      return slow.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (SocketException e) {
      return true;
    }
  }
}
