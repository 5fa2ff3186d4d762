package dev.weir.proof.linear;

/// A call and its answer, and when they were: moments count up, and no two are the same.
///
/// @param begun before the call was made
/// @param ended after its answer came; [Long#MAX_VALUE] where none did, for then it may yet happen
record Operation(int client, Call call, Answer answer, long begun, long ended) {
  @Override
  public String toString() {
    var end = ended == Long.MAX_VALUE ? "" : String.valueOf(ended);
    return "%6d-%-6s client %d: %s: %s".formatted(begun, end, client, call, answer);
  }
}
