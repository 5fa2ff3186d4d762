package dev.weir.spring;

/// The application's configuration does not do for LiveStore sync.
final class WeirSettingsException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String action;

  /// @param action what to do about it
  WeirSettingsException(String description, String action) {
    super(description);
    this.action = action;
  }

  String action() {
    return action;
  }
}
