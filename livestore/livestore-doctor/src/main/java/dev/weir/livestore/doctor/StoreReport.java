package dev.weir.livestore.doctor;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// What a store's stream holds.
///
/// @param records how many records there are
/// @param events how many events the chain has
/// @param head the number of its last event; 0 without any
/// @param commands how many records are commands to S2, which harm nobody
/// @param empty how many records have neither body nor headers: what a repair puts in the place of
///   others
/// @param findings how many records are wrong, by [Finding#kind()], in the order of their names
public record StoreReport(
    long records, long events, long head, long commands, long empty, Map<String, Long> findings) {
  public StoreReport {
    findings = Collections.unmodifiableMap(new TreeMap<>(findings));
  }

  /// Whether nothing is wrong.
  public boolean isHealthy() {
    return findings.isEmpty();
  }
}
