package dev.weir.livestore.replica;

import dev.weir.livestore.sync.ClientEvent;
import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.EventSeqNum;
import dev.weir.livestore.sync.backend.PageInfo;
import dev.weir.livestore.sync.backend.PullCursor;
import dev.weir.livestore.sync.backend.PulledEvent;
import dev.weir.livestore.sync.merge.MergeResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The only thread that changes a replica: it takes what is asked of it in order, makes it durable,
/// and then tells.
///
/// Commits that wait together are made durable together. What is in memory follows what is stored:
/// new events get their place after they were written, and a page that could not be written is
/// undone by reading again what is. Nothing is pushed that is not durable.
final class LogWriter implements Runnable {
  private static final System.Logger LOG = System.getLogger(LogWriter.class.getName());
  private static final int QUEUE = 4_096;
  private static final int MAX_PUSH_CHARS = 900_000;

  private final BlockingQueue<Message> queue = new ArrayBlockingQueue<>(QUEUE);
  private final EventLogConfig config;
  private final Journal journal;
  private final Notices notices;
  private final Semaphore room;
  private final PendingEvents pending;
  private final Watched<Progress> progress;
  private Optional<PullCursor> cursor;
  private boolean caughtUp;
  private ReplicaState state = new ReplicaState.Running();
  private Optional<Throwable> lastError = Optional.empty();
  private Message.@Nullable WantsBatch pusher;

  /// What is told once the progress of now is to be seen.
  private final List<Runnable> afterwards = new ArrayList<>();

  /// So many events are pushed one by one, since they were rejected together.
  private int singly;

  /// Waits until what was accepted before it has been pulled: the oldest pending event it is then.
  private Optional<Message.RejectedPush> rejection = Optional.empty();

  /// How many events were committed with the rejected one.
  private long rejectedCount;

  private boolean closing;
  private volatile boolean ended;

  /// @param room for events that wait for their confirmation
  LogWriter(
      EventLogConfig config,
      Journal journal,
      Journal.Recovered recovered,
      Notices notices,
      Semaphore room) {
    this.config = config;
    this.journal = journal;
    this.notices = notices;
    this.room = room;
    this.pending = PendingEvents.of(recovered, journal.author());
    this.cursor = recovered.head();
    this.progress = new Watched<>(current());
  }

  Watched<Progress> progress() {
    return progress;
  }

  /// Hands over a message, waiting while there are too many.
  ///
  /// @throws ReplicaClosedException if nobody takes any
  void submit(Message message) throws InterruptedException {
    do {
      if (ended) {
        throw closed();
      }
    } while (!queue.offer(message, 1, TimeUnit.SECONDS));
    if (ended) {
      failRest(); // it may have come too late to be seen
    }
  }

  private static ReplicaClosedException closed() {
    return new ReplicaClosedException("the replica is closed");
  }

  @Override
  public void run() {
    var batch = new ArrayList<Message>();
    try {
      while (!closing) {
        batch.add(queue.take());
        queue.drainTo(batch);
        handle(batch);
        batch.clear();
        publish();
        servePusher();
      }
    } catch (Throwable e) {
      LOG.log(System.Logger.Level.ERROR, "a replica of store " + config.storeId() + " ended", e);
      state = new ReplicaState.Stopped(e);
      afterwards.clear();
      batch.forEach(this::refuse); // whether they were stored shows when it is opened again
    } finally {
      end();
    }
  }

  private void end() {
    if (!(state instanceof ReplicaState.Stopped)) {
      state = new ReplicaState.Closed();
    }
    ended = true;
    List<Commit> waiting = pending.abandon();
    var why =
        new ReplicaClosedException(
            "the replica was closed before the backend confirmed these events");
    tell(() -> waiting.forEach(commit -> commit.failed(why)));
    publish();
    failRest();
    if (pusher != null) {
      pusher.answer().completeExceptionally(closed());
    }
  }

  private void handle(List<Message> batch) {
    for (int i = 0; i < batch.size(); ) {
      if (batch.get(i) instanceof Message.Committing) {
        i = commitTogether(batch, i);
      } else {
        handle(batch.get(i));
        i++;
      }
    }
  }

  private void handle(Message message) {
    switch (message) {
      case Message.Committing committing -> commitTogether(List.of(committing), 0);
      case Message.Pulled(PullRun run, var page) -> pulled(run, page.events(), page.pageInfo());
      case Message.PullEnded() -> caughtUp = false;
      case Message.WantsBatch wants -> pusher = wants;
      case Message.Accepted(PushBatch batch) -> accepted(batch);
      case Message.RejectedPush rejected -> rejected(rejected);
      case Message.Troubled(Throwable cause) -> troubled(cause);
      case Message.StopSyncing(Throwable cause) -> stop(cause);
      case Message.SaveCheckpoint save -> saveCheckpoint(save);
      case Message.Decided decided -> decided(decided);
      case Message.ListPending list -> answer(list);
      case Message.Reached(var done) -> afterwards.add(() -> done.complete(null));
      case Message.Close() -> closing = true;
    }
  }

  /// @return the index of the first message that is no commit
  private int commitTogether(List<Message> batch, int from) {
    var commits = new ArrayList<Message.Committing>();
    int i = from;
    while (i < batch.size() && batch.get(i) instanceof Message.Committing committing) {
      commits.add(committing);
      i++;
    }
    try {
      requireStorage();
      journal.append(commits.stream().flatMap(commit -> commit.events().stream()).toList());
    } catch (ReplicaStorageException e) {
      storageFailed(e);
      tell(() -> commits.forEach(commit -> fail(commit, e)));
      return i;
    }
    commits.forEach(commit -> pending.commit(commit.drafts(), commit.commit()));
    tell(() -> commits.forEach(commit -> commit.commit().becameDurable()));
    return i;
  }

  /// After a write with an unknown outcome the file is left as it is.
  private void requireStorage() {
    if (state instanceof ReplicaState.Stopped(ReplicaStorageException cause)) {
      throw cause;
    }
  }

  private void fail(Message.Committing committing, Throwable why) {
    room.release(committing.commit().size());
    committing.commit().failed(why);
  }

  private void storageFailed(ReplicaStorageException failure) {
    if (failure.isFull()) {
      troubled(failure);
    } else {
      stop(failure);
    }
  }

  private void troubled(Throwable cause) {
    if (lastError.isEmpty() || !String.valueOf(lastError.get()).equals(String.valueOf(cause))) {
      tell(() -> config.listener().troubled(cause));
    }
    lastError = Optional.of(cause);
  }

  private void stop(Throwable cause) {
    if (!(state instanceof ReplicaState.Stopped)) {
      state = new ReplicaState.Stopped(cause);
      tell(() -> config.listener().stopped(cause));
    }
  }

  private void pulled(PullRun run, List<PulledEvent> events, PageInfo pageInfo) {
    if (run.failure().isPresent()) {
      run.stored(); // a page before it is missing
      return;
    }
    if (state instanceof ReplicaState.Stopped(Throwable cause)) {
      run.failed(cause);
      return;
    }
    try {
      List<PulledEvent> news = behindHead(events);
      if (!news.isEmpty()) {
        merge(news);
      }
      caughtUp = pageInfo instanceof PageInfo.NoMore;
      lastError = Optional.empty();
      reconsiderRejection();
      run.stored();
    } catch (ReplicaStorageException e) {
      storageFailed(e);
      run.failed(e);
    } catch (HistoryMismatchException e) {
      stop(e);
      run.failed(e);
    }
  }

  /// @throws HistoryMismatchException if they do not chain onto the log
  private List<PulledEvent> behindHead(List<PulledEvent> events) {
    EventSeqNum head = pending.backendHead();
    var news = new ArrayList<PulledEvent>(events.size());
    for (PulledEvent pulled : events) {
      EncodedEvent event = pulled.event();
      if (!event.seqNum().isAfter(head)) {
        continue; // delivered again, which no backend should, and harms nobody
      }
      if (!event.parentSeqNum().equals(head)) {
        throw new HistoryMismatchException(
            "store %s: the backend delivered event %s, which follows %s, but this replica's log ends with %s. It stopped syncing and changed nothing"
                .formatted(config.storeId(), event.seqNum(), event.parentSeqNum(), head));
      }
      news.add(pulled);
      head = event.seqNum();
    }
    return news;
  }

  private void merge(List<PulledEvent> news) {
    var events = news.stream().map(pulled -> ClientEvent.ofGlobal(pulled.event())).toList();
    List<ClientEvent> confirmed = confirmedBy(pending.merge(events));
    try {
      journal.confirm(news, confirmed.size(), pending.generation());
    } catch (ReplicaStorageException e) {
      if (e.isFull()) {
        pending.restore(journal.recover(), journal.author());
      }
      throw e;
    }
    cursor = Optional.of(news.getLast().cursor());
    if (!confirmed.isEmpty()) {
      EventSeqNum last = confirmed.getLast().seqNum().global();
      tellConfirmed(pending.confirmed(confirmed.size(), last), confirmed.size());
    }
  }

  private static List<ClientEvent> confirmedBy(MergeResult result) {
    return switch (result) {
      case MergeResult.Advanced advanced -> advanced.confirmed();
      case MergeResult.Rebased rebased -> rebased.confirmed();
      case MergeResult.Rejected rejected -> throw new IllegalStateException("no upstream rejects");
    };
  }

  /// @param leaving how many events are pending no more
  private void tellConfirmed(List<PendingEvents.Confirmed> commits, int leaving) {
    tell(() -> {
      commits.forEach(done -> done.commit().wasConfirmed(done.number()));
      room.release(leaving);
    });
  }

  private void accepted(PushBatch batch) {
    lastError = Optional.empty();
    singly = Math.max(0, singly - batch.events().size());
    tellConfirmed(pending.accepted(batch), 0);
  }

  private void rejected(Message.RejectedPush rejected) {
    rejection = Optional.empty();
    if (!pending.isCurrent(rejected.batch()) || !(state instanceof ReplicaState.Running)) {
      return;
    }
    if (pending.confirmed() >= rejected.batch().last()) {
      return; // a pull brought them meanwhile: an earlier push had stored them
    }
    int size = rejected.batch().events().size();
    if (size > 1) {
      singly = size; // one of them it is
      return;
    }
    if (pending.confirmed() < rejected.batch().last() - 1) {
      rejection = Optional.of(rejected);
      return;
    }
    EncodedEvent event = rejected.batch().events().getFirst();
    rejectedCount = rejected.batch().last();
    state = new ReplicaState.Rejected(event, rejected.cause());
    tell(() -> config.listener().rejected(event, rejected.cause()));
  }

  /// A pull may bring what a rejection waits for. It may also bring the event itself, stored by an
  /// earlier push whose answer was lost: then nothing is left to decide.
  private void reconsiderRejection() {
    rejection.ifPresent(this::rejected);
    if (state instanceof ReplicaState.Rejected && pending.confirmed() >= rejectedCount) {
      state = new ReplicaState.Running();
    }
  }

  private void decided(Message.Decided decided) {
    if (state instanceof ReplicaState.Rejected rejected) {
      try {
        if (decided.drop()) {
          drop(rejected);
        }
        state = new ReplicaState.Running();
      } catch (ReplicaStorageException e) {
        storageFailed(e);
        afterwards.add(() -> decided.done().completeExceptionally(e));
        return;
      }
    }
    afterwards.add(() -> decided.done().complete(null));
  }

  private void drop(ReplicaState.Rejected rejected) {
    journal.dropFirstPending(pending.generation() + 1);
    Optional<Commit> ended = pending.dropFirst(journal.recover(), journal.author());
    tell(() -> {
      ended.ifPresent(commit -> commit.failed(rejected.cause()));
      room.release(1);
    });
  }

  private void saveCheckpoint(Message.SaveCheckpoint save) {
    try {
      requireStorage();
      journal.saveCheckpoint(save.subscription(), save.reached());
      save.done().complete(null);
    } catch (ReplicaStorageException e) {
      storageFailed(e);
      save.done().completeExceptionally(e);
    }
  }

  private void answer(Message.ListPending list) {
    List<ClientEvent> events = pending.pending();
    afterwards.add(() -> list.answer().complete(events));
  }

  private void servePusher() {
    if (pusher == null || rejection.isPresent() || !(state instanceof ReplicaState.Running)) {
      return;
    }
    int most = singly > 0 ? 1 : config.maxPushEvents();
    Optional<PushBatch> batch = pending.nextBatch(most, MAX_PUSH_CHARS);
    if (batch.isPresent()) {
      pusher.answer().complete(batch.get());
      pusher = null;
    }
  }

  private void tell(Runnable notice) {
    afterwards.add(() -> notices.tell(notice));
  }

  /// Shows what was done, and only then tells those who wait for it: they may look.
  private void publish() {
    progress.set(current());
    afterwards.forEach(Runnable::run);
    afterwards.clear();
  }

  private Progress current() {
    return new Progress(
        cursor,
        pending.localHead(),
        pending.committed(),
        pending.acknowledged(),
        pending.confirmed(),
        caughtUp,
        state,
        lastError);
  }

  private void failRest() {
    for (Message message = queue.poll(); message != null; message = queue.poll()) {
      refuse(message);
    }
  }

  private void refuse(Message message) {
    switch (message) {
      case Message.Committing committing -> fail(committing, closed());
      case Message.Pulled(PullRun run, var page) -> run.failed(closed());
      case Message.WantsBatch(var answer) -> answer.completeExceptionally(closed());
      case Message.SaveCheckpoint save -> save.done().completeExceptionally(closed());
      case Message.Decided decided -> decided.done().completeExceptionally(closed());
      case Message.ListPending(var answer) -> answer.completeExceptionally(closed());
      case Message.Reached(var done) -> done.completeExceptionally(closed());
      case Message.PullEnded ignored -> {}
      case Message.Accepted ignored -> {}
      case Message.RejectedPush ignored -> {}
      case Message.Troubled ignored -> {}
      case Message.StopSyncing ignored -> {}
      case Message.Close ignored -> {}
    }
  }
}
