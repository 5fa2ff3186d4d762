package dev.weir.s2.wire;

import dev.weir.s2.Metric;
import dev.weir.s2.MetricInterval;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// What stands in one measurement's object, whatever its kind. The elements of `values` show by
/// themselves what they are.
record MetricFields(
    Optional<String> name,
    Optional<Metric.Unit> unit,
    Optional<MetricInterval> interval,
    OptionalDouble value,
    List<Metric.Point> points,
    List<String> labels) {

  static MetricFields read(JsonReader json) throws IOException {
    Optional<String> name = Optional.empty();
    Optional<Metric.Unit> unit = Optional.empty();
    Optional<MetricInterval> interval = Optional.empty();
    OptionalDouble value = OptionalDouble.empty();
    var points = new ArrayList<Metric.Point>();
    var labels = new ArrayList<String>();
    json.beginObject();
    while (json.nextField()) {
      switch (json.field()) {
        case "name" -> name = Optional.of(json.string());
        case "unit" -> unit = Optional.of(json.variant(Metric.Unit.values()));
        case "interval" -> interval = Optional.of(json.variant(MetricInterval.values()));
        case "value" -> value = OptionalDouble.of(json.real());
        case "values" -> readValues(json, points, labels);
        default -> json.skip();
      }
    }
    return new MetricFields(name, unit, interval, value, points, labels);
  }

  private static void readValues(JsonReader json, List<Metric.Point> points, List<String> labels)
      throws IOException {
    json.beginArray();
    while (json.nextElement()) {
      if (json.isString()) {
        labels.add(json.string());
      } else {
        points.add(readPoint(json));
      }
    }
  }

  private static Metric.Point readPoint(JsonReader json) throws IOException {
    json.beginArray();
    json.nextElement();
    long epochSecs = json.unsigned();
    json.nextElement();
    double value = json.real();
    if (json.nextElement()) {
      throw json.bad("expected a point of a time and a value");
    }
    return new Metric.Point(epochSecs, value);
  }

  Metric.Scalar scalar(JsonReader json) throws IOException {
    double number = value.orElseThrow(() -> missing(json, "value"));
    return new Metric.Scalar(required(json, "name", name), required(json, "unit", unit), number);
  }

  Metric.Accumulation accumulation(JsonReader json) throws IOException {
    return new Metric.Accumulation(
        required(json, "name", name),
        required(json, "unit", unit),
        required(json, "interval", interval),
        points);
  }

  Metric.Gauge gauge(JsonReader json) throws IOException {
    return new Metric.Gauge(required(json, "name", name), required(json, "unit", unit), points);
  }

  Metric.Label label(JsonReader json) throws IOException {
    return new Metric.Label(required(json, "name", name), labels);
  }

  private static <T> T required(JsonReader json, String field, Optional<T> value)
      throws IOException {
    return value.orElseThrow(() -> missing(json, field));
  }

  private static IOException missing(JsonReader json, String field) {
    return json.bad("missing field `" + field + "`");
  }
}
