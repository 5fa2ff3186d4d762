package dev.weir.app.site;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/// A file of a site, in memory, with its smaller twin where compression makes it smaller.
///
/// The tag is a digest of the content: all files of a reproducible build have one date, and the
/// names that a build tool changes in a page leave its length as it is.
///
/// @param tag without quotes
/// @param changes whether the same name may have other content tomorrow
record StaticFile(
    MediaType type, HttpData plain, Optional<HttpData> gzipped, String tag, boolean changes) {
  private static final String FOR_GOOD = "public, max-age=31536000, immutable";
  private static final String ASK_AGAIN = "no-cache";
  private static final MediaType JAVASCRIPT = MediaType.parse("text/javascript; charset=utf-8");
  private static final MediaType WASM = MediaType.parse("application/wasm");
  private static final MediaType MANIFEST = MediaType.parse("application/manifest+json");
  private static final int TAG_BYTES = 12;

  static Optional<StaticFile> read(ClassLoader loader, String resource) {
    try (var content = loader.getResourceAsStream(resource)) {
      return content == null
          ? Optional.empty()
          : Optional.of(of(typeOf(resource), content.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource + " on the class path", e);
    }
  }

  private static StaticFile of(MediaType type, byte[] content) {
    var smaller =
        Optional.of(gzip(content)).filter(gzipped -> gzipped.length < content.length * 0.9);
    return new StaticFile(
        type, HttpData.wrap(content), smaller.map(HttpData::wrap), digest(content), true);
  }

  /// The same file under a name that no other content will ever have.
  StaticFile unchanging() {
    return new StaticFile(type, plain, gzipped, tag, false);
  }

  HttpResponse answer(RequestHeaders request, HttpHeaders more) {
    var small = gzipped.filter(twin -> accepts(request, "gzip"));
    var etag = '"' + tag + (small.isPresent() ? "-gzip" : "") + '"';
    boolean isKnown = names(request.get(HttpHeaderNames.IF_NONE_MATCH, ""), etag);
    var headers =
        ResponseHeaders.builder(isKnown ? HttpStatus.NOT_MODIFIED : HttpStatus.OK)
            .add(more)
            .set(HttpHeaderNames.ETAG, etag)
            .set(HttpHeaderNames.CACHE_CONTROL, changes ? ASK_AGAIN : FOR_GOOD);
    if (gzipped.isPresent()) {
      headers.set(HttpHeaderNames.VARY, "accept-encoding");
    }
    if (isKnown) {
      return HttpResponse.of(headers.build());
    }
    headers.contentType(type);
    small.ifPresent(twin -> headers.set(HttpHeaderNames.CONTENT_ENCODING, "gzip"));
    var body = small.orElse(plain);
    headers.contentLength(body.length());
    return switch (request.method()) {
      case HEAD -> HttpResponse.of(headers.build());
      default -> HttpResponse.of(headers.build(), body);
    };
  }

  private static boolean accepts(RequestHeaders request, String encoding) {
    return elements(request.get(HttpHeaderNames.ACCEPT_ENCODING, ""))
        .anyMatch(accepted ->
            accepted.equals(encoding)
                || accepted.matches(encoding + "\\s*;\\s*q=(?!0(\\.0*)?$).*"));
  }

  private static boolean names(String ifNoneMatch, String etag) {
    return elements(ifNoneMatch)
        .anyMatch(known -> known.equals("*") || known.equals(etag) || known.equals("W/" + etag));
  }

  private static Stream<String> elements(String list) {
    return Arrays.stream(list.split(",", -1)).map(String::strip);
  }

  private static MediaType typeOf(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "html" -> MediaType.HTML_UTF_8;
      case "js", "mjs" -> JAVASCRIPT;
      case "css" -> MediaType.CSS_UTF_8;
      case "json", "map" -> MediaType.JSON_UTF_8;
      case "svg" -> MediaType.SVG_UTF_8;
      case "wasm" -> WASM;
      case "png" -> MediaType.PNG;
      case "ico" -> MediaType.ICO;
      case "woff2" -> MediaType.parse("font/woff2");
      case "webmanifest" -> MANIFEST;
      case "txt" -> MediaType.PLAIN_TEXT_UTF_8;
      default -> MediaType.OCTET_STREAM;
    };
  }

  private static byte[] gzip(byte[] content) {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private static String digest(byte[] content) {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(content);
      return HexFormat.of().formatHex(hash, 0, TAG_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
