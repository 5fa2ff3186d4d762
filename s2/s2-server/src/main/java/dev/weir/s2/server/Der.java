package dev.weir.s2.server;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// The few values of ASN.1's DER (ITU-T X.690) that a certificate is made of.
final class Der {
  private static final int INTEGER = 0x02;
  private static final int BIT_STRING = 0x03;
  private static final int OCTET_STRING = 0x04;
  private static final int OBJECT_IDENTIFIER = 0x06;
  private static final int UTC_TIME = 0x17;
  private static final int SEQUENCE = 0x30;
  private static final int CONTEXT = 0x80;
  private static final int CONTEXT_CONSTRUCTED = 0xA0;
  private static final DateTimeFormatter TWO_DIGIT_YEAR =
      DateTimeFormatter.ofPattern("yyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);

  private Der() {}

  static byte[] sequence(byte[]... parts) {
    return value(SEQUENCE, parts);
  }

  /// `value` under an explicit tag.
  static byte[] context(int tag, byte[] value) {
    return value(CONTEXT_CONSTRUCTED | tag, value);
  }

  /// Bytes whose kind the tag alone tells.
  static byte[] implicit(int tag, byte[] bytes) {
    return value(CONTEXT | tag, bytes);
  }

  static byte[] integer(BigInteger number) {
    return value(INTEGER, number.toByteArray());
  }

  static byte[] bitString(byte[] bytes) {
    return value(BIT_STRING, new byte[] {0}, bytes); // no bit of the last byte is unused
  }

  static byte[] octetString(byte[] bytes) {
    return value(OCTET_STRING, bytes);
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /// A time before 2050.
  static byte[] utcTime(Instant time) {
    return value(UTC_TIME, ascii(TWO_DIGIT_YEAR.format(time)));
  }

  /// The first two numbers share a byte; each other takes seven bits a byte, the highest first.
  static byte[] oid(int first, int second, int... others) {
    var bytes = new ByteArrayOutputStream();
    bytes.write(first * 40 + second);
    for (int number : others) {
      for (int shift = 28; shift > 0; shift -= 7) {
        if (number >> shift != 0) {
          bytes.write(0x80 | (number >> shift & 0x7F));
        }
      }
      bytes.write(number & 0x7F);
    }
    return value(OBJECT_IDENTIFIER, bytes.toByteArray());
  }

  private static byte[] value(int tag, byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    var bytes = new ByteArrayOutputStream(length + 4);
    bytes.write(tag);
    writeLength(bytes, length);
    for (byte[] part : parts) {
      bytes.writeBytes(part);
    }
    return bytes.toByteArray();
  }

  private static void writeLength(ByteArrayOutputStream bytes, int length) {
    if (length < 0x80) {
      bytes.write(length);
    } else if (length < 0x100) {
      bytes.write(0x81);
      bytes.write(length);
    } else {
      bytes.write(0x82);
      bytes.write(length >> 8);
      bytes.write(length);
    }
  }
}
