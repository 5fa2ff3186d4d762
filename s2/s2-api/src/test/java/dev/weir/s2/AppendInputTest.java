package dev.weir.s2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class AppendInputTest {
  private static final int MEBIBYTE = 1 << 20;

  @Test
  void meteredBytes_areEightAndTwoPerHeaderAndTheBytes() {
    assertThat(AppendRecord.of("").meteredBytes()).isEqualTo(8);
    AppendRecord record =
        AppendRecord.of("body").withHeaders(List.of(Header.of("k", "vv"), Header.of("é", "")));
    assertThat(record.meteredBytes()).isEqualTo(8 + 2 + 3 + 2 + 2 + 4);
    assertThat(new Command.Trim(7).toRecord().meteredBytes()).isEqualTo(22);
    assertThat(new Command.Fence(new FencingToken("abc")).toRecord().meteredBytes()).isEqualTo(18);
  }

  @Test
  void record_ofOneMebibyte_isTheLargest() {
    assertThat(AppendRecord.of("x".repeat(MEBIBYTE - 8)).meteredBytes()).isEqualTo(MEBIBYTE);
    assertThatThrownBy(() -> AppendRecord.of("x".repeat(MEBIBYTE - 7)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("record must have metered size less than 1 MiB");
  }

  @Test
  void batch_ofOneToAThousandRecords_isAccepted() {
    var record = AppendRecord.of("");
    assertThat(AppendInput.of(Collections.nCopies(1_000, record)).meteredBytes()).isEqualTo(8_000);
    assertThatThrownBy(() -> AppendInput.of(Collections.nCopies(1_001, record)))
        .hasMessage("record batch must not exceed 1000 records");
    assertThatThrownBy(() -> AppendInput.of(List.of()))
        .hasMessage("record batch must not be empty");
  }

  @Test
  void batch_overOneMebibyte_isRefused() {
    var half = AppendRecord.of("x".repeat(MEBIBYTE / 2 - 8));
    assertThat(AppendInput.of(half, half).meteredBytes()).isEqualTo(MEBIBYTE);
    assertThatThrownBy(() -> AppendInput.of(half, half, AppendRecord.of("")))
        .hasMessage("record batch must not exceed a metered size of 1 MiB");
  }

  @Test
  void emptyHeaderName_belongsToCommandsAlone() {
    assertThatThrownBy(
            () -> AppendRecord.of("").withHeaders(List.of(Header.of("", "x"), Header.of("k", "v"))))
        .hasMessage("invalid header: empty name");
    assertThatThrownBy(() -> AppendRecord.of("").withHeaders(List.of(Header.of("", "x"))))
        .hasMessage("unknown command");
  }

  @Test
  void commands_comeBackFromTheirRecords() {
    for (Command command : List.of(new Command.Trim(-1), new Command.Fence(FencingToken.NONE))) {
      assertThat(command.toRecord().command()).contains(command);
    }
    assertThat(AppendRecord.of("trim").command()).isEmpty();
  }

  @Test
  void commands_thatAreMalformed_areRefusedInS2sWords() {
    List<Header> trim = List.of(Header.of("", "trim"));
    assertThatThrownBy(() -> new AppendRecord(OptionalLong.empty(), trim, Bytes.utf8("1234567")))
        .hasMessage(
            "invalid `trim` command: earliest sequence number to trim to was 7 bytes, must be 8");
    List<Header> fence = List.of(Header.of("", "fence"));
    assertThatThrownBy(
            () -> new AppendRecord(OptionalLong.empty(), fence, Bytes.utf8("x".repeat(37))))
        .hasMessage("invalid `fence` command: fencing token must not exceed 36 bytes in length");
    assertThatThrownBy(() ->
            new AppendRecord(OptionalLong.empty(), fence, Bytes.copyOf(new byte[] {(byte) 0xC3})))
        .hasMessage("invalid `fence` command: invalid UTF-8");
  }
}
