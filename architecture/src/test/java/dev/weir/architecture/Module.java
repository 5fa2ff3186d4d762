package dev.weir.architecture;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/// Weir's modules, and which of them each may know. Every arrow that is not written here is
/// refused.
enum Module {
  S2_API("dev.weir.s2"),
  S2_WIRE("dev.weir.s2.wire"),
  S2_CLIENT("dev.weir.s2.client"),
  S2_LITE("dev.weir.s2.lite"),
  S2_SERVER("dev.weir.s2.server"),
  S2_COPY("dev.weir.s2.copy"),
  SYNC("dev.weir.livestore.sync"),
  SYNC_S2("dev.weir.livestore.syncs2"),
  REPLICA("dev.weir.livestore.replica"),
  PROXY("dev.weir.livestore.proxy"),
  ARMERIA("dev.weir.livestore.armeria"),
  MICROMETER("dev.weir.livestore.micrometer"),
  SERVLET("dev.weir.livestore.servlet"),
  SPRING("dev.weir.spring"),
  DOCTOR("dev.weir.livestore.doctor"),
  APP("dev.weir.app");

  private final String rootPackage;

  Module(String rootPackage) {
    this.rootPackage = rootPackage;
  }

  private Set<Module> known() {
    return switch (this) {
      case S2_API, SYNC -> Set.of();
      case S2_WIRE, S2_LITE, S2_COPY -> Set.of(S2_API);
      case S2_CLIENT, S2_SERVER -> Set.of(S2_API, S2_WIRE);
      case REPLICA -> Set.of(SYNC);
      case SYNC_S2 -> Set.of(SYNC, S2_API, S2_WIRE);
      case PROXY -> Set.of(SYNC, SYNC_S2, S2_API);
      case ARMERIA -> Set.of(PROXY, SYNC_S2, S2_API);
      case MICROMETER -> Set.of(PROXY, SYNC, S2_LITE);
      case SERVLET -> Set.of(PROXY, SYNC_S2, S2_API);
      case SPRING -> Set.of(S2_API, S2_CLIENT, S2_LITE, SYNC_S2, PROXY, SERVLET, MICROMETER);
      case DOCTOR -> Set.of(SYNC, PROXY, S2_API, S2_COPY);
      case APP -> EnumSet.allOf(Module.class);
    };
  }

  /// The module that a package belongs to: the one with the longest fitting root, as `dev.weir.s2`
  /// is also the beginning of the names of its neighbours.
  static Module of(String packageName) {
    return Arrays.stream(values())
        .filter(module -> (packageName + ".").startsWith(module.rootPackage + "."))
        .max((a, b) -> Integer.compare(a.rootPackage.length(), b.rootPackage.length()))
        .orElseThrow(() -> new AssertionError(packageName + " belongs to no module"));
  }

  boolean mayKnow(Module other) {
    return other == this || known().contains(other);
  }
}
