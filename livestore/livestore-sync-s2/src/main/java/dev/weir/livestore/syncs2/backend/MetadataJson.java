package dev.weir.livestore.syncs2.backend;

import dev.weir.livestore.syncs2.SyncMetadata;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a client keeps with each event, as the original writes it.
final class MetadataJson {
  private static final Pattern JSON =
      Pattern.compile("\\{\\s*\"s2SeqNum\"\\s*:\\s*(\\d{1,16})\\s*}");

  private MetadataJson() {}

  static String write(SyncMetadata metadata) {
    return "{\"s2SeqNum\":" + metadata.s2SeqNum() + "}";
  }

  static SyncMetadata read(String json) {
    Matcher matcher = JSON.matcher(json);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "metadata of this backend are like {\"s2SeqNum\":7}, but were " + json);
    }
    return new SyncMetadata(Long.parseLong(matcher.group(1)));
  }
}
