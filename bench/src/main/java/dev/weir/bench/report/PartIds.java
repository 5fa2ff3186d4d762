package dev.weir.bench.report;

import java.util.Arrays;
import java.util.Iterator;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// The parts as they are named on the command line.
final class PartIds implements ITypeConverter<Part>, Iterable<String> {
  @Override
  public Part convert(String id) {
    return Part.of(id).orElseThrow(() -> new TypeConversionException("there is no part " + id));
  }

  @Override
  public Iterator<String> iterator() {
    return Arrays.stream(Part.values()).map(Part::id).iterator();
  }
}
