package dev.weir.app.up;

import dev.weir.app.config.Rules;
import dev.weir.app.exit.InvalidOptionException;
import dev.weir.livestore.proxy.limits.ProxyLimits;
import dev.weir.livestore.proxy.limits.PushRates;
import dev.weir.livestore.proxy.limits.RateLimit;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options of [Rules].
final class LimitOptions {
  @Option(
      names = "--principal-events",
      paramLabel = "N",
      description = "Events a second that one client may push, ten times that at once")
  private @Nullable Long principalEvents;

  @Option(
      names = "--principal-bytes",
      paramLabel = "N",
      description = "Bytes a second that one client may push, ten times that at once")
  private @Nullable Long principalBytes;

  @Option(
      names = "--store-events",
      paramLabel = "N",
      description = "Events a second that one store takes, ten times that at once")
  private @Nullable Long storeEvents;

  @Option(
      names = "--store-bytes",
      paramLabel = "N",
      description = "Bytes a second that one store takes, ten times that at once")
  private @Nullable Long storeBytes;

  @Option(
      names = "--max-push-delay",
      paramLabel = "SECONDS",
      description = "How long a push that comes too early waits for its turn. Default: 10")
  private int maxPushDelay = 10;

  @Option(
      names = "--principal-pulls",
      paramLabel = "N",
      description = "Pulls that one client may have open; as many again wait")
  private @Nullable Long principalPulls;

  @Option(
      names = "--store-pulls",
      paramLabel = "N",
      description = "Pulls that one store may have open; as many again wait")
  private @Nullable Long storePulls;

  @Option(
      names = "--max-store-size",
      paramLabel = "EVENTS",
      description = "Events that one store may hold; further pushes are refused")
  private @Nullable Long maxStoreSize;

  @Option(
      names = "--max-push-size",
      paramLabel = "BYTES",
      description = "Bytes of a push. Default: 2097152")
  private int maxPushSize = Rules.defaults().maxPushBytes();

  @Option(
      names = "--max-push-events",
      paramLabel = "N",
      description = "Events of a push. Default: 10000")
  private int maxPushEvents = ProxyLimits.defaults().maxBatchEvents();

  @Option(
      names = "--max-event-size",
      paramLabel = "BYTES",
      description = "Bytes of an event. Default: 1048576")
  private int maxEventSize = ProxyLimits.defaults().maxEventBytes();

  @Option(
      names = "--push-webhook",
      paramLabel = "URL",
      description = "Ask there about each push before it is stored")
  private Optional<URI> pushWebhook = Optional.empty();

  Rules toRules() {
    positive("--max-push-size", maxPushSize);
    pushWebhook.ifPresent(LimitOptions::requireHttp);
    return new Rules(
        limits(),
        maxPushSize,
        given("--max-store-size", maxStoreSize).orElse(Long.MAX_VALUE),
        pushWebhook);
  }

  private ProxyLimits limits() {
    if (maxPushDelay < 0) {
      throw new InvalidOptionException("--max-push-delay " + maxPushDelay + " is no time to wait");
    }
    return ProxyLimits.defaults()
        .withRatesOfPrincipal(
            rates(
                rate("--principal-events", principalEvents),
                rate("--principal-bytes", principalBytes)))
        .withRatesOfStore(
            rates(rate("--store-events", storeEvents), rate("--store-bytes", storeBytes)))
        .withMaxPushDelay(Duration.ofSeconds(maxPushDelay))
        .withMaxPulls(
            pulls("--principal-pulls", principalPulls), pulls("--store-pulls", storePulls))
        .withPushSizes(
            positive("--max-push-events", maxPushEvents),
            positive("--max-event-size", maxEventSize));
  }

  private static PushRates rates(Optional<RateLimit> events, Optional<RateLimit> bytes) {
    return new PushRates(events, bytes);
  }

  private static Optional<RateLimit> rate(String option, @Nullable Long perSecond) {
    OptionalLong given = given(option, perSecond);
    return given.isEmpty()
        ? Optional.empty()
        : Optional.of(valid(option, given.getAsLong(), RateLimit::perSecond));
  }

  private static <T> T valid(String option, long value, LongFunction<T> make) {
    try {
      return make.apply(value);
    } catch (IllegalArgumentException e) {
      throw new InvalidOptionException(option + " " + value + ": " + e.getMessage(), e);
    }
  }

  private static int pulls(String option, @Nullable Long most) {
    return (int) Math.min(Integer.MAX_VALUE, given(option, most).orElse(Integer.MAX_VALUE));
  }

  private static OptionalLong given(String option, @Nullable Long value) {
    return value == null ? OptionalLong.empty() : OptionalLong.of(positive(option, value));
  }

  private static int positive(String option, int value) {
    return (int) positive(option, (long) value);
  }

  private static long positive(String option, long value) {
    if (value <= 0) {
      throw new InvalidOptionException(
          option
              + " "
              + value
              + " would let nothing pass. Leave it out, or give a positive number");
    }
    return value;
  }

  private static void requireHttp(URI url) {
    boolean isHttp = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    if (!isHttp || url.getHost() == null) {
      throw new InvalidOptionException(
          "--push-webhook needs an http:// or https:// address with a host");
    }
  }
}
