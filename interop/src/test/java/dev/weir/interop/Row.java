package dev.weir.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// One row of the fault matrix: a store with clients of its own, each behind a middleman that
/// counts what it asks of Weir.
final class Row implements AutoCloseable {
  /// What a client may ask in a trouble that lasts less than three seconds: a push, and the ping
  /// and the pull that happened to be due.
  private static final long LEAST_LIMIT = 3;

  private final Rig rig;
  private final Weir weir;
  private final Middleman s2Middleman;
  private final String storeId;
  private final List<Member> members = new ArrayList<>();
  private final List<String> committed = new ArrayList<>();
  private final List<String> rates = new ArrayList<>();

  private Row(Rig rig, Weir weir, Middleman s2Middleman, String storeId) {
    this.rig = rig;
    this.weir = weir;
    this.s2Middleman = s2Middleman;
    this.storeId = storeId;
  }

  static Row on(Rig rig, String storeId) {
    return new Row(rig, rig.weir(), rig.s2Middleman(), storeId);
  }

  /// A row with a Weir to itself, so that all of S2 can be taken from it.
  static Row apart(Rig rig, String storeId) {
    return new Row(rig, rig.apart(), rig.refusing(), storeId);
  }

  /// A client of this row and the middleman between it and Weir.
  record Member(String clientId, Client client, Middleman front) {}

  String storeId() {
    return storeId;
  }

  Weir weir() {
    return weir;
  }

  Weir coldWeir() {
    return rig.cold();
  }

  Weir s2() {
    return rig.s2();
  }

  /// A client that syncs before this returns.
  Member open(String clientId) {
    var member = open(clientId, Map.of());
    member.client().awaitConfirmed(committed);
    return member;
  }

  /// A client that is opened with these options, whether it has synced or not.
  Member open(String clientId, Map<String, Object> options) {
    var member = connect(clientId);
    open(member, options);
    return member;
  }

  /// A client that is not opened yet.
  Member connect(String clientId) {
    return connect(clientId, weir);
  }

  /// A client of a Weir that has not heard of this row's store.
  Member connectToAColdWeir(String clientId) {
    return connect(clientId, rig.cold());
  }

  private Member connect(String clientId, Weir to) {
    var front = Middleman.inFrontOf(to.base());
    var member = new Member(clientId, rig.client(clientId), front);
    members.add(member);
    return member;
  }

  void open(Member member, Map<String, Object> options) {
    var opening = new HashMap<>(options);
    opening.putIfAbsent("onSyncError", "shutdown"); // or a dead client would only look slow
    opening.put("clientId", member.clientId());
    opening.put("storeId", storeId);
    opening.put(
        "endpoint",
        member.front().base().resolve(URI.create(weir.endpoint()).getPath()).toString());
    rig.open(member.client(), opening);
  }

  /// Brings `fault` on what Weir asks S2 about this row's stream.
  Trouble s2(Fault fault) {
    return s2Middleman.begin(
        fault,
        (request, body) ->
            request.target().contains("/streams/" + storeId) || body.contains('"' + storeId + '"'));
  }

  /// The same for its appends alone.
  Trouble s2Appends(Fault fault) {
    return s2Middleman.begin(
        fault,
        (request, body) ->
            request.method().equals("POST")
                && request.target().contains("/streams/" + storeId + "/records"));
  }

  RawStream stream() {
    return new RawStream(rig.s2(), storeId);
  }

  /// Takes all of S2 from this row's Weir, which must be apart.
  Trouble s2Refuses() {
    return s2Middleman.refuse();
  }

  /// Commits without waiting for more than the client itself.
  Commit commit(Member member, String prefix, int count) {
    var commit = Commit.of(prefix, count);
    member.client().commit(commit);
    committed.addAll(commit.ids());
    return commit;
  }

  /// Commits, and returns when all these have it.
  void commitTo(Member member, String prefix, Member... others) {
    commit(member, prefix, 1);
    Stream.concat(Stream.of(member), Stream.of(others))
        .forEach(one -> one.client().awaitConfirmed(committed));
  }

  void add(List<String> ids) {
    committed.addAll(ids);
  }

  List<String> committed() {
    return List.copyOf(committed);
  }

  /// No client may have asked more than once a second while it lasted.
  void assertCalm(Trouble trouble, Member... clients) {
    assertCalm(trouble, 0, clients);
  }

  /// The same, beside the live pulls that ended in it and that a stock client asks for anew at
  /// once: by a page that came, or by a reset.
  void assertCalm(Trouble trouble, int endedPulls, Member... clients) {
    var begun = trouble.begun();
    var ended = trouble.ended();
    var seconds = TimeUnit.NANOSECONDS.toMillis(ended - begun) / 1000.0;
    for (var member : clients) {
      var traffic = member.front().traffic();
      var asked = traffic.count("*", begun, ended);
      var most = traffic.mostInASecond(begun, ended);
      rates.add(
          "%s %s in %.1f s, at most %d in one"
              .formatted(member.clientId(), traffic.methods(begun, ended), seconds, most));
      assertThat(asked)
          .as("%s: requests of %s in %.1f s of trouble", storeId, member.clientId(), seconds)
          .isLessThanOrEqualTo(endedPulls + Math.max(LEAST_LIMIT, (long) Math.ceil(seconds)));
    }
  }

  /// What was committed so far arrives at both; then each commits once more, and the other sees it;
  /// and the log is one chain with each event once.
  void assertSyncsOn(Member alice, Member bob) {
    alice.client().awaitConfirmed(committed);
    bob.client().awaitConfirmed(committed);
    commitTo(bob, "after-" + bob.clientId(), alice);
    commitTo(alice, "after-" + alice.clientId(), bob);
    var log = Eventlog.read(rig.s2(), storeId).canonical();
    assertThat(log.ids()).containsExactlyInAnyOrderElementsOf(committed);
    for (var member : List.of(alice, bob)) {
      var view = member.client().look();
      assertThat(view.confirmed()).as(member.clientId()).isEqualTo(log.ids());
      assertThat(view.rows()).as(member.clientId()).hasSize(committed.size());
      assertThat(view.applied()).as(member.clientId()).isEqualTo(committed.size());
      assertThat(view.pending()).as(member.clientId()).isZero();
    }
  }

  /// The same, where nobody else writes to the stream: it holds nothing but the chain.
  void assertSyncsOnCleanly(Member alice, Member bob) {
    assertSyncsOn(alice, bob);
    Eventlog.read(rig.s2(), storeId).assertOneUnbrokenChain();
  }

  /// The row's line of the table.
  void saw(String trouble, String what) {
    rig.add("| %s | %s | %s |".formatted(trouble, what, String.join("; ", rates)));
  }

  @Override
  public void close() {
    members.forEach(member -> member.client().kill());
    members.forEach(member -> member.front().close());
  }
}
