package dev.weir.bench.http;

import java.net.URI;

/// Push requests of one client to one store: its events are numbered from 1 without a gap.
public final class Events {
  private final URI endpoint;
  private final String storeId;
  private final String clientId;
  private long lastEventSeqNum;

  public Events(URI endpoint, String storeId) {
    this(endpoint, storeId, "bench");
  }

  public Events(URI endpoint, String storeId, String clientId) {
    this.endpoint = endpoint;
    this.storeId = storeId;
    this.clientId = clientId;
  }

  /// The number of the last event in the requests made so far.
  public long lastEventSeqNum() {
    return lastEventSeqNum;
  }

  /// The request that pushes the next `count` events.
  public byte[] nextPush(int count) {
    var json = new StringBuilder(count * (EventJson.BYTES + 1) + 64);
    json.append("{\"storeId\":\"").append(storeId).append("\",\"batch\":[");
    for (var i = 0; i < count; i++) {
      if (i > 0) {
        json.append(',');
      }
      var id = "t" + ++lastEventSeqNum;
      EventJson.append(json, id, lastEventSeqNum, clientId);
    }
    return HttpConnection.post(endpoint, json.append("]}").toString());
  }

  /// From now on the events stand behind another one, of another writer.
  public void continueBehind(long eventSeqNum) {
    lastEventSeqNum = eventSeqNum;
  }
}
