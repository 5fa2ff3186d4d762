package dev.weir.bench.run;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// The whole numbers that an option takes.
public abstract class Range implements ITypeConverter<Integer> {
  private final int least;
  private final int most;

  /// Both ends are taken; `most` has six digits at most.
  protected Range(int least, int most) {
    this.least = least;
    this.most = most;
  }

  @Override
  public Integer convert(String text) {
    if (text.matches("\\d{1,6}")) {
      var number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw new TypeConversionException(
        "a number from %d to %d is needed, not %s".formatted(least, most, text));
  }
}
