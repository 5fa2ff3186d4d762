package dev.weir.livestore.replica;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.livestore.sync.EncodedEvent;
import org.junit.jupiter.api.Test;

class EventCodecsTest {
  private sealed interface Todo {
    record Created(String id) implements Todo {}

    record Cleared() implements Todo {}
  }

  private static final EventCodec<Todo.Created> CREATED =
      EventCodec.of(
          "v1.TodoCreated",
          Todo.Created.class,
          event -> "{\"id\":\"" + event.id() + "\"}",
          json -> new Todo.Created(json.substring(7, json.length() - 2)));

  private static final EventCodec<Todo.Cleared> CLEARED =
      EventCodec.of("v1.Cleared", Todo.Cleared.class, event -> "{}", json -> new Todo.Cleared());

  private final EventCodecs<Todo> codecs = EventCodecs.of(CREATED, CLEARED);

  private static EncodedEvent event(String name, String args) {
    return EncodedEvent.parse(
        "{\"name\":\"%s\"%s,\"seqNum\":1,\"parentSeqNum\":0,\"clientId\":\"c\",\"sessionId\":\"s\"}"
            .formatted(name, args));
  }

  @Test
  void event_encodedAndDecoded_isTheSame() {
    NewEvent encoded = codecs.encode(new Todo.Created("a"));
    assertThat(encoded).isEqualTo(new NewEvent("v1.TodoCreated", "{\"id\":\"a\"}"));
    assertThat(codecs.decode(event(encoded.name(), ",\"args\":" + encoded.argsJson())))
        .contains(new Todo.Created("a"));
  }

  @Test
  void event_withoutArguments_isDecodedFromAnEmptyObject() {
    assertThat(codecs.decode(event("v1.Cleared", ""))).contains(new Todo.Cleared());
  }

  @Test
  void event_ofUnknownName_isEmpty() {
    assertThat(codecs.decode(event("v2.Unheard", ",\"args\":7"))).isEmpty();
  }

  @Test
  void codecs_forOneName_areRefused() {
    assertThatThrownBy(() -> EventCodecs.of(CREATED, CREATED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("v1.TodoCreated");
    assertThatThrownBy(() -> EventCodecs.<Todo>of(CREATED).encode(new Todo.Cleared()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
