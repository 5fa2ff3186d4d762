package dev.weir.s2.wire;

import dev.weir.s2.Provisioned;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The HTTP headers of S2's own, and what they hold. Names are lower case.
public final class S2Headers {
  /// The basin, where the host name does not say it.
  public static final String BASIN = "s2-basin";

  /// A [dev.weir.s2.RequestToken].
  public static final String REQUEST_TOKEN = "s2-request-token";

  /// A [RecordFormat].
  public static final String FORMAT = "s2-format";

  /// The key of an encrypted stream, in Base64. Never to be logged.
  public static final String ENCRYPTION_KEY = "s2-encryption-key";

  /// The configuration of a stream that is created by being used: see [StreamJson#decodeHeader].
  public static final String STREAM_CONFIG = "s2-stream-config";

  /// What a create or ensure did.
  public static final String PROVISION_RESULT = "s2-provision-result";

  /// How many milliseconds to wait before a retry.
  public static final String RETRY_AFTER_MS = "retry-after-ms";

  /// A [LastEventId].
  public static final String LAST_EVENT_ID = "last-event-id";

  private S2Headers() {}

  /// The value of [#PROVISION_RESULT].
  public static String provisionResult(Provisioned.Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT);
  }

  /// What a value of [#PROVISION_RESULT] means; empty if nothing we know.
  public static Optional<Provisioned.Outcome> parseProvisionResult(String value) {
    return Arrays.stream(Provisioned.Outcome.values())
        .filter(outcome -> provisionResult(outcome).equals(value))
        .findFirst();
  }
}
