package dev.weir.s2.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.util.ArrayList;

/// The events of one answer in chunked encoding, one event a chunk, lines joined by `|`.
final class Events implements AutoCloseable {
  static final String DONE = "data: [DONE]";

  final String head;
  private final Socket socket;
  private final BufferedReader in;

  Events(Socket socket) throws IOException {
    this.socket = socket;
    this.in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    this.head = untilEmptyLine("\n");
  }

  int status() {
    return Integer.parseInt(head.substring(9, 12));
  }

  String next() throws IOException {
    assertThat(Integer.parseInt(line(), 16)).isPositive();
    String event = untilEmptyLine("|");
    assertThat(line()).isEmpty();
    return event;
  }

  boolean atEnd() throws IOException {
    return line().equals("0");
  }

  private String untilEmptyLine(String separator) throws IOException {
    var lines = new ArrayList<String>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      lines.add(line);
    }
    return String.join(separator, lines);
  }

  private String line() throws IOException {
    String line = in.readLine();
    assertThat(line).as("the connection ended").isNotNull();
    return String.valueOf(line);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
