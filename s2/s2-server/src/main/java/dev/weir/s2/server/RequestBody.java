package dev.weir.s2.server;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpRequest;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.wire.FrameCompression;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/// A request's body, at most 2 MiB of it, before and after decompression, and no more of it than
/// there is room for.
///
/// What comes beyond is read and dropped, so that a client that is still sending gets our answer
/// and not a broken connection; the request's timeout bounds how long that goes on.
final class RequestBody {
  static final int MAX_BYTES = 2 * 1024 * 1024;

  private final byte[] bytes;
  private final boolean tooLarge;
  private final BodyRoom.Place place;

  private RequestBody(byte[] bytes, boolean tooLarge, BodyRoom.Place place) {
    this.bytes = bytes;
    this.tooLarge = tooLarge;
    this.place = place;
  }

  /// That of a session, which is no one piece.
  static RequestBody none(BodyRoom.Place place) {
    return new RequestBody(new byte[0], false, place);
  }

  /// @param place where the body goes; stays its owner's to close
  static CompletableFuture<RequestBody> collect(HttpRequest request, BodyRoom.Place place) {
    var collector = new Collector(place);
    request.subscribe(collector);
    return collector.whole;
  }

  /// The bytes behind their `content-encoding`.
  ///
  /// @param refusal the code that says that they are too many, or not so encoded
  /// @throws RequestRejectedException with that code, or if there is no room for them
  byte[] bytes(FrameCompression encoding, ErrorCode refusal) {
    try {
      var expanded = tooLarge ? Optional.<byte[]>empty() : encoding.expand(bytes, MAX_BYTES);
      byte[] whole = expanded.orElseThrow(() -> refused(refusal, "length limit exceeded"));
      if (encoding != FrameCompression.NONE && !place.grow(whole.length)) {
        throw BodyRoom.noRoom();
      }
      return whole;
    } catch (IOException e) {
      throw refused(refusal, "not " + encoding.coding());
    }
  }

  private static RequestRejectedException refused(ErrorCode code, String why) {
    return new RequestRejectedException(code, "Failed to buffer the request body: " + why);
  }

  private static final class Collector implements Subscriber<HttpObject> {
    final CompletableFuture<RequestBody> whole = new CompletableFuture<>();
    private final BodyRoom.Place place;
    private ByteArrayOutputStream joined = new ByteArrayOutputStream(0);
    private byte[] only = {}; // most bodies come in one part, which is not copied
    private int size;
    private boolean tooLarge;
    private boolean noRoom;

    Collector(BodyRoom.Place place) {
      this.place = place;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
      subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(HttpObject part) {
      if (part instanceof HttpData data && !tooLarge && !noRoom) {
        tooLarge = data.length() > MAX_BYTES - size;
        noRoom = !tooLarge && !place.grow(data.length());
        if (tooLarge || noRoom) {
          drop();
        } else {
          add(data.array());
        }
      }
    }

    private void drop() {
      joined = new ByteArrayOutputStream(0);
      only = new byte[0];
      place.close();
    }

    private void add(byte[] part) {
      if (size == 0) {
        only = part;
      } else {
        if (joined.size() == 0) {
          joined.writeBytes(only);
        }
        joined.writeBytes(part);
      }
      size += part.length;
    }

    @Override
    public void onError(Throwable cause) {
      // The client went away: whatever we answer, nobody reads it.
      whole.completeExceptionally(
          new RequestRejectedException(ErrorCode.CLIENT_HANGUP, "the request ended early", cause));
    }

    @Override
    public void onComplete() {
      if (noRoom) {
        whole.completeExceptionally(BodyRoom.noRoom());
      } else {
        byte[] bytes = joined.size() == 0 ? only : joined.toByteArray();
        whole.complete(new RequestBody(bytes, tooLarge, place));
      }
    }
  }
}
