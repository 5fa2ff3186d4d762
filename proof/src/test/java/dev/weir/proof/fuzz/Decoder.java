package dev.weir.proof.fuzz;

import dev.weir.app.settings.SettingsForms;
import dev.weir.app.store.StoreFiles;
import dev.weir.livestore.proxy.access.callback.CallbackForms;
import dev.weir.livestore.proxy.access.jwt.JwtForms;
import dev.weir.livestore.proxy.access.tokens.TokenForms;
import dev.weir.livestore.sync.EncodedEvent;
import dev.weir.livestore.sync.MalformedEventException;
import dev.weir.livestore.syncs2.MalformedReadBatchException;
import dev.weir.livestore.syncs2.MalformedRequestException;
import dev.weir.livestore.syncs2.PullArgs;
import dev.weir.livestore.syncs2.PushPayload;
import dev.weir.livestore.syncs2.ReadBatchDecoder;
import dev.weir.s2.S2Exception;
import dev.weir.s2.lite.StoredForms;
import dev.weir.s2.wire.AccessTokenJson;
import dev.weir.s2.wire.AppendJson;
import dev.weir.s2.wire.AppendProto;
import dev.weir.s2.wire.BasinJson;
import dev.weir.s2.wire.ErrorJson;
import dev.weir.s2.wire.FrameException;
import dev.weir.s2.wire.LastEventId;
import dev.weir.s2.wire.ListQuery;
import dev.weir.s2.wire.LocationJson;
import dev.weir.s2.wire.MetricsJson;
import dev.weir.s2.wire.MetricsQuery;
import dev.weir.s2.wire.PercentCoding;
import dev.weir.s2.wire.ReadJson;
import dev.weir.s2.wire.ReadProto;
import dev.weir.s2.wire.ReadQuery;
import dev.weir.s2.wire.ReconfigurationJson;
import dev.weir.s2.wire.RecordFormat;
import dev.weir.s2.wire.StreamJson;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/// What reads bytes from outside. The first byte of an input says by which of several ways.
///
/// Any bytes are read, or refused by the exception that is meant for it. What was read and is
/// written again reads as the same; and it does not matter where the bytes are cut into pieces.
@SuppressWarnings("ImmutableEnumChecker") // its lists never change
enum Decoder {
  /// Bodies of S2's API, of requests and of answers.
  JSON(
      List.of(
          text ->
              roundTrip(
                  text,
                  json -> AppendJson.decode(json, RecordFormat.RAW),
                  input -> AppendJson.encode(input, RecordFormat.RAW)),
          text ->
              roundTrip(
                  text,
                  json -> ReadJson.decode(json, RecordFormat.RAW),
                  batch -> ReadJson.encode(batch, RecordFormat.RAW)),
          text -> AppendJson.decode(text, RecordFormat.BASE64),
          text -> ReadJson.decode(text, RecordFormat.BASE64),
          AppendJson::decodeAck,
          ReadJson::decodeTail,
          BasinJson::decodeCreate,
          BasinJson::decodeConfig,
          BasinJson::decodePage,
          StreamJson::decodeCreate,
          StreamJson::decodeConfig,
          StreamJson::decodePage,
          AccessTokenJson::decode,
          AccessTokenJson::decodePage,
          ReconfigurationJson::decodeBasin,
          ReconfigurationJson::decodeStream,
          LocationJson::decodeList,
          MetricsJson::decode,
          ErrorJson::decode),
      List.of(
          "\0{\"records\":[{\"headers\":[[\"a\",\"b\"]],\"body\":\"x\"}],\"match_seq_num\":1}",
          "\1{\"records\":[{\"seq_num\":0,\"timestamp\":1,\"body\":\"x\"}],"
              + "\"tail\":{\"seq_num\":1,\"timestamp\":1}}",
          "\2{\"records\":[{\"body\":\"eA==\"}],\"fencing_token\":\"t\"}",
          "\4{\"start\":{\"seq_num\":0,\"timestamp\":1},\"end\":{\"seq_num\":1,\"timestamp\":1},"
              + "\"tail\":{\"seq_num\":1,\"timestamp\":1}}",
          "\6{\"basin\":\"test-basin\",\"config\":{\"create_stream_on_append\":true}}",
          "\12{\"storage_class\":\"express\",\"retention_policy\":{\"age\":60}}",
          "\14{\"id\":\"t\",\"expires_at\":\"2030-01-01T00:00:00Z\","
              + "\"scope\":{\"ops\":[\"read\"],\"basins\":{\"prefix\":\"a\"}}}",
          "\17{\"retention_policy\":null,\"delete_on_empty\":{\"min_age_secs\":1}}")),

  PROTOBUF(
      List.of(
          message -> roundTrip(message, AppendProto::decode, AppendProto::encode),
          message -> roundTrip(message, AppendProto::decodeAck, AppendProto::encodeAck),
          message -> roundTrip(message, ReadProto::decode, ReadProto::encode)),
      List.of("\0\12\3\32\1x\20\1", "\1\12\4\10\1\20\1\22\4\10\2\20\1\32\4\10\2\20\1")),

  /// Frames of s2s sessions.
  FRAMES(
      List.of(Pieces::frames),
      List.of("\0\0\0\6\0\32\1xyz", "\0\0\0\3\200\1\220{}", "\0\0\0\2\40(")),

  /// Server-sent events, and what a read session makes of them.
  SSE(
      List.of(Pieces::events),
      List.of(
          "\0event: batch\ndata: {\"records\":[],\"tail\":{\"seq_num\":1,\"timestamp\":1}}\n\n",
          "\0event: ping\r\ndata: {\"timestamp\":1}\r\nid: 1,2,3\r\n\r\n: c\n\ndata: [DONE]\n\n")),

  /// What is in the URLs and headers of S2's API.
  QUERIES(
      List.of(
          text -> ReadQuery.decode(string(text)),
          text -> ListQuery.decodeBasins(string(text)),
          text -> ListQuery.decodeStreams(string(text)),
          text -> MetricsQuery.decodeAccount(string(text)),
          text -> MetricsQuery.decodeStream(string(text)),
          text -> LastEventId.parse(string(text)),
          text -> StreamJson.decodeHeader(string(text)),
          text -> PercentCoding.decode(string(text))),
      List.of(
          "\0seq_num=1&count=10&bytes=9&until=5&clamp=true&wait=1",
          "\1prefix=a%20b&start_after=c&limit=10",
          "\3set=usage&start=0&end=60&interval=minute",
          "\5" + "1,2,3",
          "\7a%2Fb%C3%A9")),

  /// The `args` of a pull, as a value and in a query.
  ARGS(
      List.of(text -> PullArgs.decode(string(text)), text -> PullArgs.fromQuery(string(text))),
      List.of(
          "\0{\"storeId\":\"s\",\"s2SeqNum\":\"from-start\",\"live\":true}",
          "\0{\"storeId\":\"s\",\"s2SeqNum\":7,\"live\":false,\"payload\":{\"a\":[1,null]}}",
          "\1args=%7B%22storeId%22%3A%22s%22%2C%22s2SeqNum%22%3A1%2C%22live%22%3Afalse%7D")),

  /// The body of a push, an event of it, and a page of events from S2.
  EVENTS(
      List.of(
          PushPayload::decode,
          text -> event(string(text)),
          text -> ReadBatchDecoder.decode(string(text))),
      List.of(
          "\0{\"storeId\":\"s\",\"batch\":[{\"name\":\"v1.A\",\"args\":{},\"seqNum\":1,"
              + "\"parentSeqNum\":0,\"clientId\":\"c\",\"sessionId\":\"x\"}]}",
          "\1{\"name\":\"v1.A\",\"args\":{\"t\":\"\\u00e9\"},\"seqNum\":1,\"parentSeqNum\":0,"
              + "\"clientId\":\"c\",\"sessionId\":\"x\"}",
          "\2{\"records\":[{\"seq_num\":0,\"timestamp\":1,\"body\":\"{}\"}]}")),

  /// Rows of the embedded store.
  ROWS(rows(), List.of("\0\2\0\0\0\1\1", "\4\2\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\2\1\1\0\0")),

  /// The write-ahead log that a crash left.
  LOG(
      List.of(reading(StoredForms::readLog)),
      List.of("\0\0\0\0\0\1\0\1x", "\0\323\261\2\220\1\0\2a")),

  /// What says who may sync: tokens, the files and keys they are held against, and answers of a
  /// service that was asked.
  ACCESS(
      List.of(
          reading(TokenForms::readFile),
          reading(text -> JwtForms.readToken(string(text))),
          reading(text -> JwtForms.readKeys(string(text))),
          reading(text -> JwtForms.readTemplate(string(text))),
          reading(CallbackForms::readAnswer)),
      List.of(
          "\0# c\nalice read-write notes,acme-* 0123456789abcdef0123 until=2027-01-01T00:00:00Z\n",
          "\0bob read * sha256:" + "0f".repeat(32),
          "\1eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.AAAA",
          "\1eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.",
          "\2{\"keys\":[{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\",\"kid\":\"k\"}]}",
          "\2-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----",
          "\3user-{sub}-*{sub:pattern}",
          "\4{\"allow\":true,\"principal\":\"a\",\"expiresAt\":\"2027-01-01T00:00:00Z\"}")),

  /// What operators' files hold: backups, events, exports, settings.
  FILES(
      List.of(
          reading(text -> StoredForms.readManifest(string(text))),
          reading(StoreFiles::readEvents),
          reading(text -> StoreFiles.readExport(string(text))),
          reading(text -> SettingsForms.readFile(string(text)))),
      List.of(
          "\0weir-s2-lite-backup 1\n" + "0f".repeat(32) + " 7 000012.sst\nend\n",
          "\1[{\"name\":\"v1.A\",\"args\":{}},{\"name\":\"v1.B\",\"args\":[1]}]",
          "\2{\"name\":\"v1.A\",\"args\":{},\"seqNum\":1,\"parentSeqNum\":0,"
              + "\"clientId\":\"c\",\"sessionId\":\"x\"}\n"
              + "{\"weirExport\":1,\"store\":\"s\",\"events\":1,\"head\":1,\"sha256\":\"00\"}",
          "\3up.port = 7070\nbasin=livestore\n"));

  private interface Way {
    Object read(byte[] bytes) throws FrameException, CharacterCodingException;
  }

  private final List<Way> ways;
  private final List<String> seeds;

  Decoder(List<Way> ways, List<String> seeds) {
    this.ways = ways;
    this.seeds = seeds;
  }

  /// Inputs to begin with, one for each way that differs.
  List<byte[]> seeds() {
    return seeds.stream().map(text -> text.getBytes(StandardCharsets.ISO_8859_1)).toList();
  }

  void read(byte[] input) {
    if (input.length == 0) {
      return;
    }
    Way way = ways.get((input[0] & 0xFF) % ways.size());
    try {
      Object unused = way.read(Arrays.copyOfRange(input, 1, input.length));
    } catch (S2Exception
        | FrameException
        | CharacterCodingException
        | MalformedRequestException
        | MalformedReadBatchException
        | MalformedEventException e) {
      // refused, as it may be
    }
  }

  private static Way reading(Consumer<byte[]> reader) {
    return bytes -> {
      reader.accept(bytes);
      return bytes;
    };
  }

  private static List<Way> rows() {
    var ways = new ArrayList<Way>();
    for (int i = 0; i < StoredForms.rows(); i++) {
      int form = i;
      ways.add(row -> {
        StoredForms.readRow(form, row);
        return row;
      });
    }
    return ways;
  }

  /// Writes what was read, and reads and writes that again.
  private static <T> T roundTrip(
      byte[] bytes, Function<byte[], T> read, Function<T, byte[]> write) {
    T value = read.apply(bytes);
    byte[] written = write.apply(value);
    try {
      byte[] again = write.apply(read.apply(written));
      if (!Arrays.equals(written, again)) {
        throw new AssertionError("written " + string(written) + ", then " + string(again));
      }
    } catch (S2Exception e) {
      throw new AssertionError("written and not read: " + string(written), e);
    }
    return value;
  }

  private static EncodedEvent event(String text) {
    EncodedEvent event = EncodedEvent.parse(text);
    if (!event.isSame(EncodedEvent.parse(event.json()))) {
      throw new AssertionError("another event once read again: " + event);
    }
    return event;
  }

  private static String string(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
