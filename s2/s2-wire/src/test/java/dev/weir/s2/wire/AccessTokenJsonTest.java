package dev.weir.s2.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.s2.AccessToken;
import dev.weir.s2.AccessTokenId;
import dev.weir.s2.AccessTokenInfo;
import dev.weir.s2.AccessTokenScope;
import dev.weir.s2.ErrorCode;
import dev.weir.s2.Operation;
import dev.weir.s2.OperationGroups;
import dev.weir.s2.OperationGroups.ReadWrite;
import dev.weir.s2.Page;
import dev.weir.s2.RequestRejectedException;
import dev.weir.s2.ResourceSet;
import dev.weir.s2.TransportException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokenJsonTest {
  private static final AccessTokenId ID = new AccessTokenId("ci/é");
  private static final AccessTokenInfo FULL =
      AccessTokenInfo.of(
              ID,
              AccessTokenScope.NOTHING
                  .withBasins(new ResourceSet.Exact("my-basin"))
                  .withStreams(new ResourceSet.Prefix("a/"))
                  .withGroups(
                      new OperationGroups(
                          ReadWrite.READ_ONLY, ReadWrite.NONE, new ReadWrite(false, true)))
                  .withOperations(Set.of(Operation.READ, Operation.LIST_BASINS)))
          .withExpiresAt(Instant.parse("2027-01-02T03:04:05.000000006Z"))
          .withAutoPrefixStreams();

  @Test
  void encode_ofEverything_isTheGoldenText() {
    assertThat(text(AccessTokenJson.encode(FULL)))
        .isEqualTo(
            "{\"id\":\"ci/é\",\"expires_at\":\"2027-01-02T03:04:05.000000006Z\","
                + "\"auto_prefix_streams\":true,\"scope\":{\"basins\":{\"exact\":\"my-basin\"},"
                + "\"streams\":{\"prefix\":\"a/\"},\"access_tokens\":{\"exact\":\"\"},"
                + "\"op_groups\":{\"account\":{\"read\":true,\"write\":false},"
                + "\"basin\":{\"read\":false,\"write\":false},"
                + "\"stream\":{\"read\":false,\"write\":true}},"
                + "\"ops\":[\"list-basins\",\"read\"]}}");
  }

  @Test
  void decode_ofWhatWasEncoded_isTheSame() {
    for (var info :
        List.of(
            FULL,
            AccessTokenInfo.of(ID, AccessTokenScope.NOTHING),
            AccessTokenInfo.of(ID, AccessTokenScope.EVERYTHING))) {
      assertThat(AccessTokenJson.decode(AccessTokenJson.encode(info))).isEqualTo(info);
    }
    var page = new Page<>(List.of(FULL, AccessTokenInfo.of(ID, AccessTokenScope.NOTHING)), true);
    assertThat(AccessTokenJson.decodePage(AccessTokenJson.encodePage(page))).isEqualTo(page);
  }

  @Test
  void encode_ofEachOperation_isItsDocumentedName() {
    assertThat(Stream.of(Operation.values()).map(WireNames::of).collect(Collectors.joining(" ")))
        .isEqualTo(
            "list-basins create-basin delete-basin reconfigure-basin get-basin-config"
                + " issue-access-token revoke-access-token list-access-tokens list-streams"
                + " create-stream delete-stream get-stream-config reconfigure-stream check-tail"
                + " append read trim fence account-metrics basin-metrics stream-metrics"
                + " list-locations get-default-location set-default-location");
  }

  @Test
  void decode_ofWhatIsLeftOutOrNull_allowsNothing() {
    var nothing = AccessTokenInfo.of(new AccessTokenId("x"), AccessTokenScope.NOTHING);

    assertThat(decode("{\"id\":\"x\",\"scope\":{}}")).isEqualTo(nothing);
    assertThat(
            decode(
                "{\"id\":\"x\",\"expires_at\":null,\"auto_prefix_streams\":null,\"more\":1,"
                    + "\"scope\":{\"basins\":null,\"streams\":null,\"access_tokens\":null,"
                    + "\"op_groups\":null,\"ops\":null,\"more\":{}}}"))
        .isEqualTo(nothing);
    assertThat(
            decode(
                "{\"id\":\"x\",\"scope\":{\"ops\":[],\"op_groups\":{\"account\":null,"
                    + "\"basin\":{},\"stream\":{\"read\":null,\"write\":null}}}}"))
        .isEqualTo(nothing);
  }

  @Test
  void decode_ofAnExpiryWithAnOffset_isTheInstant() {
    assertThat(decode("{\"id\":\"x\",\"scope\":{},\"expires_at\":\"2027-01-01T01:00:00+01:00\"}"))
        .isEqualTo(
            AccessTokenInfo.of(new AccessTokenId("x"), AccessTokenScope.NOTHING)
                .withExpiresAt(Instant.parse("2027-01-01T00:00:00Z")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "{\"id\":\"x\"}",
        "{\"scope\":{}}",
        "{\"id\":\"\",\"scope\":{}}",
        "{\"id\":\"..\",\"scope\":{}}",
        "{\"id\":\"x\",\"scope\":null}",
        "{\"id\":\"x\",\"scope\":{},\"expires_at\":\"tomorrow\"}",
        "{\"id\":\"x\",\"scope\":{},\"expires_at\":1}",
        "{\"id\":\"x\",\"scope\":{},\"auto_prefix_streams\":\"yes\"}",
        "{\"id\":\"x\",\"scope\":{\"basins\":{}}}",
        "{\"id\":\"x\",\"scope\":{\"basins\":\"all\"}}",
        "{\"id\":\"x\",\"scope\":{\"basins\":{\"exact\":null}}}",
        "{\"id\":\"x\",\"scope\":{\"basins\":{\"suffix\":\"a\"}}}",
        "{\"id\":\"x\",\"scope\":{\"basins\":{\"exact\":\"a\",\"prefix\":\"a\"}}}",
        "{\"id\":\"x\",\"scope\":{\"ops\":[\"write\"]}}",
        "{\"id\":\"x\",\"scope\":{\"ops\":\"read\"}}",
        "{\"id\":\"x\",\"scope\":{\"op_groups\":{\"account\":true}}}",
      })
  void decode_ofWhatIsNoToken_isBadJson(String text) {
    var rejected = catchThrowableOfType(RequestRejectedException.class, () -> decode(text));

    assertThat(rejected).as(text).isNotNull();
    assertThat(rejected.code()).isEqualTo(ErrorCode.BAD_JSON);
  }

  @Test
  void issued_isTheSecretBothWays() {
    byte[] text = AccessTokenJson.encodeIssued(new AccessToken("s3cret"));

    assertThat(text(text)).isEqualTo("{\"access_token\":\"s3cret\"}");
    assertThat(AccessTokenJson.decodeIssued(text).value()).isEqualTo("s3cret");
    assertThatThrownBy(() -> AccessTokenJson.decodeIssued("{}".getBytes(UTF_8)))
        .isInstanceOf(TransportException.class);
  }

  private static AccessTokenInfo decode(String text) {
    return AccessTokenJson.decode(text.getBytes(UTF_8));
  }

  private static String text(byte[] text) {
    return new String(text, UTF_8);
  }
}
