package dev.weir.s2.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.weir.s2.wire.FrameCompression;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/// Ways to misuse a connection. Each ends it, and says what the server answered where the server is
/// to answer.
enum Abuse {
  TRUNCATED_FRAME {
    @Override
    Optional<String> run(Target target) throws IOException {
      return target.append(hex("000009 00 0A03"));
    }
  },
  GARBAGE_IN_A_SESSION {
    @Override
    Optional<String> run(Target target) throws IOException {
      var garbage = new byte[200];
      target.random().nextBytes(garbage);
      garbage[0] = 0x7F; // a length that no frame has
      return target.append(garbage);
    }
  },
  OVERSIZE_FRAME {
    @Override
    Optional<String> run(Target target) throws IOException {
      return target.append(hex("200001 00 00"));
    }
  },
  MALFORMED_MESSAGE {
    @Override
    Optional<String> run(Target target) throws IOException {
      return target.append(hex("000004 00 0AFFFF"));
    }
  },
  WRONG_COMPRESSION {
    @Override
    Optional<String> run(Target target) throws IOException {
      return target.append(hex("000009 20 0102030405060708"));
    }
  },
  DECOMPRESSION_BOMB {
    @Override
    Optional<String> run(Target target) throws IOException {
      // One in ten, for it takes the server as long as all others together; the rest is no gzip.
      return target.append(target.random().nextInt(10) == 0 ? BOMB : hex("000005 40 01020304"));
    }
  },
  GARBAGE_INSTEAD_OF_HTTP {
    @Override
    Optional<String> run(Target target) throws IOException {
      try (var socket = target.connect()) {
        var garbage = new byte[300];
        target.random().nextBytes(garbage);
        socket.getOutputStream().write(garbage);
      }
      return Optional.empty();
    }
  },
  HALF_A_HEAD {
    @Override
    Optional<String> run(Target target) throws IOException {
      try (var socket = target.connect()) {
        socket.getOutputStream().write("POST /v1/streams/orders/re".getBytes(US_ASCII));
        vanish(socket);
      }
      return Optional.empty();
    }
  },
  HALF_A_HEADERS_FRAME {
    @Override
    Optional<String> run(Target target) throws IOException {
      try (var connection = target.http2()) {
        byte[] head = RawHttp2.head("POST", RECORDS, FRAMES);
        byte[] frame = RawHttp2.frame(RawHttp2.HEADERS, 4, 1, head);
        connection.write(java.util.Arrays.copyOf(frame, frame.length / 2));
        vanish(connection.socket());
      }
      return Optional.empty();
    }
  },
  VANISHING_FOLLOWER {
    @Override
    Optional<String> run(Target target) throws IOException {
      try (var connection = target.http2()) {
        connection.open("GET", RECORDS, FRAMES);
        connection.next();
        vanish(connection.socket());
      }
      return Optional.empty();
    }
  },
  VANISHING_FOLLOWER_OF_EVENTS {
    @Override
    Optional<String> run(Target target) throws IOException {
      try (var socket = target.connect()) {
        String head =
            "GET "
                + RECORDS
                + " HTTP/1.1\r\nhost: x\r\ns2-basin: test-basin\r\n"
                + "accept: text/event-stream\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(US_ASCII));
        int unused = socket.getInputStream().read();
        vanish(socket);
      }
      return Optional.empty();
    }
  },
  VANISHING_APPENDER {
    @Override
    Optional<String> run(Target target) throws IOException {
      try (var connection = target.http2()) {
        int stream = connection.open("POST", RECORDS, FRAMES);
        for (int i = 0; i < 5; i++) {
          connection.data(stream, target.input(), false);
        }
        vanish(connection.socket());
      }
      return Optional.empty();
    }
  },
  READER_THAT_NEVER_READS {
    @Override
    Optional<String> run(Target target) throws IOException {
      try (var connection = target.http2()) {
        connection.open("GET", "/v1/streams/large/records?seq_num=0", FRAMES);
        connection.next(); // the head; what comes then is left in the socket
      }
      return Optional.empty();
    }
  },
  RAPID_RESET {
    @Override
    Optional<String> run(Target target) throws IOException {
      try (var connection = target.http2()) {
        for (int i = 0; i < 10; i++) {
          connection.reset(connection.open("GET", RECORDS, FRAMES));
        }
      }
      return Optional.empty();
    }
  };

  private static final String RECORDS = "/v1/streams/orders/records";
  static final Map<String, String> FRAMES =
      Map.of("s2-basin", FrameClient.BASIN, "content-type", "s2s/proto");
  private static final byte[] BOMB = bomb();

  abstract Optional<String> run(Target target) throws IOException;

  /// Who is misused, from which of the loopback's addresses, and with what.
  @SuppressWarnings("ArrayRecordComponent") // sent as it is
  record Target(InetSocketAddress server, InetAddress from, Random random, byte[] input) {
    RawHttp2 http2() throws IOException {
      return new RawHttp2(server, from);
    }

    Socket connect() throws IOException {
      var socket = new Socket();
      socket.bind(new InetSocketAddress(from, 0));
      socket.connect(server, 10_000);
      socket.setSoTimeout(20_000);
      return socket;
    }

    /// What an append session says that is sent a good input and then these bytes.
    Optional<String> append(byte[] bytes) throws IOException {
      try (var connection = http2()) {
        int stream = connection.open("POST", RECORDS, FRAMES);
        connection.data(stream, input, false);
        connection.data(stream, bytes, true);
        var answer = new StringBuilder();
        var frame = connection.next();
        while (!frame.endsStream()) {
          answer.append(new String(frame.payload(), ISO_8859_1));
          frame = connection.next();
        }
        return Optional.of(answer.append(new String(frame.payload(), ISO_8859_1)).toString());
      }
    }
  }

  /// Has the connection reset when it is closed.
  private static void vanish(Socket socket) throws IOException {
    socket.setSoLinger(true, 0);
  }

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private static byte[] bomb() {
    byte[] compressed = FrameCompression.GZIP.compress(new byte[16 * 1024 * 1024]);
    int length = compressed.length + 1;
    var frame = new ByteArrayOutputStream();
    frame.writeBytes(new byte[] {(byte) (length >> 16), (byte) (length >> 8), (byte) length, 0x40});
    frame.writeBytes(compressed);
    return frame.toByteArray();
  }
}
