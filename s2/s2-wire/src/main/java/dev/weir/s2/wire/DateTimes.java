package dev.weir.s2.wire;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;

/// RFC 3339 date-times: written in UTC with up to nanoseconds, read with any offset and precision.
final class DateTimes {
  private DateTimes() {}

  static String format(Instant instant) {
    return DateTimeFormatter.ISO_INSTANT.format(instant);
  }

  /// @throws DateTimeException if `text` is no date-time
  static Instant parse(String text) {
    return OffsetDateTime.parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME).toInstant();
  }
}
