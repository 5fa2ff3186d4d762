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

  RequestRejectedException deletionPending() {
    return new RequestRejectedException(
        ErrorCode.STREAM_DELETION_PENDING, this + " is being deleted");
  }

  /// What ends the reads that follow the stream when it is deleted.
  RequestRejectedException deletedMeanwhile() {
    return new RequestRejectedException(
        ErrorCode.UNAVAILABLE, this + " was deleted while it was being followed");
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
