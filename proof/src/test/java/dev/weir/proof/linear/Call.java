package dev.weir.proof.linear;

import dev.weir.s2.AppendInput;
import dev.weir.s2.Bytes;
import dev.weir.s2.Header;
import java.util.List;
import java.util.stream.Collectors;

/// What a client asks of a stream.
sealed interface Call {
  /// An append, under whatever conditions it names.
  record Append(AppendInput input) implements Call {
    @Override
    public String toString() {
      var text =
          input.records().stream()
              .map(record -> text(record.headers(), record.body()))
              .collect(Collectors.joining(" ", "append ", ""));
      return text
          + (input.matchSeqNum().isPresent() ? " at " + input.matchSeqNum().getAsLong() : "")
          + input.fencingToken().map(token -> " under '" + token.value() + "'").orElse("");
    }

    private static String text(List<Header> headers, Bytes body) {
      return headers.isEmpty() ? body.utf8() : "fence:'" + body.utf8() + "'";
    }
  }

  /// A read of the whole stream.
  record ReadAll() implements Call {}

  /// A tail check.
  record CheckTail() implements Call {}
}
