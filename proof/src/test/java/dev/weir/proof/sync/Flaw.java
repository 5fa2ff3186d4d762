package dev.weir.proof.sync;

import dev.weir.proof.sync.jdk.Kernel;
import dev.weir.s2.AppendAck;
import dev.weir.s2.AppendInput;
import dev.weir.s2.StreamPosition;
import java.util.function.Function;

/// Something that is broken on purpose, so that it shows whether the simulation would see it.
public enum Flaw {
  NONE,
  /// S2 does not look at `match_seq_num`.
  UNCONDITIONAL_APPENDS,
  /// A proxy acknowledges what it has only begun to append.
  EARLY_ACKNOWLEDGEMENT,
  /// S2 acknowledges what its disk has not synced.
  UNSYNCED_DISK,
  /// A client forgets that its events were confirmed.
  FORGETFUL_CLIENT;

  AppendAck append(AppendInput input, Function<AppendInput, AppendAck> real) {
    return switch (this) {
      case UNCONDITIONAL_APPENDS -> real.apply(AppendInput.of(input.records()));
      case EARLY_ACKNOWLEDGEMENT -> {
        Thread unused =
            Kernel.get()
                .current()
                .start(
                    "append",
                    () -> {
                      try {
                        AppendAck unusedToo = real.apply(input);
                      } catch (RuntimeException e) {
                        Kernel.get().note("acknowledged, and failed: " + e.getMessage());
                      }
                    });
        long start = input.matchSeqNum().orElseThrow();
        long now = Kernel.get().wallMillis();
        var end = new StreamPosition(start + input.records().size(), now);
        yield new AppendAck(new StreamPosition(start, now), end, end);
      }
      default -> real.apply(input);
    };
  }
}
