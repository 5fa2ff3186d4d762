package dev.weir.s2.server;

import com.linecorp.armeria.common.ResponseHeaders;
import dev.weir.s2.ReadBatch;
import dev.weir.s2.ReadMessage;
import dev.weir.s2.wire.ErrorJson;

/// How what a read session delivers is written. Of one session and one thread.
///
/// Where `draining` is asked for, it says whether the server is about to go away.
interface ReadFormat {
  ResponseHeaders head();

  byte[] batch(ReadBatch batch, boolean draining);

  byte[] heartbeat(ReadMessage.Heartbeat heartbeat, boolean draining);

  /// What stands at a clean end; may be nothing.
  byte[] end();

  byte[] failure(ErrorJson.Response failure);

  /// Why the session ends when the server does.
  ErrorJson.Response drained();
}
