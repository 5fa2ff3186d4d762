package dev.weir.livestore.replica;

import java.util.function.Function;

/// How the events of one name are written and read. The JSON must be what the event's schema
/// encodes to in JavaScript, since that is what other clients of the store understand.
///
/// @param <T> what an event is in Java: a record, most likely
public interface EventCodec<T> {
  /// The event definition's name, like `v1.TodoCreated`.
  String name();

  /// The events that this writes.
  Class<T> type();

  /// The encoded arguments, one JSON value.
  String encode(T event);

  /// Reads arguments; those of an event without any are `{}`.
  T decode(String argsJson);

  /// A codec of two functions.
  static <T> EventCodec<T> of(
      String name, Class<T> type, Function<T, String> encode, Function<String, T> decode) {
    return new EventCodec<>() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Class<T> type() {
        return type;
      }

      @Override
      public String encode(T event) {
        return encode.apply(event);
      }

      @Override
      public T decode(String argsJson) {
        return decode.apply(argsJson);
      }
    };
  }
}
