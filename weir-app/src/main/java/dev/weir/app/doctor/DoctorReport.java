package dev.weir.app.doctor;

import dev.weir.app.terminal.JsonLine;
import dev.weir.app.terminal.Plain;
import dev.weir.livestore.doctor.Finding;
import dev.weir.livestore.doctor.StoreReport;
import dev.weir.s2.StreamName;
import dev.weir.s2.copy.CopyReport;
import java.io.PrintWriter;
import java.util.stream.Collectors;

/// What is told of one stream.
final class DoctorReport {
  private final PrintWriter out;
  private final StreamName stream;
  private final boolean json;
  private final long most;
  private long findings;

  DoctorReport(PrintWriter out, StreamName stream, boolean json, long most) {
    this.out = out;
    this.stream = stream;
    this.json = json;
    this.most = most;
  }

  void found(Finding finding) {
    if (findings++ < most) {
      out.println(
          json
              ? JsonLine.of(line -> {
                line.writeStringField("stream", stream.value());
                line.writeNumberField("s2SeqNum", finding.s2SeqNum());
                line.writeStringField("kind", finding.kind());
                line.writeStringField("text", finding.text());
              })
              : "%s, record %d, %s: %s"
                  .formatted(
                      Plain.text(stream.value()),
                      finding.s2SeqNum(),
                      finding.kind(),
                      Plain.text(finding.text(), 300)));
    }
  }

  void examined(StoreReport report) {
    out.println(json ? toJson(report) : toText(report));
    out.flush();
  }

  private String toText(StoreReport report) {
    String kinds =
        report.findings().entrySet().stream()
            .map(kind -> kind.getValue() + " " + kind.getKey())
            .collect(Collectors.joining(", "));
    return "%s: %d records, %d events, the last is %d; %s%s"
        .formatted(
            Plain.text(stream.value()),
            report.records(),
            report.events(),
            report.head(),
            report.isHealthy() ? "nothing is wrong" : "found: " + kinds,
            findings > most ? " (the first " + most + " are shown)" : "");
  }

  private String toJson(StoreReport report) {
    return JsonLine.of(line -> {
      line.writeStringField("stream", stream.value());
      line.writeNumberField("records", report.records());
      line.writeNumberField("events", report.events());
      line.writeNumberField("head", report.head());
      line.writeNumberField("commands", report.commands());
      line.writeNumberField("empty", report.empty());
      line.writeBooleanField("healthy", report.isHealthy());
      line.writeObjectFieldStart("findings");
      for (var kind : report.findings().entrySet()) {
        line.writeNumberField(kind.getKey(), kind.getValue());
      }
      line.writeEndObject();
    });
  }

  void repaired(String where, CopyReport report) {
    out.println(
        json
            ? JsonLine.of(line -> {
              line.writeStringField("stream", stream.value());
              line.writeStringField("repaired", where);
              line.writeNumberField("records", report.records());
              line.writeStringField("sha256", report.sha256());
            })
            : "%s: a repaired copy of %d records is %s"
                .formatted(Plain.text(stream.value()), report.records(), where));
    out.flush();
  }
}
