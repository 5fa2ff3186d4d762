package dev.weir.s2.lite;

import dev.weir.s2.AccessTokenId;
import dev.weir.s2.AccessTokenInfo;
import dev.weir.s2.AccessTokenScope;
import dev.weir.s2.Bytes;
import dev.weir.s2.Operation;
import dev.weir.s2.OperationGroups;
import dev.weir.s2.OperationGroups.ReadWrite;
import dev.weir.s2.ResourceSet;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/// What the store keeps of an access token.
///
/// @param hash of the secret, which itself is kept nowhere
record AccessTokenRow(Bytes hash, AccessTokenInfo info) {
  private static final int FORMAT = 1;
  private static final int EXACT = 1;
  private static final int PREFIX = 2;

  boolean isExpired(Instant now) {
    return info.expiresAt().filter(at -> !now.isBefore(at)).isPresent();
  }

  byte[] encode() {
    var out = new RowWriter(128).u8(FORMAT).bytes(hash);
    out.bytes(Bytes.utf8(info.id().value()));
    out.u8(info.expiresAt().isPresent() ? 1 : 0);
    out.u64(info.expiresAt().map(Instant::getEpochSecond).orElse(0L));
    out.varint(info.expiresAt().map(Instant::getNano).orElse(0));
    out.u8(info.autoPrefixStreams() ? 1 : 0);
    AccessTokenScope scope = info.scope();
    write(scope.basins(), out);
    write(scope.streams(), out);
    write(scope.accessTokens(), out);
    OperationGroups groups = scope.groups();
    out.u8(code(groups.account())).u8(code(groups.basin())).u8(code(groups.stream()));
    out.varint(scope.operations().size());
    // In the order of the enum, so that equal tokens are equal rows.
    scope.operations().stream().sorted().forEach(each -> out.bytes(Bytes.utf8(each.name())));
    return out.toArray();
  }

  static AccessTokenRow decode(byte[] value) throws CorruptRowException {
    return RowReader.read(value, in -> read(in.expectFormat(FORMAT)));
  }

  private static AccessTokenRow read(RowReader in) throws CorruptRowException {
    Bytes hash = in.bytes();
    var id = new AccessTokenId(in.bytes().utf8());
    boolean expires = flag(in);
    var expiresAt = Instant.ofEpochSecond(in.u64(), in.varint());
    boolean autoPrefix = flag(in);
    var scope =
        new AccessTokenScope(
            resources(in),
            resources(in),
            resources(in),
            new OperationGroups(group(in), group(in), group(in)),
            operations(in));
    return new AccessTokenRow(
        hash,
        new AccessTokenInfo(
            id, expires ? Optional.of(expiresAt) : Optional.empty(), autoPrefix, scope));
  }

  private static void write(ResourceSet set, RowWriter out) {
    switch (set) {
      case ResourceSet.Exact(String name) -> out.u8(EXACT).bytes(Bytes.utf8(name));
      case ResourceSet.Prefix(String prefix) -> out.u8(PREFIX).bytes(Bytes.utf8(prefix));
    }
  }

  private static ResourceSet resources(RowReader in) throws CorruptRowException {
    int code = in.u8();
    String text = in.bytes().utf8();
    return switch (code) {
      case EXACT -> new ResourceSet.Exact(text);
      case PREFIX -> new ResourceSet.Prefix(text);
      default -> throw new CorruptRowException("unknown set of resources " + code);
    };
  }

  private static int code(ReadWrite group) {
    return (group.read() ? 1 : 0) + (group.write() ? 2 : 0);
  }

  private static ReadWrite group(RowReader in) throws CorruptRowException {
    int code = in.u8();
    if (code > 3) {
      throw new CorruptRowException("unknown group of operations " + code);
    }
    return new ReadWrite((code & 1) != 0, (code & 2) != 0);
  }

  private static Set<Operation> operations(RowReader in) throws CorruptRowException {
    int count = in.count();
    var operations = EnumSet.noneOf(Operation.class);
    for (int i = 0; i < count; i++) {
      operations.add(operation(in.bytes().utf8()));
    }
    return operations;
  }

  private static Operation operation(String name) throws CorruptRowException {
    try {
      return Operation.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw new CorruptRowException("unknown operation " + name);
    }
  }

  private static boolean flag(RowReader in) throws CorruptRowException {
    int code = in.u8();
    if (code > 1) {
      throw new CorruptRowException("unknown flag " + code);
    }
    return code == 1;
  }
}
