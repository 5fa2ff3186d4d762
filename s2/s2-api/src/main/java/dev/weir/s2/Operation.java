package dev.weir.s2;

/// What a caller may be allowed to do, one by one. Each belongs to a group and either reads or
/// writes.
///
/// S2 publishes no table of the groups. This one takes S2's own levels: what its clients do by the
/// account is `ACCOUNT`, by a basin `BASIN`, by a stream `STREAM`; metrics belong to what they
/// measure. So whoever may write streams cannot change how long they keep their records.
public enum Operation {
  LIST_BASINS(Group.ACCOUNT, true),
  CREATE_BASIN(Group.ACCOUNT, false),
  DELETE_BASIN(Group.ACCOUNT, false),
  RECONFIGURE_BASIN(Group.ACCOUNT, false),
  GET_BASIN_CONFIG(Group.ACCOUNT, true),
  ISSUE_ACCESS_TOKEN(Group.ACCOUNT, false),
  REVOKE_ACCESS_TOKEN(Group.ACCOUNT, false),
  LIST_ACCESS_TOKENS(Group.ACCOUNT, true),
  LIST_STREAMS(Group.BASIN, true),
  CREATE_STREAM(Group.BASIN, false),
  DELETE_STREAM(Group.BASIN, false),
  GET_STREAM_CONFIG(Group.BASIN, true),
  RECONFIGURE_STREAM(Group.BASIN, false),
  CHECK_TAIL(Group.STREAM, true),
  APPEND(Group.STREAM, false),
  READ(Group.STREAM, true),
  TRIM(Group.STREAM, false),
  FENCE(Group.STREAM, false),
  ACCOUNT_METRICS(Group.ACCOUNT, true),
  BASIN_METRICS(Group.BASIN, true),
  STREAM_METRICS(Group.STREAM, true),
  LIST_LOCATIONS(Group.ACCOUNT, true),
  GET_DEFAULT_LOCATION(Group.ACCOUNT, true),
  SET_DEFAULT_LOCATION(Group.ACCOUNT, false);

  /// At which level operations are.
  public enum Group {
    ACCOUNT,
    BASIN,
    STREAM
  }

  private final Group group;
  private final boolean reads;

  Operation(Group group, boolean reads) {
    this.group = group;
    this.reads = reads;
  }

  /// At which level it is.
  public Group group() {
    return group;
  }

  /// Whether it only reads.
  public boolean reads() {
    return reads;
  }
}
