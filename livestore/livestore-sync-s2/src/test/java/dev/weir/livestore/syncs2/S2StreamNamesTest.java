package dev.weir.livestore.syncs2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class S2StreamNamesTest {
  @TestFactory
  Stream<DynamicTest> makeS2StreamName_asTheOriginal() {
    return Vector.tests(
        "stream-names.json",
        vector ->
            assertThat(S2StreamNames.makeS2StreamName(vector.text("storeId")))
                .isEqualTo(vector.text("streamName")));
  }
}
