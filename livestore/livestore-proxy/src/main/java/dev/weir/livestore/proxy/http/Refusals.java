package dev.weir.livestore.proxy.http;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import java.time.Duration;

/// Refusals that are held back. A stock client takes a refused pull for an empty one and asks again
/// at once, hundreds of times a second; the delay is all that slows it.
final class Refusals {
  private final Duration delay;

  Refusals(Duration delay) {
    this.delay = delay;
  }

  HttpResponse delayed(HttpStatus status, String message) {
    return HttpResponse.delayed(Answers.error(status, code(status), message), delay);
  }

  private static String code(HttpStatus status) {
    if (status.equals(HttpStatus.METHOD_NOT_ALLOWED)) {
      return "MethodNotAllowed";
    }
    return status.equals(HttpStatus.SERVICE_UNAVAILABLE) ? "Unavailable" : "Malformed";
  }
}
