package dev.weir.s2.server.access;

import dev.weir.s2.AccessTokenInfo;
import dev.weir.s2.AppendConditionFailedException;
import dev.weir.s2.InterruptedCallException;
import dev.weir.s2.InvalidInputException;
import dev.weir.s2.ListRequest;
import dev.weir.s2.OutcomeUnknownException;
import dev.weir.s2.RangeNotSatisfiableException;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.ResourceSet;
import dev.weir.s2.S2Exception;
import dev.weir.s2.StreamName;
import dev.weir.s2.TransportException;
import java.util.Optional;
import java.util.function.Supplier;

/// The streams whose names begin with `prefix`, which their user never sees: it is put before what
/// comes in, and taken off what goes out.
///
/// @param prefix empty for a user who sees whole names
record Namespace(String prefix) {
  static Namespace of(AccessTokenInfo token) {
    return token.autoPrefixStreams()
            && token.scope().streams() instanceof ResourceSet.Prefix(String prefix)
        ? new Namespace(prefix)
        : new Namespace("");
  }

  boolean isWhole() {
    return prefix.isEmpty();
  }

  String full(String name) {
    return prefix + name;
  }

  /// @throws InvalidInputException if the whole name is too long
  StreamName full(StreamName name) {
    return isWhole() ? name : new StreamName(prefix + name.value());
  }

  /// The same streams by their whole names.
  ResourceSet full(ResourceSet streams) {
    return switch (streams) {
      case ResourceSet.Exact(String name) ->
          name.isEmpty() ? streams : new ResourceSet.Exact(prefix + name);
      case ResourceSet.Prefix(String inner) -> new ResourceSet.Prefix(prefix + inner);
    };
  }

  ListRequest full(ListRequest request) {
    String after = request.startAfter();
    return new ListRequest(
        prefix + request.prefix(), after.isEmpty() ? after : prefix + after, request.limit());
  }

  /// The user's name of a stream, if it has one: the stream that is called as the prefix itself has
  /// none, nor has one that would be `.` or `..`.
  Optional<StreamName> own(StreamName full) {
    if (isWhole()) {
      return Optional.of(full);
    }
    if (!full.value().startsWith(prefix)) {
      return Optional.empty();
    }
    String name = full.value().substring(prefix.length());
    boolean isName = !name.isEmpty() && !name.equals(".") && !name.equals("..");
    return isName ? Optional.of(new StreamName(name)) : Optional.empty();
  }

  /// The user's view of streams; those outside stay as they are.
  ResourceSet own(ResourceSet streams) {
    return switch (streams) {
      case ResourceSet.Exact(String name) when name.startsWith(prefix) ->
          new ResourceSet.Exact(name.substring(prefix.length()));
      case ResourceSet.Prefix(String inner) when inner.startsWith(prefix) ->
          new ResourceSet.Prefix(inner.substring(prefix.length()));
      default -> streams;
    };
  }

  /// Makes a call about the stream that the user calls `name`.
  <T> T call(StreamName name, Supplier<T> call) {
    try {
      return call.get();
    } catch (S2Exception e) {
      throw own(e, name);
    }
  }

  /// The failure of a call about the stream that the user calls `name`. Messages name streams, and
  /// must not tell what stands before the name.
  S2Exception own(S2Exception failure, StreamName name) {
    if (isWhole()) {
      return failure;
    }
    String message = String.valueOf(failure.getMessage()).replace(full(name.value()), name.value());
    return switch (failure) {
      case RequestRejectedException e ->
          new RequestRejectedException(e.code(), message, e).withRetryAfter(e.retryAfter());
      case OutcomeUnknownException e -> new OutcomeUnknownException(message, e);
      // A remote store's address holds the name in other forms, and is nobody's business anyway.
      case TransportException e ->
          new TransportException("the store did not answer", !e.hasNoSideEffects(), e);
      // These name no stream to whoever is answered.
      case InvalidInputException e -> e;
      case AppendConditionFailedException e -> e;
      case RangeNotSatisfiableException e -> e;
      case InterruptedCallException e -> e;
    };
  }
}
