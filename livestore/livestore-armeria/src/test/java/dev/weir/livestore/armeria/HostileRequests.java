package dev.weir.livestore.armeria;

import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/// Requests that mean ill, as the bytes of an HTTP/1.1 connection. The same seed gives the same
/// requests.
final class HostileRequests {
  static final int STORES = 8;

  private static final String[] NUMBERS = {
    "-1",
    "-0",
    "0",
    "1.5",
    "1e999",
    "1e2",
    "00",
    "9007199254740991",
    "9007199254740993",
    "\"1\"",
    "null",
    "true",
    "[]",
    "{}",
    "NaN",
    "0x1",
    "9".repeat(50_000)
  };
  private static final String[] CURSORS = {
    "-1",
    "9007199254740991",
    "9223372036854775807",
    "9223372036854775808",
    "1e3",
    "3.0",
    "\"from-start\"",
    "\"from-end\"",
    "\"\"",
    "null",
    "[0]",
    "7",
    "1000000"
  };
  private static final String[] TOKENS = {
    "\"",
    "\\",
    "\\u",
    "\\ud800",
    "\\u0000",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "null",
    "1e400",
    "\0",
    "\"storeId\":\"h0\",",
    "\"batch\":[],",
    "\"seqNum\":1,",
    "\r\n",
    "%",
    "%00",
    "+"
  };

  private final Random random;
  private final List<Supplier<byte[]>> kinds =
      List.of(
          this::mutatedPush,
          this::mutatedPush,
          this::deepPush,
          this::widePush,
          this::duplicatedKeys,
          this::brokenUtf8,
          this::oddNumbers,
          this::forgedCursor,
          this::mutatedArgs,
          this::hugeHeaders,
          this::longUrl,
          this::oddMethod,
          this::oddFraming);

  HostileRequests(long seed) {
    random = new Random(seed);
  }

  byte[] next() {
    return kinds.get(random.nextInt(kinds.size())).get();
  }

  private byte[] mutatedPush() {
    return post(mutate(utf8(push(events()))));
  }

  private byte[] deepPush() {
    int depth = 1 << random.nextInt(19);
    String open = random.nextBoolean() ? "[" : "{\"a\":";
    String close = open.equals("[") ? "]" : "}";
    String args = open.repeat(depth) + "1" + (random.nextBoolean() ? close.repeat(depth) : "");
    return post(utf8(push(event(1, 0, args))));
  }

  private byte[] widePush() {
    int width = 1 << random.nextInt(17);
    return post(
        switch (random.nextInt(3)) {
          case 0 -> utf8(push(event(1, 0, "{" + "\"k\":1,".repeat(width) + "\"z\":1}")));
          case 1 -> utf8(push("{},".repeat(width) + "{}"));
          default -> utf8("{" + "\"x\":[],".repeat(width) + push(events()).substring(1));
        });
  }

  private byte[] duplicatedKeys() {
    String body = push(events());
    String key = random.nextBoolean() ? "\"storeId\":\"" + store() + "\"," : "\"batch\":[],";
    return post(
        utf8(random.nextBoolean() ? "{" + key + body.substring(1) : body.replace("{", "{" + key)));
  }

  private byte[] brokenUtf8() {
    byte[] body = utf8(push(events()));
    for (int i = random.nextInt(4); i >= 0; i--) {
      body[random.nextInt(body.length)] = (byte) (0x80 | random.nextInt(128));
    }
    return post(body);
  }

  private byte[] oddNumbers() {
    String odd = NUMBERS[random.nextInt(NUMBERS.length)];
    String field = random.nextBoolean() ? "\"seqNum\":1," : "\"parentSeqNum\":0,";
    return post(
        utf8(push(event(1, 0, "{}").replace(field, field.replaceFirst("\\d,", odd + ",")))));
  }

  private byte[] forgedCursor() {
    String cursor =
        random.nextBoolean()
            ? CURSORS[random.nextInt(CURSORS.length)]
            : Long.toString(random.nextLong());
    return get("?args=" + encode(args(cursor)));
  }

  private byte[] mutatedArgs() {
    String query = "?args=" + encode(args(CURSORS[random.nextInt(CURSORS.length)]));
    byte[] request = get(query);
    int end = new String(request, StandardCharsets.ISO_8859_1).indexOf(" HTTP");
    for (int i = random.nextInt(6); i >= 0; i--) {
      // Printable, so that the request line stays one.
      request[5 + random.nextInt(end - 5)] = (byte) ('!' + random.nextInt(94));
    }
    return request;
  }

  private byte[] hugeHeaders() {
    String header =
        random.nextBoolean()
            ? "x: " + "y".repeat(1 << random.nextInt(19)) + "\r\n"
            : "cookie: a=b\r\n".repeat(1 << random.nextInt(13));
    return utf8(
        "GET /api/s2?args="
            + encode(args("0"))
            + " HTTP/1.1\r\nhost: a\r\n"
            + header
            + "connection: close\r\n\r\n");
  }

  private byte[] longUrl() {
    return get("?args=" + "%7B".repeat(1 << random.nextInt(16)));
  }

  private byte[] oddMethod() {
    String[] methods = {"PUT", "DELETE", "TRACE", "CONNECT", "GIT", "", "get", "PRI"};
    return utf8(
        methods[random.nextInt(methods.length)]
            + " /api/s2 HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
  }

  private byte[] oddFraming() {
    String body = push(events());
    String[] lengths = {
      "content-length: 0",
      "content-length: -1",
      "content-length: " + Long.MAX_VALUE,
      "content-length: " + body.length() + "\r\ncontent-length: 3",
      "content-length: " + body.length() + "\r\ntransfer-encoding: chunked",
      "transfer-encoding: chunked, gzip",
      "content-encoding: gzip\r\ncontent-length: " + body.length()
    };
    return utf8(
        "POST /api/s2 HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n"
            + lengths[random.nextInt(lengths.length)]
            + "\r\nconnection: close\r\n\r\n"
            + body);
  }

  private byte[] mutate(byte[] bytes) {
    byte[] mutated = bytes;
    for (int i = random.nextInt(8); i >= 0; i--) {
      int at = random.nextInt(mutated.length);
      mutated =
          switch (random.nextInt(4)) {
            case 0 -> splice(mutated, at, 1, new byte[] {(byte) random.nextInt(256)});
            case 1 -> splice(mutated, at, random.nextInt(20), new byte[0]);
            case 2 -> splice(mutated, at, 0, utf8(TOKENS[random.nextInt(TOKENS.length)]));
            default -> splice(mutated, at, 0, slice(mutated));
          };
    }
    return mutated;
  }

  private byte[] slice(byte[] bytes) {
    int from = random.nextInt(bytes.length);
    return Arrays.copyOfRange(bytes, from, from + random.nextInt(bytes.length - from + 1));
  }

  private static byte[] splice(byte[] bytes, int at, int removed, byte[] added) {
    var out = new ByteArrayOutputStream(bytes.length + added.length);
    out.write(bytes, 0, at);
    out.writeBytes(added);
    int from = Math.min(bytes.length, at + removed);
    out.write(bytes, from, bytes.length - from);
    // Never empty: there is always something to mutate.
    return out.size() == 0 ? new byte[] {'{'} : out.toByteArray();
  }

  private String events() {
    int first = random.nextInt(3);
    return event(first + 1, first, "{\"t\":\"" + random.nextInt(3) + "\"}")
        + ","
        + event(first + 2, first + 1, "[1,2,{\"é\":\"\\ud83d\"}]");
  }

  private static String event(int seqNum, int parent, String args) {
    return "{\"name\":\"n\",\"args\":%s,\"seqNum\":%d,\"parentSeqNum\":%d,\"clientId\":\"c\",\"sessionId\":\"s\"}"
        .formatted(args, seqNum, parent);
  }

  private String push(String events) {
    return "{\"storeId\":\"" + store() + "\",\"batch\":[" + events + "]}";
  }

  private String args(String cursor) {
    return "{\"storeId\":\""
        + store()
        + "\",\"s2SeqNum\":"
        + cursor
        + ",\"live\":"
        + (random.nextInt(10) == 0)
        + "}";
  }

  private String store() {
    return "h" + random.nextInt(STORES);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static byte[] get(String query) {
    return utf8("GET /api/s2" + query + " HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n");
  }

  private static byte[] post(byte[] body) {
    byte[] head =
        utf8(
            "POST /api/s2 HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: "
                + body.length
                + "\r\n\r\n");
    return splice(head, head.length, 0, body);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
