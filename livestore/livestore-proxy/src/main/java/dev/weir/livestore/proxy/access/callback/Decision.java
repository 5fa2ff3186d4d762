package dev.weir.livestore.proxy.access.callback;

import dev.weir.livestore.proxy.access.AccessDeniedException.Reason;
import dev.weir.livestore.proxy.access.Principal;
import java.time.Duration;

/// What the service said, and for how long that counts.
sealed interface Decision {
  Duration countsFor();

  record Allowed(Principal principal, Duration countsFor) implements Decision {}

  record Denied(Reason reason, Duration countsFor) implements Decision {}
}
