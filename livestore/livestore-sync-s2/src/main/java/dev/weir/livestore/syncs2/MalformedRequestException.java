package dev.weir.livestore.syncs2;

/// A client's request is not what sync-s2 clients send. The message says what is wrong and where,
/// and is fit to be the text of a 400 answer: it holds no more of the request than a short number.
public final class MalformedRequestException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public MalformedRequestException(String message) {
    super(message);
  }
}
