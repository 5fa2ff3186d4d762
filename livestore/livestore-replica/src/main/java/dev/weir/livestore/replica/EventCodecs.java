package dev.weir.livestore.replica;

import dev.weir.livestore.sync.EncodedEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The events that an application knows. Others have every right to be in its log: they are kept
/// and delivered as they came, and only not decoded.
///
/// @param <E> all of them: a sealed interface of records, most likely
public final class EventCodecs<E> {
  private final Map<String, EventCodec<? extends E>> byName = new HashMap<>();
  private final Map<Class<?>, EventCodec<? extends E>> byType = new HashMap<>();

  private EventCodecs(List<EventCodec<? extends E>> codecs) {
    for (EventCodec<? extends E> codec : codecs) {
      if (byName.put(codec.name(), codec) != null || byType.put(codec.type(), codec) != null) {
        throw new IllegalArgumentException(
            "two codecs for " + codec.name() + " or " + codec.type().getName());
      }
    }
  }

  /// These codecs.
  ///
  /// @throws IllegalArgumentException if two share a name or a type
  @SafeVarargs
  @SuppressWarnings("varargs")
  public static <E> EventCodecs<E> of(EventCodec<? extends E>... codecs) {
    return new EventCodecs<>(List.of(codecs));
  }

  /// The event, ready to be committed.
  ///
  /// @throws IllegalArgumentException if there is no codec for its class
  public NewEvent encode(E event) {
    EventCodec<? extends E> codec = byType.get(event.getClass());
    if (codec == null) {
      throw new IllegalArgumentException("no codec for " + event.getClass().getName());
    }
    return encode(codec, event);
  }

  private static <T> NewEvent encode(EventCodec<T> codec, Object event) {
    return new NewEvent(codec.name(), codec.encode(codec.type().cast(event)));
  }

  /// What an event is in Java; empty if its name is unknown. What a codec throws is passed on.
  public Optional<E> decode(EncodedEvent event) {
    EventCodec<? extends E> codec = byName.get(event.name());
    return codec == null
        ? Optional.empty()
        : Optional.of(codec.decode(event.argsJson().orElse("{}")));
  }
}
