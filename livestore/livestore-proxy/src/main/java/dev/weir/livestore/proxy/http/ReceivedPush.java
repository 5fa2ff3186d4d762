package dev.weir.livestore.proxy.http;

import dev.weir.livestore.proxy.access.Principal;
import dev.weir.livestore.proxy.interceptor.InterceptedPush;
import dev.weir.livestore.proxy.limits.LimitedCaller;
import dev.weir.livestore.syncs2.PushPayload;

/// A push that its sender may make.
///
/// @param bytes of its body
record ReceivedPush(PushPayload payload, Principal principal, LimitedCaller caller, long bytes) {
  String storeId() {
    return payload.storeId();
  }

  InterceptedPush intercepted() {
    return new InterceptedPush(payload.storeId(), principal, payload.batch());
  }
}
