package dev.weir.s2.wire;

import dev.weir.s2.ErrorCode;
import dev.weir.s2.RequestRejectedException;

/// How JSON carries the bytes of a record: the header `s2-format`.
public enum RecordFormat {
  /// As UTF-8 text. Reads replace what is not UTF-8 by U+FFFD.
  RAW("raw"),
  /// As standard, padded Base64.
  BASE64("base64");

  private final String headerValue;

  RecordFormat(String headerValue) {
    this.headerValue = headerValue;
  }

  /// The value of the header `s2-format`.
  public String headerValue() {
    return headerValue;
  }

  /// The format that a header's value names, older names included.
  ///
  /// @throws RequestRejectedException `BAD_HEADER`
  public static RecordFormat parse(String headerValue) {
    return switch (headerValue.strip()) {
      case "raw", "json" -> RAW;
      case "base64", "json-binsafe" -> BASE64;
      default ->
          throw new RequestRejectedException(
              ErrorCode.BAD_HEADER,
              "Invalid header `s2-format`: expected `raw` or `base64`, got `" + headerValue + "`");
    };
  }
}
