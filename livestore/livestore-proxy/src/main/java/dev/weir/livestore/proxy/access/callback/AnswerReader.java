package dev.weir.livestore.proxy.access.callback;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.weir.livestore.proxy.access.AccessDeniedException.Reason;
import dev.weir.livestore.proxy.access.Principal;
import dev.weir.livestore.proxy.outbound.OutboundHttp;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the service's answer.
record AnswerReader(CallbackConfig config) {
  private static final JsonFactory JSON = new JsonFactory();
  private static final Pattern MAX_AGE =
      Pattern.compile("(?:^|[ ,])max-age=(\\d{1,9})(?:$|[ ,])", Pattern.CASE_INSENSITIVE);
  private static final Pattern NOT_KEPT =
      Pattern.compile("(?:^|[ ,])no-(?:store|cache)(?:$|[ ,])", Pattern.CASE_INSENSITIVE);

  /// However long the service would have it: somebody must be able to lose access.
  private static final Duration LONGEST = Duration.ofHours(1);

  /// @throws IOException if it is none
  Decision read(OutboundHttp.Answer answer) throws IOException {
    return switch (answer.status()) {
      case 200 -> allowedOrNot(answer);
      case 401 -> denied(Reason.UNAUTHENTICATED, answer);
      case 403 -> denied(Reason.FORBIDDEN, answer);
      default -> throw new IOException("the answer was " + answer.status());
    };
  }

  private Decision denied(Reason reason, OutboundHttp.Answer answer) {
    return new Decision.Denied(reason, countsFor(answer, config.deniedFor()));
  }

  private Decision allowedOrNot(OutboundHttp.Answer answer) throws IOException {
    Fields fields = fields(answer.body().toArray());
    if (!fields.allow().orElseThrow(() -> incomplete("allow"))) {
      return denied(Reason.FORBIDDEN, answer);
    }
    String name =
        fields
            .principal()
            .filter(text -> !text.isEmpty())
            .orElseThrow(() -> incomplete("principal"));
    Principal principal = new Principal(name);
    return new Decision.Allowed(
        fields.expiresAt().map(principal::until).orElse(principal),
        countsFor(answer, config.allowedFor()));
  }

  private static IOException incomplete(String field) {
    return new IOException("the answer has no " + field);
  }

  private static Duration countsFor(OutboundHttp.Answer answer, Duration otherwise) {
    String said = answer.cacheControl().orElse("");
    if (NOT_KEPT.matcher(said).find()) {
      return Duration.ZERO;
    }
    Matcher maxAge = MAX_AGE.matcher(said);
    var time = maxAge.find() ? Duration.ofSeconds(Long.parseLong(maxAge.group(1))) : otherwise;
    return time.compareTo(LONGEST) > 0 ? LONGEST : time;
  }

  private record Fields(
      Optional<Boolean> allow, Optional<String> principal, Optional<Instant> expiresAt) {}

  /// Anything but `true` is no leave, and an end that cannot be read is none to overlook.
  private static Fields fields(byte[] body) throws IOException {
    Optional<Boolean> allow = Optional.empty();
    Optional<String> principal = Optional.empty();
    Optional<Instant> expiresAt = Optional.empty();
    try (JsonParser json = JSON.createParser(body)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw new IOException("the answer is no JSON object");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        JsonToken value = json.nextToken();
        switch (name) {
          case "allow" -> allow = Optional.of(value == JsonToken.VALUE_TRUE);
          case "principal" ->
              principal =
                  Optional.ofNullable(json.getValueAsString())
                      .filter(text -> value.isScalarValue());
          case "expiresAt" ->
              expiresAt =
                  value == JsonToken.VALUE_NULL
                      ? Optional.empty()
                      : Optional.of(Instant.parse(String.valueOf(json.getValueAsString())));
          default -> json.skipChildren();
        }
        if (value.isStructStart()) {
          json.skipChildren();
        }
      }
    } catch (JsonProcessingException e) { // whose message may show what the service sent
      throw new IOException("the answer is not JSON");
    } catch (DateTimeException e) {
      throw new IOException("the answer's expiresAt is no time like 2027-01-01T00:00:00Z", e);
    }
    return new Fields(allow, principal, expiresAt);
  }
}
