package dev.weir.livestore.proxy.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;

/// What of a request or an answer is compressed. gzip alone: every HTTP client knows it.
final class ContentCoding {
  private static final String GZIP = "gzip";

  private ContentCoding() {}

  /// The client compressed its body in a way that is not known here.
  static final class UnknownCodingException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnknownCodingException(String coding) {
      super("the content-encoding " + coding + " is not known here, gzip is; nothing was stored");
    }
  }

  /// The headers of a compressed answer.
  static Map<String, String> compressed(Map<String, String> headers) {
    var all = new TreeMap<>(headers);
    all.put("content-encoding", GZIP);
    all.put("vary", "accept-encoding");
    return Map.copyOf(all);
  }

  /// Whether to compress an answer of many events. It takes a processor longer than the bytes take
  /// on a fast network, so what stays on this machine is sent as it is.
  static boolean pays(ProxyExchange exchange) {
    boolean isFar =
        exchange.remoteAddress().filter(address -> !isOfThisMachine(address)).isPresent();
    return isFar
        && exchange.headers("accept-encoding").stream().anyMatch(ContentCoding::admitsGzip);
  }

  private static boolean isOfThisMachine(InetAddress address) {
    return address.isLoopbackAddress();
  }

  private static boolean admitsGzip(String accepted) {
    return List.of(accepted.toLowerCase(Locale.ROOT).split(",")).stream()
        .map(coding -> coding.replace(" ", ""))
        .anyMatch(
            coding -> coding.equals(GZIP) || coding.matches("gzip;q=(1|0\\.\\d*[1-9]\\d*).*"));
  }

  /// A request's body as it was before its client compressed it.
  ///
  /// @param limit bytes at most, however few they were when compressed
  /// @throws UnreadableBodyException if it is larger, or not what it is said to be
  /// @throws UnknownCodingException if it is compressed in another way
  static byte[] decoded(ProxyExchange exchange, byte[] body, int limit) {
    String coding = String.join(",", exchange.headers("content-encoding")).strip();
    if (coding.isEmpty() || coding.equalsIgnoreCase("identity")) {
      return body;
    }
    if (!coding.equalsIgnoreCase(GZIP)) {
      throw new UnknownCodingException(coding);
    }
    return inflated(body, limit);
  }

  private static byte[] inflated(byte[] body, int limit) {
    try (var plain = new GZIPInputStream(new ByteArrayInputStream(body))) {
      byte[] bytes = plain.readNBytes(limit);
      if (plain.read() >= 0) {
        throw UnreadableBodyException.tooLarge(limit);
      }
      return bytes;
    } catch (IOException e) {
      throw UnreadableBodyException.damaged(String.valueOf(e.getMessage()));
    }
  }
}
