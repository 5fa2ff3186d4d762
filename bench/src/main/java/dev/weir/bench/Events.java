package dev.weir.bench;

import java.net.URI;

/// Push requests of one client to one store: its events are numbered from 1 without a gap.
final class Events {
  /// The JSON text of an event is about this long.
  static final int EVENT_BYTES = 200;

  private final URI endpoint;
  private final String storeId;
  private final String clientId;
  private long lastEventSeqNum;

  Events(URI endpoint, String storeId) {
    this(endpoint, storeId, "bench");
  }

  Events(URI endpoint, String storeId, String clientId) {
    this.endpoint = endpoint;
    this.storeId = storeId;
    this.clientId = clientId;
  }

  /// The number of the last event in the requests made so far.
  long lastEventSeqNum() {
    return lastEventSeqNum;
  }

  /// The request that pushes the next `count` events.
  byte[] nextPush(int count) {
    var json = new StringBuilder(count * (EVENT_BYTES + 1) + 64);
    json.append("{\"storeId\":\"").append(storeId).append("\",\"batch\":[");
    for (var i = 0; i < count; i++) {
      if (i > 0) {
        json.append(',');
      }
      appendEvent(json);
    }
    return HttpConnection.post(endpoint, json.append("]}").toString());
  }

  /// From now on the events stand behind another one, of another writer.
  void continueBehind(long eventSeqNum) {
    lastEventSeqNum = eventSeqNum;
  }

  private void appendEvent(StringBuilder json) {
    var start = json.length();
    var parent = lastEventSeqNum++;
    json.append("{\"name\":\"v1.TodoCreated\",\"args\":{\"id\":\"t").append(lastEventSeqNum);
    json.append("\",\"text\":\"");
    var textStart = json.length();
    json.append("\"},\"seqNum\":").append(lastEventSeqNum);
    json.append(",\"parentSeqNum\":").append(parent);
    json.append(",\"clientId\":\"").append(clientId).append("\",\"sessionId\":\"bench\"}");
    json.insert(textStart, "x".repeat(Math.max(0, EVENT_BYTES - (json.length() - start))));
  }
}
