package dev.weir.s2.lite;

import dev.weir.s2.RequestRejectedException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// A change of basins or streams: decided on the commit thread, against what is there just then,
/// and answered once that is durable.
final class MetadataChange<T> implements Committer.Work {
  /// Stages the change, and tells how the call ends once the group is durable. A refusal must come
  /// before anything is staged.
  interface Decision<T> {
    T decide(Staging staging) throws IOException;
  }

  /// Ends the call, on the commit thread.
  private interface Outcome {
    void apply();
  }

  private final int admittedBytes;
  private final Decision<T> decision;
  private final CompletableFuture<T> result = new CompletableFuture<>();
  private Outcome outcome = () -> {};

  MetadataChange(int admittedBytes, Decision<T> decision) {
    this.admittedBytes = admittedBytes;
    this.decision = decision;
  }

  CompletableFuture<T> result() {
    return result;
  }

  @Override
  public int admittedBytes() {
    return admittedBytes;
  }

  @Override
  public void stage(Staging staging) throws IOException {
    int staged = staging.mutations().size();
    try {
      T decided = decision.decide(staging);
      List<Runnable> first = staging.takeAfterCommit();
      outcome =
          () -> {
            first.forEach(Runnable::run);
            result.complete(decided);
          };
    } catch (RequestRejectedException e) {
      outcome = () -> result.completeExceptionally(e);
    } catch (IOException | RuntimeException e) {
      if (staging.mutations().size() > staged) {
        throw e; // half a change must not be committed
      }
      // A row that cannot be read is no reason to stop writing others.
      var unreadable = Reads.unreadable("a row of basins or streams: " + e.getMessage(), e);
      outcome = () -> result.completeExceptionally(unreadable);
    }
  }

  @Override
  public void committed() {
    outcome.apply();
  }

  @Override
  public void failed(RuntimeException failure) {
    result.completeExceptionally(failure);
  }
}
