package dev.weir.s2.lite;

import dev.weir.s2.BasinName;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.StreamName;

/// A stream by its names.
record StreamKey(BasinName basin, StreamName stream) {
  RequestRejectedException notFound() {
    return new RequestRejectedException(ErrorCode.STREAM_NOT_FOUND, this + " not found");
  }

  RequestRejectedException alreadyExists() {
    return new RequestRejectedException(
        ErrorCode.RESOURCE_ALREADY_EXISTS, this + " already exists");
  }

  @Override
  public String toString() {
    return "stream `" + stream + "` in basin `" + basin + "`";
  }
}
