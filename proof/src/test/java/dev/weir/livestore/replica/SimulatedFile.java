package dev.weir.livestore.replica;

import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.livestore.sync.backend.PulledEvent;
import dev.weir.livestore.sync.backend.SyncBackend;
import dev.weir.proof.sync.jdk.Kernel;
import java.util.ArrayList;
import java.util.List;

/// A replica's file in simulated time, which survives the replica. It keeps what a [Journal] keeps,
/// and no more: where the power is cut, the last pages that were pulled are gone again.
public final class SimulatedFile {
  private static final long MOST_WRITE_NANOS = 2_000_000;

  private final Kernel kernel;
  private final boolean forgets;
  private final Author author;
  private final List<Write> writes = new ArrayList<>();
  private MemoryJournal kept = new MemoryJournal();

  private record Write(Change change, boolean isPull) {}

  private interface Change {
    void applyTo(MemoryJournal journal);
  }

  /// @param forgets whether it does not keep that events were confirmed
  public SimulatedFile(Kernel kernel, String clientId, boolean forgets) {
    this.kernel = kernel;
    this.forgets = forgets;
    this.author = new Author(clientId, "session");
  }

  /// Opens the replica that the file holds.
  public EventLog open(EventLogConfig config, SyncBackend backend) {
    return EventLog.open(config, backend, new Opened());
  }

  /// The power is cut: what need not be on the disk may not be.
  public void cutPower() {
    int lost = 0;
    while (!writes.isEmpty() && writes.getLast().isPull() && kernel.random().nextBoolean()) {
      writes.removeLast();
      lost++;
    }
    kernel.note("the power cut took " + lost + " pages of " + author.clientId());
    var anew = new MemoryJournal();
    writes.forEach(write -> write.change().applyTo(anew));
    kept = anew;
  }

  /// All that was pulled.
  public List<EncodedEvent> log() {
    return kept.reader().read(EventSeqNum.ROOT, Integer.MAX_VALUE);
  }

  private void write(boolean isPull, Change change) {
    kernel.pauseQuietly(kernel.random().nextLong(MOST_WRITE_NANOS));
    change.applyTo(kept);
    writes.add(new Write(change, isPull));
    kernel.pauseQuietly(kernel.random().nextLong(MOST_WRITE_NANOS));
  }

  private final class Opened implements Journal {
    @Override
    public Author author() {
      return author;
    }

    @Override
    public Recovered recover() {
      return kept.recover();
    }

    @Override
    public void append(List<NewEvent> events) {
      write(false, journal -> journal.append(events));
    }

    @Override
    public void confirm(List<PulledEvent> events, int ownConfirmed, int rebaseGeneration) {
      int kept = forgets ? 0 : ownConfirmed;
      write(true, journal -> journal.confirm(events, kept, rebaseGeneration));
    }

    @Override
    public void dropFirstPending(int rebaseGeneration) {
      write(false, journal -> journal.dropFirstPending(rebaseGeneration));
    }

    @Override
    public EventSeqNum checkpoint(String subscription) {
      return kept.checkpoint(subscription);
    }

    @Override
    public void saveCheckpoint(String subscription, EventSeqNum reached) {
      write(false, journal -> journal.saveCheckpoint(subscription, reached));
    }

    @Override
    public LogReader reader() {
      return kept.reader();
    }

    @Override
    public void close() {}
  }
}
