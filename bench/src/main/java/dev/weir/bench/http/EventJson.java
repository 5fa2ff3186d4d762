package dev.weir.bench.http;

/// The JSON of an event, as all clients push it.
public final class EventJson {
  /// It is about this long.
  public static final int BYTES = 200;

  private EventJson() {}

  /// Appends an event that stands behind the one before it.
  ///
  /// @param id of the to-do that it creates
  public static void append(StringBuilder json, String id, long eventSeqNum, String clientId) {
    var start = json.length();
    json.append("{\"name\":\"v1.TodoCreated\",\"args\":{\"id\":\"").append(id);
    json.append("\",\"text\":\"");
    var textStart = json.length();
    json.append("\"},\"seqNum\":").append(eventSeqNum);
    json.append(",\"parentSeqNum\":").append(eventSeqNum - 1);
    json.append(",\"clientId\":\"").append(clientId).append("\",\"sessionId\":\"bench\"}");
    json.insert(textStart, "x".repeat(Math.max(0, BYTES - (json.length() - start))));
  }
}
