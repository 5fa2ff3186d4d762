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
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// The only thread that changes a replica: it takes what is asked of it in order, makes it durable,
/// and then tells.
///
/// Commits that wait together are made durable together. What is in memory follows what is stored:
/// new events get their place after they were written, and a page that could not be written is
/// undone by reading again what is. Nothing is pushed that is not durable.
final class LogWriter implements Runnable {
  private static final System.Logger LOG = System.getLogger(LogWriter.class.getName());
  private static final int MAX_PUSH_CHARS = 900_000;

  private final EventLogConfig config;
  private final Journal journal;
  private final Semaphore room;
  private final Inbox inbox;
  private final PendingEvents pending;
  private final Announcements announcements;
  private final Health health;
  private final Rejections rejections;
  private Optional<PullCursor> cursor;
  private boolean caughtUp;
  private Message.@Nullable WantsBatch pusher;
  private boolean closing;

  /// @param room for events that wait for their confirmation
  LogWriter(
      EventLogConfig config,
      Journal journal,
      Journal.Recovered recovered,
      Notices notices,
      Semaphore room) {
    this.config = config;
    this.journal = journal;
    this.room = room;
    this.inbox = new Inbox(room);
    this.pending = PendingEvents.of(recovered, journal.author());
    this.cursor = recovered.head();
    this.announcements =
        new Announcements(
            notices,
            Progress.of(pending, cursor, false, new ReplicaState.Running(), Optional.empty()));
    this.health = new Health(config.listener(), announcements);
    this.rejections = new Rejections(pending, health, config.listener(), announcements);
  }

  Watched<Progress> progress() {
    return announcements.progress();
  }

  /// Hands over a message, waiting while there are too many.
  ///
  /// @throws ReplicaClosedException if nobody takes any
  void submit(Message message) throws InterruptedException {
    inbox.submit(message);
  }

  @Override
  public void run() {
    var batch = new ArrayList<Message>();
    try {
      while (!closing) {
        inbox.take(batch);
        handle(batch);
        batch.clear();
        announcements.show(current());
        servePusher(); // first: a push takes longest
        announcements.makeAll();
      }
    } catch (Throwable e) {
      LOG.log(System.Logger.Level.ERROR, "a replica of store " + config.storeId() + " ended", e);
      health.become(new ReplicaState.Stopped(e));
      announcements.forgetAll();
      batch.forEach(inbox::refuse); // whether they were stored shows when it is opened again
    } finally {
      end();
    }
  }

  private void end() {
    if (!(health.state() instanceof ReplicaState.Stopped)) {
      health.become(new ReplicaState.Closed());
    }
    inbox.close();
    List<Commit> waiting = pending.abandon();
    var why =
        new ReplicaClosedException(
            "the replica was closed before the backend confirmed these events");
    announcements.tell(() -> waiting.forEach(commit -> commit.failed(why)));
    announcements.show(current());
    announcements.makeAll();
    inbox.refuseAll();
    if (pusher != null) {
      inbox.refuse(pusher);
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
      case Message.RejectedPush rejected -> rejections.rejected(rejected);
      case Message.Troubled(Throwable cause) -> health.troubled(cause);
      case Message.StopSyncing(Throwable cause) -> health.stop(cause);
      case Message.SaveCheckpoint save -> saveCheckpoint(save);
      case Message.Decided decided -> decided(decided);
      case Message.ListPending list -> answer(list);
      case Message.Reached(var done) -> announcements.answer(() -> done.complete(null));
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
      health.requireStorage();
      journal.append(commits.stream().flatMap(commit -> commit.events().stream()).toList());
    } catch (ReplicaStorageException e) {
      health.storageFailed(e);
      announcements.tell(() -> commits.forEach(commit -> commit.fail(room, e)));
      return i;
    }
    commits.forEach(commit -> pending.commit(commit.drafts(), commit.commit()));
    announcements.tell(() -> commits.forEach(commit -> commit.commit().becameDurable()));
    return i;
  }

  private void pulled(PullRun run, List<PulledEvent> events, PageInfo pageInfo) {
    if (run.failure().isPresent()) {
      run.stored(); // a page before it is missing
      return;
    }
    if (health.state() instanceof ReplicaState.Stopped(Throwable cause)) {
      run.failed(cause);
      return;
    }
    try {
      List<PulledEvent> news = behindHead(events);
      if (!news.isEmpty()) {
        merge(news);
      }
      caughtUp = pageInfo instanceof PageInfo.NoMore;
      health.recovered();
      rejections.reconsider();
      run.stored();
    } catch (ReplicaStorageException e) {
      health.storageFailed(e);
      run.failed(e);
    } catch (HistoryMismatchException e) {
      health.stop(e);
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
    announcements.tell(() -> {
      commits.forEach(done -> done.commit().wasConfirmed(done.number()));
      room.release(leaving);
    });
  }

  private void accepted(PushBatch batch) {
    health.recovered();
    rejections.accepted(batch);
    tellConfirmed(pending.accepted(batch), 0);
  }

  private void decided(Message.Decided decided) {
    if (health.state() instanceof ReplicaState.Rejected rejected) {
      try {
        if (decided.drop()) {
          drop(rejected);
        }
        health.become(new ReplicaState.Running());
      } catch (ReplicaStorageException e) {
        health.storageFailed(e);
        announcements.answer(() -> decided.done().completeExceptionally(e));
        return;
      }
    }
    announcements.answer(() -> decided.done().complete(null));
  }

  private void drop(ReplicaState.Rejected rejected) {
    journal.dropFirstPending(pending.generation() + 1);
    Optional<Commit> ended = pending.dropFirst(journal.recover(), journal.author());
    announcements.tell(() -> {
      ended.ifPresent(commit -> commit.failed(rejected.cause()));
      room.release(1);
    });
  }

  private void saveCheckpoint(Message.SaveCheckpoint save) {
    try {
      health.requireStorage();
      journal.saveCheckpoint(save.subscription(), save.reached());
      save.done().complete(null);
    } catch (ReplicaStorageException e) {
      health.storageFailed(e);
      save.done().completeExceptionally(e);
    }
  }

  private void answer(Message.ListPending list) {
    List<ClientEvent> events = pending.pending();
    announcements.answer(() -> list.answer().complete(events));
  }

  private void servePusher() {
    if (pusher == null || !rejections.allowPushes()) {
      return;
    }
    int most = rejections.most(config.maxPushEvents());
    Optional<PushBatch> batch = pending.nextBatch(most, MAX_PUSH_CHARS);
    if (batch.isPresent()) {
      pusher.answer().complete(batch.get());
      pusher = null;
    }
  }

  private Progress current() {
    return Progress.of(pending, cursor, caughtUp, health.state(), health.lastError());
  }
}
