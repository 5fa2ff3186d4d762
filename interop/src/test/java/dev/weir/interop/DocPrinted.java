package dev.weir.interop;

import java.util.Arrays;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a page says that something prints, where `…` stands for what differs from time to time.
final class DocPrinted {
  private static final String ANYTHING = "…";

  private DocPrinted() {}

  static Predicate<String> of(String shown) {
    var pattern =
        Arrays.stream(shown.strip().split(ANYTHING, -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*?"));
    return Pattern.compile("\\s*" + pattern + "\\s*", Pattern.DOTALL).asMatchPredicate();
  }
}
