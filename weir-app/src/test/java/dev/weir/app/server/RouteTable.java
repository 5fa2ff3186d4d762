package dev.weir.app.server;

import static dev.weir.app.server.Requester.ANYBODY;
import static dev.weir.app.server.Requester.NO_ONE;
import static dev.weir.app.server.Requester.OPERATORS;
import static dev.weir.app.server.Requester.READERS;
import static dev.weir.app.server.Requester.ROOT;
import static dev.weir.app.server.Requester.S2_READERS;
import static dev.weir.app.server.Requester.WRITERS;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Every request that a Weir answers, and whom it is for.
final class RouteTable {
  private static final String STREAM = "/v1/streams/mine";
  private static final String IN_CONSOLE = "/console/api/s2";
  private static final String RECORD = "{\"records\":[{\"body\":\"x\"}]}";
  private static final String PUSH =
      "{\"storeId\":\"mine\",\"batch\":[{\"name\":\"n\",\"args\":{\"t\":\"treasure\"},\"seqNum\":1,"
          + "\"parentSeqNum\":0,\"clientId\":\"c\",\"sessionId\":\"s\"}]}";

  private RouteTable() {}

  /// @param ownPage whether it comes with the header that only the console's own pages send
  /// @param letIn everybody else is refused
  record Row(String method, String target, String body, boolean ownPage, Set<Requester> letIn) {
    String path() {
      return target.replaceFirst("\\?.*", "");
    }

    @Override
    public String toString() {
      return method + " " + target + (ownPage ? " of the console's page" : "");
    }
  }

  static List<Row> rows() {
    var rows = new ArrayList<Row>();
    open(rows);
    sync(rows);
    s2(rows, "", false);
    s2(rows, IN_CONSOLE, true);
    console(rows);
    return rows;
  }

  private static Row get(String target, Set<Requester> letIn) {
    return new Row("GET", target, "", false, letIn);
  }

  private static void open(List<Row> rows) {
    for (String path :
        List.of("/health", "/ready", "/ping", "/metrics", "/", "/console", "/console/")) {
      rows.add(get(path, ANYBODY));
    }
    for (String ping : List.of("/api/s2", "/api/s2/ping")) {
      rows.add(new Row("HEAD", ping, "", false, ANYBODY));
    }
    rows.add(get("/v1", NO_ONE));
    rows.add(get(IN_CONSOLE + "/v1", NO_ONE));
  }

  private static String args(boolean live) {
    String args = "{\"storeId\":\"mine\",\"s2SeqNum\":\"from-start\",\"live\":" + live + "}";
    return "?args=" + URLEncoder.encode(args, StandardCharsets.UTF_8);
  }

  private static void sync(List<Row> rows) {
    rows.add(get("/api/s2" + args(false), READERS));
    rows.add(get("/api/s2/pull" + args(false), READERS));
    rows.add(get("/api/s2/live" + args(true), READERS));
    rows.add(new Row("POST", "/api/s2", PUSH, false, WRITERS));
    rows.add(new Row("POST", "/api/s2/push", PUSH, false, WRITERS));
  }

  /// @param at where S2's API is
  /// @param console whether it is the operators', who need no token of S2's
  private static void s2(List<Row> rows, String at, boolean console) {
    Set<Requester> all = console ? OPERATORS : ROOT;
    Set<Requester> readers = console ? OPERATORS : S2_READERS;
    var changes =
        List.of(
            new String[] {"POST", "/v1/basins", "{\"basin\":\"new-basin\"}"},
            new String[] {"PUT", "/v1/basins/new-basin", "{}"},
            new String[] {"PATCH", "/v1/basins/livestore", "{}"},
            new String[] {"DELETE", "/v1/basins/doomed-basin?confirm=doomed-basin", ""},
            new String[] {"POST", "/v1/streams", "{\"stream\":\"new\"}"},
            new String[] {"PUT", "/v1/streams/new", "{}"},
            new String[] {"PATCH", STREAM, "{}"},
            new String[] {"DELETE", "/v1/streams/doomed?confirm=doomed", ""},
            new String[] {"POST", STREAM + "/records", RECORD},
            new String[] {
              "POST", "/v1/access-tokens", "{\"id\":\"t\",\"scope\":{\"ops\":[\"read\"]}}"
            },
            new String[] {"DELETE", "/v1/access-tokens/doomed?confirm=doomed", ""},
            new String[] {"PUT", "/v1/locations/default", "\"local\""});
    for (String[] change : changes) {
      rows.add(new Row(change[0], at + change[1], change[2], console, all));
      if (console) {
        rows.add(new Row(change[0], at + change[1], change[2], false, NO_ONE));
      }
    }
    for (String target :
        List.of(
            "/v1/basins",
            "/v1/basins/livestore",
            "/v1/streams",
            STREAM,
            "/v1/access-tokens",
            "/v1/locations",
            "/v1/locations/default",
            "/v1/metrics?set=account-ops&start=0&end=60",
            "/v1/metrics/livestore?set=storage&start=0&end=60",
            "/v1/metrics/livestore/mine?set=storage&start=0&end=60")) {
      rows.add(get(at + target, all));
    }
    rows.add(get(at + STREAM + "/records?seq_num=0", readers));
    rows.add(get(at + STREAM + "/records/tail", readers));
  }

  private static void console(List<Row> rows) {
    for (String page :
        List.of(
            "overview",
            "stores",
            "store?stream=mine",
            "events?stream=mine",
            "event?stream=mine&at=0",
            "timeline",
            "conflicts",
            "live?stream=mine")) {
      rows.add(get("/console/api/" + page, OPERATORS));
    }
    for (String method : List.of("GET", "HEAD")) {
      rows.add(new Row(method, "/console/api/session", "", false, ANYBODY));
    }
    for (String method : List.of("POST", "DELETE")) {
      rows.add(new Row(method, "/console/api/session", "{\"token\":\"x\"}", false, NO_ONE));
    }
  }
}
