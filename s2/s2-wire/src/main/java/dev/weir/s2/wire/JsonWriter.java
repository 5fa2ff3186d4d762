package dev.weir.s2.wire;

import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import dev.weir.s2.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/// Writes one JSON text to memory, so that no call can fail.
final class JsonWriter {
  // Not the default pool, which is per thread: a virtual thread would fill one and throw it away.
  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
          .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
          .build();

  private final JsonGenerator json;

  private JsonWriter(JsonGenerator json) {
    this.json = json;
  }

  /// The bytes of what `body` writes.
  static byte[] write(int sizeHint, Consumer<JsonWriter> body) {
    var out = new ByteArrayOutputStream(sizeHint);
    write(out, body);
    return out.toByteArray();
  }

  static void write(ByteArrayOutputStream out, Consumer<JsonWriter> body) {
    try (var json = FACTORY.createGenerator(out)) {
      body.accept(new JsonWriter(json));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  JsonWriter beginObject() {
    run(json::writeStartObject);
    return this;
  }

  JsonWriter endObject() {
    run(json::writeEndObject);
    return this;
  }

  JsonWriter beginArray() {
    run(json::writeStartArray);
    return this;
  }

  JsonWriter endArray() {
    run(json::writeEndArray);
    return this;
  }

  JsonWriter name(String name) {
    try {
      json.writeFieldName(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  JsonWriter string(String value) {
    run(() -> json.writeString(value));
    return this;
  }

  /// One of several alternatives, by its name.
  JsonWriter variant(Enum<?> value) {
    return string(WireNames.of(value));
  }

  JsonWriter dateTime(Instant value) {
    return string(DateTimes.format(value));
  }

  JsonWriter bool(boolean value) {
    run(() -> json.writeBoolean(value));
    return this;
  }

  JsonWriter unsigned(long value) {
    try {
      if (value >= 0) {
        json.writeNumber(value);
      } else {
        json.writeNumber(Long.toUnsignedString(value));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  JsonWriter real(double value) {
    run(() -> json.writeNumber(value));
    return this;
  }

  JsonWriter nul() {
    run(json::writeNull);
    return this;
  }

  /// What `present` writes, or null.
  <T> JsonWriter orNull(Optional<T> value, Consumer<T> present) {
    value.ifPresentOrElse(present, this::nul);
    return this;
  }

  /// A header's name or value, or a record's body.
  JsonWriter bytes(Bytes value, RecordFormat format) {
    byte[] array = value.toArray();
    try {
      switch (format) {
        case BASE64 -> json.writeBinary(Base64Variants.MIME_NO_LINEFEEDS, array, 0, array.length);
        case RAW -> {
          if (isAscii(array)) {
            json.writeUTF8String(array, 0, array.length);
          } else {
            json.writeString(value.utf8()); // replaces what is not UTF-8
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  private static boolean isAscii(byte[] array) {
    for (byte b : array) {
      if (b < 0) {
        return false;
      }
    }
    return true;
  }

  private static void run(Step step) {
    try {
      step.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Step {
    void run() throws IOException;
  }
}
