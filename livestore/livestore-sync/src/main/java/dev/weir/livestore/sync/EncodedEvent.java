package dev.weir.livestore.sync;

import dev.weir.livestore.sync.internal.ArgsText;
import dev.weir.livestore.sync.internal.EventFields;
import dev.weir.livestore.sync.internal.JsonText;
import dev.weir.livestore.sync.internal.JsonTree;
import dev.weir.livestore.sync.internal.PlainEvent;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/// An event as it travels between clients and backends (LiveStore's
/// `LiveStoreEvent.Global.Encoded`).
///
/// The text is the event: it is stored and delivered as it came, so that nothing a client wrote is
/// lost (key order, escapes, the digits of numbers). The other components are what the text says,
/// read as JavaScript reads it. Use [#parse(String)] or [#of]; whoever calls the constructor
/// answers for the text and the other components saying the same.
///
/// @param name the event definition's name, like `v1.TodoCreated`
/// @param seqNum the event's number
/// @param parentSeqNum the number of the event before it
/// @param clientId the client that committed the event
/// @param sessionId the client's session that did
/// @param json the whole event as a JSON object, `args` included
public record EncodedEvent(
    String name,
    EventSeqNum seqNum,
    EventSeqNum parentSeqNum,
    String clientId,
    String sessionId,
    String json) {

  /// Reads an event. A key that occurs twice counts with its last value, unknown keys are ignored,
  /// and `args` may be anything or missing.
  ///
  /// @param json one JSON object, nested at most 1,000 deep; kept verbatim
  /// @throws MalformedEventException if it is not JSON, a text is missing or not a string, or a
  ///   number is no safe integer of JavaScript (5, 5.0 and 5e0 are the same integer)
  public static EncodedEvent parse(String json) {
    EventFields plain = PlainEvent.read(json);
    if (plain != null) {
      return plain.withJson(json);
    }
    try {
      return JsonText.read(json, EventFields::read).withJson(json);
    } catch (IOException e) {
      throw new MalformedEventException("an event must be a JSON object: " + JsonText.problem(e));
    }
  }

  /// An event written as LiveStore writes it: without spaces, keys in LiveStore's order.
  ///
  /// @param argsJson the encoded arguments, one JSON value, taken verbatim
  /// @throws MalformedEventException if `argsJson` is not JSON
  public static EncodedEvent of(
      String name,
      String argsJson,
      EventSeqNum seqNum,
      EventSeqNum parentSeqNum,
      String clientId,
      String sessionId) {
    checkValue(argsJson);
    return written(name, Optional.of(argsJson), seqNum, parentSeqNum, clientId, sessionId);
  }

  private static EncodedEvent written(
      String name,
      Optional<String> argsJson,
      EventSeqNum seqNum,
      EventSeqNum parentSeqNum,
      String clientId,
      String sessionId) {
    var json = new StringBuilder(argsJson.map(String::length).orElse(0) + 128);
    JsonText.quote(name, json.append("{\"name\":"));
    argsJson.ifPresent(args -> json.append(",\"args\":").append(args));
    json.append(",\"seqNum\":").append(seqNum.value());
    json.append(",\"parentSeqNum\":").append(parentSeqNum.value());
    JsonText.quote(clientId, json.append(",\"clientId\":"));
    JsonText.quote(sessionId, json.append(",\"sessionId\":"));
    return new EncodedEvent(
        name, seqNum, parentSeqNum, clientId, sessionId, json.append('}').toString());
  }

  /// The encoded arguments as they stand in the text, or empty if the event has none.
  public Optional<String> argsJson() {
    try {
      return ArgsText.find(json);
    } catch (IOException e) {
      throw new MalformedEventException("an event must be a JSON object: " + JsonText.problem(e));
    }
  }

  /// The same event at another place in the log: what a client pushes after a rebase. Its text is
  /// written anew, with the arguments as they were.
  public EncodedEvent renumbered(EventSeqNum number, EventSeqNum parent) {
    return seqNum.equals(number) && parentSeqNum.equals(parent)
        ? this
        : written(name, argsJson(), number, parent, clientId, sessionId);
  }

  /// Whether `other` is this event, perhaps written differently: equal texts and numbers, and
  /// arguments that are the same JavaScript value. The order of keys and the spelling of numbers do
  /// not count (1, 1.0 and 1e0 are one number); missing arguments differ from `null`.
  public boolean isSame(EncodedEvent other) {
    return seqNum.equals(other.seqNum)
        && parentSeqNum.equals(other.parentSeqNum)
        && hasSameContent(other);
  }

  /// The same, wherever in the log they stand.
  public boolean hasSameContent(EncodedEvent other) {
    return name.equals(other.name)
        && clientId.equals(other.clientId)
        && sessionId.equals(other.sessionId)
        && (json.equals(other.json) || hasSameArgs(other));
  }

  private boolean hasSameArgs(EncodedEvent other) {
    Optional<JsonTree> args = args();
    Optional<JsonTree> others = other.args();
    if (args.isEmpty() || others.isEmpty()) {
      return args.isEmpty() && others.isEmpty();
    }
    return args.get().isSame(others.get());
  }

  private Optional<JsonTree> args() {
    try {
      Map<String, JsonTree> members = JsonTree.parseObject(json);
      return Optional.ofNullable(members.get("args"));
    } catch (IOException e) {
      throw new MalformedEventException("an event must be a JSON object: " + JsonText.problem(e));
    }
  }

  /// The same JSON without lone surrogates, which UTF-8 cannot carry: as escapes instead. For
  /// whoever keeps an event's text, or its arguments, in bytes.
  public static String escapeLoneSurrogates(String json) {
    return JsonText.escapeLoneSurrogates(json);
  }

  private static void checkValue(String argsJson) {
    try {
      JsonText.checkValue(argsJson);
    } catch (IOException e) {
      throw new MalformedEventException("args must be one JSON value: " + JsonText.problem(e));
    }
  }
}
