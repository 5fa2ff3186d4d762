package dev.weir.s2.wire;

import dev.weir.s2.Metric;
import dev.weir.s2.TransportException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Measurements as JSON: a list of objects of one field, which says by its name what it holds.
public final class MetricsJson {
  private MetricsJson() {}

  /// The measurements of a set.
  public static byte[] encode(List<Metric> metrics) {
    return JsonWriter.write(
        256,
        json -> {
          json.beginObject().name("values").beginArray();
          metrics.forEach(metric -> write(json, metric));
          json.endArray().endObject();
        });
  }

  /// The measurements that a server sent.
  ///
  /// @throws TransportException if they are none
  public static List<Metric> decode(byte[] text) {
    return JsonReader.response(text, MetricsJson::read);
  }

  private static void write(JsonWriter json, Metric metric) {
    json.beginObject().name(kind(metric)).beginObject().name("name").string(metric.name());
    switch (metric) {
      case Metric.Scalar scalar -> {
        json.name("unit").variant(scalar.unit());
        json.name("value").real(scalar.value());
      }
      case Metric.Accumulation sums -> {
        json.name("unit").variant(sums.unit());
        json.name("interval").variant(sums.interval());
        writePoints(json.name("values"), sums.values());
      }
      case Metric.Gauge gauge -> {
        json.name("unit").variant(gauge.unit());
        writePoints(json.name("values"), gauge.values());
      }
      case Metric.Label label -> {
        json.name("values").beginArray();
        label.values().forEach(json::string);
        json.endArray();
      }
    }
    json.endObject().endObject();
  }

  private static String kind(Metric metric) {
    return switch (metric) {
      case Metric.Scalar scalar -> "scalar";
      case Metric.Accumulation sums -> "accumulation";
      case Metric.Gauge gauge -> "gauge";
      case Metric.Label label -> "label";
    };
  }

  private static void writePoints(JsonWriter json, List<Metric.Point> points) {
    json.beginArray();
    for (Metric.Point point : points) {
      json.beginArray().unsigned(point.epochSecs()).real(point.value()).endArray();
    }
    json.endArray();
  }

  private static List<Metric> read(JsonReader json) throws IOException {
    var metrics = new ArrayList<Metric>();
    json.beginObject();
    while (json.nextField()) {
      switch (json.field()) {
        case "values" -> {
          json.beginArray();
          while (json.nextElement()) {
            readMetric(json).ifPresent(metrics::add);
          }
        }
        default -> json.skip();
      }
    }
    return List.copyOf(metrics);
  }

  /// Empty if it is of a kind newer than we.
  private static Optional<Metric> readMetric(JsonReader json) throws IOException {
    Optional<Metric> metric = Optional.empty();
    json.beginObject();
    while (json.nextField()) {
      switch (json.field()) {
        case "scalar" -> metric = Optional.of(MetricFields.read(json).scalar(json));
        case "accumulation" -> metric = Optional.of(MetricFields.read(json).accumulation(json));
        case "gauge" -> metric = Optional.of(MetricFields.read(json).gauge(json));
        case "label" -> metric = Optional.of(MetricFields.read(json).label(json));
        default -> json.skip();
      }
    }
    return metric;
  }
}
