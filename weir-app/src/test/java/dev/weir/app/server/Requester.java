package dev.weir.app.server;

import java.util.EnumSet;
import java.util.Set;

/// Everybody who may come to a Weir where everything is guarded, with what they show.
enum Requester {
  NOBODY,
  /// Whose token nobody knows.
  UNKNOWN,
  /// Who sends no bearer token.
  BASIC,
  SYNC_OWNER,
  SYNC_READER,
  /// May sync other stores alone.
  SYNC_OTHER,
  /// Could sync everything until 2020.
  SYNC_EXPIRED,
  S2_ROOT,
  /// May read and check tails in the basin of the stores.
  S2_READER,
  /// May do everything to another basin and its streams.
  S2_OTHER,
  OPERATOR,
  /// An operator's browser.
  OPERATOR_COOKIE,
  /// A browser with a session that somebody made up.
  FORGED_COOKIE;

  static final Set<Requester> ANYBODY = EnumSet.allOf(Requester.class);
  static final Set<Requester> NO_ONE = EnumSet.noneOf(Requester.class);
  static final Set<Requester> OPERATORS = EnumSet.of(OPERATOR, OPERATOR_COOKIE);
  static final Set<Requester> READERS = EnumSet.of(SYNC_OWNER, SYNC_READER);
  static final Set<Requester> WRITERS = EnumSet.of(SYNC_OWNER);
  static final Set<Requester> ROOT = EnumSet.of(S2_ROOT);
  static final Set<Requester> S2_READERS = EnumSet.of(S2_ROOT, S2_READER);
}
