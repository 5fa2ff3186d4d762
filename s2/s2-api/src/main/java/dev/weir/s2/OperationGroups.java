package dev.weir.s2;

/// Which kinds of operation are allowed.
public record OperationGroups(ReadWrite account, ReadWrite basin, ReadWrite stream) {
  /// No kind.
  public static final OperationGroups NONE =
      new OperationGroups(ReadWrite.NONE, ReadWrite.NONE, ReadWrite.NONE);

  /// Every kind.
  public static final OperationGroups ALL =
      new OperationGroups(ReadWrite.ALL, ReadWrite.ALL, ReadWrite.ALL);

  /// Every kind that only reads.
  public static final OperationGroups READ_ONLY =
      new OperationGroups(ReadWrite.READ_ONLY, ReadWrite.READ_ONLY, ReadWrite.READ_ONLY);

  /// Of one group.
  public record ReadWrite(boolean read, boolean write) {
    public static final ReadWrite NONE = new ReadWrite(false, false);
    public static final ReadWrite READ_ONLY = new ReadWrite(true, false);
    public static final ReadWrite ALL = new ReadWrite(true, true);

    private boolean allow(Operation operation) {
      return operation.reads() ? read : write;
    }
  }

  /// Whether the operation is of an allowed kind.
  public boolean allow(Operation operation) {
    return switch (operation.group()) {
      case ACCOUNT -> account.allow(operation);
      case BASIN -> basin.allow(operation);
      case STREAM -> stream.allow(operation);
    };
  }
}
