package dev.weir.s2.wire;

import dev.weir.s2.Bytes;

/// One server-sent event.
///
/// @param type the `event` field; `message` where there was none
/// @param id the `id` field; empty where there was none
/// @param data the `data` fields, joined by line feeds
public record SseEvent(String type, String id, Bytes data) {}
