package dev.weir.app.console;

import dev.weir.s2.StreamName;
import java.time.InstantSource;

/// What happened lately, as pages ask for it.
record ActivityPages(Activities activities) {
  private static final int MOST_MINUTES = 60;

  /// Of one store, or of all.
  byte[] timeline(Query query) {
    int minutes = query.upTo("minutes", MOST_MINUTES, 15);
    var timeline =
        query
            .optionalStream()
            .map(stream ->
                activities
                    .of(stream.value())
                    .map(known -> known.timeline)
                    .orElseGet(() -> new Timeline(InstantSource.system())))
            .orElse(activities.all());
    return Answers.bytes(json -> timeline.write(minutes, json));
  }

  byte[] conflicts(Query query) {
    int limit = query.upTo("limit", 500, 100);
    var incidents = activities.incidents(query.optionalStream().map(StreamName::value), limit);
    return Answers.bytes(json -> {
      json.writeStartObject();
      json.writeArrayFieldStart("conflicts");
      for (Incident incident : incidents) {
        incident.write(json);
      }
      json.writeEndArray();
      json.writeEndObject();
    });
  }
}
