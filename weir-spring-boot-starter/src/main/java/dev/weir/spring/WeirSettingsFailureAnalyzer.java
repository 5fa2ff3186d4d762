package dev.weir.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// Has Spring Boot print what to do instead of a stack trace.
final class WeirSettingsFailureAnalyzer extends AbstractFailureAnalyzer<WeirSettingsException> {
  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, WeirSettingsException cause) {
    return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.action(), cause);
  }
}
