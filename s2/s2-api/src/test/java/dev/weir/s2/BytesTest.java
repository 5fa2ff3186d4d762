package dev.weir.s2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BytesTest {
  @Test
  void slices_areEqualByContent() {
    byte[] array = {1, 2, 3, 2, 3};
    Bytes slice = Bytes.wrap(array, 1, 2);
    assertThat(slice)
        .isEqualTo(Bytes.wrap(array, 3, 2))
        .hasSameHashCodeAs(Bytes.copyOf(new byte[] {2, 3}));
    assertThat(slice).isNotEqualTo(Bytes.wrap(array, 0, 2));
    assertThat(slice.toArray()).containsExactly(2, 3);
  }

  @Test
  void wrap_beyondTheArray_fails() {
    assertThatThrownBy(() -> Bytes.wrap(new byte[3], 2, 2))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> Bytes.wrap(new byte[3], 1, 2).at(2))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void utf8_replacesLoneSurrogatesByThreeBytes_andKeepsPairs() {
    assertThat(Bytes.utf8("a\ud800b")).isEqualTo(Bytes.utf8("a\ufffdb"));
    assertThat(Bytes.utf8("\udc00").size()).isEqualTo(3);
    assertThat(Bytes.utf8("😀").size()).isEqualTo(4);
  }

  @Test
  void utf8_ofWhatIsNotUtf8_isReplaced() {
    assertThat(Bytes.copyOf(new byte[] {'a', (byte) 0xFF}).utf8()).isEqualTo("a\ufffd");
  }

  @Test
  void asByteBuffer_isReadOnlyAndHoldsTheSliceAlone() {
    var buffer = Bytes.wrap(new byte[] {1, 2, 3}, 1, 1).asByteBuffer();
    assertThat(buffer.isReadOnly()).isTrue();
    assertThat(buffer.remaining()).isEqualTo(1);
    assertThat(buffer.get()).isEqualTo((byte) 2);
  }
}
