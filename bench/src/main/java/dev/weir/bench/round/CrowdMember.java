package dev.weir.bench.round;

import dev.weir.bench.http.AnswerScanner;
import dev.weir.bench.http.HttpConnection;
import dev.weir.bench.http.RecordScanner;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/// One live client of a [LiveCrowd]: a connection, and how far it has come. When a response ends,
/// it asks again from the last record that it has, as the stock client does. Used by the crowd's
/// thread alone, once it has joined.
final class CrowdMember implements AnswerScanner.Listener, RecordScanner.Listener {
  /// Told of each record that comes.
  interface Listener {
    void received(CrowdMember member, long s2SeqNum);

    /// The server has begun to answer a request that waits for what is next.
    void waiting(CrowdMember member);

    /// An answer has ended: it is time to ask again.
    void ended(CrowdMember member);
  }

  private final URI endpoint;
  private final String storeId;
  private final int store;
  private final SocketChannel channel;
  private final Listener listener;
  private final AnswerScanner answers = new AnswerScanner(this);
  private final RecordScanner records = new RecordScanner(this);
  private long lastS2SeqNum;

  /// @param store the store's number among the crowd's stores
  /// @param lastS2SeqNum the record it has, -1 for none
  CrowdMember(
      URI endpoint,
      String storeId,
      int store,
      long lastS2SeqNum,
      SocketChannel channel,
      Listener listener) {
    this.endpoint = endpoint;
    this.storeId = storeId;
    this.store = store;
    this.lastS2SeqNum = lastS2SeqNum;
    this.channel = channel;
    this.listener = listener;
  }

  int store() {
    return store;
  }

  SocketChannel channel() {
    return channel;
  }

  /// Asks for what follows. A request is a few hundred bytes, which a socket that has nothing else
  /// to send takes at once.
  void ask() throws IOException {
    var request = ByteBuffer.wrap(HttpConnection.pull(endpoint, storeId, lastS2SeqNum, true));
    channel.write(request);
    if (request.hasRemaining()) {
      throw new IOException("a socket did not take a request of " + request.limit() + " bytes");
    }
  }

  /// Takes in what has come.
  void accept(byte[] bytes, int length) throws IOException {
    answers.accept(bytes, length);
  }

  @Override
  public void status(int status) throws IOException {
    if (status != 200) {
      throw new IOException("a live pull was answered " + status);
    }
    listener.waiting(this);
  }

  @Override
  public void body(byte[] bytes, int from, int to) throws IOException {
    records.scan(bytes, from, to);
  }

  @Override
  public void ended() {
    listener.ended(this);
  }

  @Override
  public void record(long s2SeqNum) throws IOException {
    if (s2SeqNum != lastS2SeqNum + 1) {
      throw new IOException(
          "store " + storeId + ": record " + s2SeqNum + " came after " + lastS2SeqNum);
    }
    lastS2SeqNum = s2SeqNum;
    listener.received(this, s2SeqNum);
  }
}
