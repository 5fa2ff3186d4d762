package dev.weir.s2;

/// What a caller may be allowed to do, one by one. Each belongs to a group and either reads or
/// writes.
public enum Operation {
  LIST_BASINS(Group.ACCOUNT, true),
  CREATE_BASIN(Group.ACCOUNT, false),
  DELETE_BASIN(Group.ACCOUNT, false),
  RECONFIGURE_BASIN(Group.BASIN, false),
  GET_BASIN_CONFIG(Group.BASIN, true),
  ISSUE_ACCESS_TOKEN(Group.ACCOUNT, false),
  REVOKE_ACCESS_TOKEN(Group.ACCOUNT, false),
  LIST_ACCESS_TOKENS(Group.ACCOUNT, true),
  LIST_STREAMS(Group.BASIN, true),
  CREATE_STREAM(Group.BASIN, false),
  DELETE_STREAM(Group.BASIN, false),
  GET_STREAM_CONFIG(Group.STREAM, true),
  RECONFIGURE_STREAM(Group.STREAM, false),
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

  /// What an operation is done to.
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

  /// What it is done to.
  public Group group() {
    return group;
  }

  /// Whether it only reads.
  public boolean reads() {
    return reads;
  }
}
