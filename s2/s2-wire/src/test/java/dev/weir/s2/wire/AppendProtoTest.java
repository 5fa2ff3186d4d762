package dev.weir.s2.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.weir.s2.AppendAck;
import dev.weir.s2.AppendInput;
import dev.weir.s2.AppendRecord;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.FencingToken;
import dev.weir.s2.InvalidInputException;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.StreamPosition;
import dev.weir.s2.TransportException;
import dev.weir.s2.wire.generated.Header;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AppendProtoTest {
  private static final HexFormat HEX = HexFormat.of();

  @Test
  void encode_ofRandomInputs_isWhatTheGeneratedClassesWrite() {
    for (long seed = 0; seed < 2000; seed++) {
      var input = new Batches(seed).input();
      assertThat(AppendProto.encode(input))
          .as("seed %d", seed)
          .isEqualTo(Messages.of(input).toByteArray());
    }
  }

  @Test
  void decode_ofWhatTheGeneratedClassesWrote_isTheInput() {
    for (long seed = 0; seed < 2000; seed++) {
      var input = new Batches(seed).input();
      assertThat(AppendProto.decode(Messages.of(input).toByteArray()))
          .as("seed %d", seed)
          .isEqualTo(input);
    }
  }

  @Test
  void encode_ofPresentZeroAndEmptyToken_keepsThem() {
    var input =
        AppendInput.of(AppendRecord.of("a").withTimestamp(0))
            .withMatchSeqNum(0)
            .withFencingToken(FencingToken.NONE);

    byte[] message = AppendProto.encode(input);

    assertThat(HEX.formatHex(message)).isEqualTo("0a0508001a016110001a00");
    assertThat(AppendProto.decode(message)).isEqualTo(input);
  }

  @Test
  void decode_ofABodyWithinTheMessage_viewsIt() {
    byte[] message = AppendProto.encode(AppendInput.of(AppendRecord.of("a")));

    var input = AppendProto.decode(message);
    message[message.length - 1] = 'b';

    assertThat(input.records().getFirst().body().utf8()).isEqualTo("b");
  }

  @Test
  void decode_ofAMessageThatIsMostlyOther_keepsNothingOfIt() {
    byte[] record = HEX.parseHex("0a031a0161");
    String unknown = "7a" + "c801" + "00".repeat(200);
    byte[] message = HEX.parseHex("0a031a0161" + unknown);

    var input = AppendProto.decode(message);
    Arrays.fill(message, (byte) 0);

    assertThat(input).isEqualTo(AppendProto.decode(record));
  }

  @Test
  void decode_ofUnknownFieldsAtEveryLevel_leavesThemOut() throws Exception {
    var unknown =
        UnknownFieldSet.newBuilder()
            .addField(14, UnknownFieldSet.Field.newBuilder().addVarint(7).build())
            .addField(
                99,
                UnknownFieldSet.Field.newBuilder()
                    .addLengthDelimited(ByteString.copyFromUtf8("x"))
                    .addFixed64(1)
                    .addFixed32(2)
                    .addGroup(UnknownFieldSet.getDefaultInstance())
                    .build())
            .build();
    var message = dev.weir.s2.wire.generated.AppendInput.newBuilder().setUnknownFields(unknown);
    message
        .addRecordsBuilder()
        .setUnknownFields(unknown)
        .setBody(ByteString.copyFromUtf8("a"))
        .addHeaders(
            Header.newBuilder().setName(ByteString.copyFromUtf8("k")).setUnknownFields(unknown));

    var input = AppendProto.decode(message.build().toByteArray());

    assertThat(input.records()).hasSize(1);
    assertThat(input.records().getFirst().body().utf8()).isEqualTo("a");
    assertThat(input.records().getFirst().headers())
        .containsExactly(dev.weir.s2.Header.of("k", ""));
  }

  @Test
  void decode_ofAFieldGivenTwice_takesTheLast() {
    var message = HEX.parseHex("0a061a01611a01621000" + "1005");

    assertThat(AppendProto.decode(message))
        .isEqualTo(AppendInput.of(AppendRecord.of("b")).withMatchSeqNum(5));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0a", // no length
        "0a03", // no content
        "0a041a0161", // a record beyond the end
        "0a031a0261", // a body beyond its record
        "0a031a0161" + "00", // a field of number 0
        "0a031a0161" + "10", // a number without bytes
        "0a031a0161" + "10ffffffffffffffffffff01", // a number of 11 bytes
        "0a031a0161" + "120100", // match_seq_num as bytes
        "0801", // records as a number
        "0a021801", // a body as a number
        "0a031a0161" + "1a02c328", // a token that is not UTF-8
        "0affffffff0f", // a record of -1 bytes
        "0a061affffffff0f", // a body of -1 bytes
        "0a031a0161" + "3c", // a group's end alone
        "0a031a0161" + "3b", // a group's beginning alone
        "0a031a0161" + "3f", // no such wire type
      })
  void decode_ofWhatIsNoInput_isBadProto(String hex) {
    var rejected =
        catchThrowableOfType(
            RequestRejectedException.class, () -> AppendProto.decode(HEX.parseHex(hex)));

    assertThat(rejected).as(hex).isNotNull();
    assertThat(rejected.code()).isEqualTo(ErrorCode.BAD_PROTO);
    assertThat(rejected).hasMessageStartingWith("Failed to decode protobuf: ");
  }

  @Test
  void decode_ofRandomBytes_isAnInputOrATypedRefusal() {
    for (long seed = 0; seed < 20_000; seed++) {
      byte[] message = AppendProto.encode(new Batches(seed).input());
      var random = new Random(seed);
      for (int i = 0; i <= random.nextInt(3); i++) {
        message[random.nextInt(message.length)] = (byte) random.nextInt();
      }
      try {
        AppendProto.decode(message);
      } catch (RequestRejectedException e) {
        assertThat(e.code()).as("seed %d", seed).isEqualTo(ErrorCode.BAD_PROTO);
      } catch (InvalidInputException e) {
        assertThat(e).as("seed %d", seed).hasMessageNotContaining("null");
      }
    }
  }

  @Test
  void decode_ofValuesThatBreakARule_isInvalid() {
    assertInvalid("", "record batch must not be empty");
    assertInvalid("0a0212001001", "unknown command");
    assertInvalid("0a0412001200", "invalid header: empty name");
    assertInvalid("0a00".repeat(1001), "record batch must not exceed 1000 records");
    assertInvalid(
        "0a00" + "1a25" + "61".repeat(37), "fencing token must not exceed 36 bytes in length");
  }

  @Test
  void decode_ofAnInvalidRecordBeforeWhatIsMalformed_isBadProto() {
    byte[] message = HEX.parseHex("0a021200" + "0a");

    assertThatThrownBy(() -> AppendProto.decode(message))
        .isInstanceOf(RequestRejectedException.class);
  }

  @Test
  void decode_ofTwoInvalidRecords_namesTheFirst() {
    assertInvalid("0a0412001200" + "0a021200", "invalid header: empty name");
  }

  @Test
  void ack_ofRandomPositions_isWhatTheGeneratedClassesWriteAndRead() {
    for (long seed = 0; seed < 500; seed++) {
      var batches = new Batches(seed);
      var ack = new AppendAck(batches.position(), batches.position(), batches.position());
      byte[] message = Messages.of(ack).toByteArray();
      assertThat(AppendProto.encodeAck(ack)).as("seed %d", seed).isEqualTo(message);
      assertThat(AppendProto.decodeAck(message)).as("seed %d", seed).isEqualTo(ack);
    }
  }

  @Test
  void decodeAck_ofStartPositions_isThem() {
    var ack = new AppendAck(StreamPosition.START, StreamPosition.START, StreamPosition.START);

    assertThat(AppendProto.decodeAck(HEX.parseHex("0a0012001a00"))).isEqualTo(ack);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0a001200", "0a001a00", "12001a00", "0a001200" + "1a01", "7b7d"})
  void decodeAck_ofWhatIsNone_isATransportFailure(String hex) {
    assertThatThrownBy(() -> AppendProto.decodeAck(HEX.parseHex(hex)))
        .isInstanceOf(TransportException.class)
        .hasMessageStartingWith("the answer is not S2's: ");
  }

  private static void assertInvalid(String hex, String message) {
    assertThatThrownBy(() -> AppendProto.decode(HEX.parseHex(hex)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(message);
  }
}
