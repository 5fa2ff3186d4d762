package dev.weir.livestore.proxy.access.callback;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import dev.weir.livestore.proxy.access.BearerToken;
import dev.weir.livestore.proxy.access.StoreAccess;
import dev.weir.s2.Bytes;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/// What the service is asked: may whoever has this token do this with this store?
///
/// @param tokenHash stands for the token where the question is remembered
record Question(Bytes tokenHash, StoreAccess access, String storeId) {
  /// Escapes, because a store's id may hold lone surrogates, which no encoding has.
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  static Question of(BearerToken token, StoreAccess access, String storeId) {
    return new Question(Bytes.wrap(token.sha256()), access, storeId);
  }

  String json(BearerToken token) {
    var text = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("token", token.value());
      json.writeStringField("storeId", storeId);
      json.writeStringField(
          "access",
          switch (access) {
            case READ -> "read";
            case WRITE -> "write";
          });
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }
}
