package dev.weir.proof.sync.jdk;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Loads Weir's classes anew, rewritten for simulated time; those of the proofs as they are.
/// Everything static exists once in each such loader, so that two of them simulate side by side.
public final class SimulationLoader extends ClassLoader {
  private static final Map<String, byte[]> REWRITTEN = new ConcurrentHashMap<>();

  private final ClassLoader classes;
  private final Rewriting rewriting;

  public SimulationLoader(ClassLoader classes) {
    super(classes);
    this.classes = classes;
    this.rewriting = new Rewriting(classes);
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith("dev.weir.") || name.equals(DisturbedException.class.getName())) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded != null ? loaded : define(name);
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    try (InputStream file = classes.getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (file == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] compiled = file.readAllBytes();
      byte[] code =
          name.startsWith("dev.weir.proof.")
              ? compiled
              : REWRITTEN.computeIfAbsent(name, key -> rewriting.rewrite(compiled));
      return defineClass(name, code, 0, code.length);
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
  }
}
