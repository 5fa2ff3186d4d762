/// The S2 v1 API's JSON, server-sent events, query parameters and error bodies, to and from the
/// types of [dev.weir.s2]. Each class holds one concept and both directions. Open
/// [dev.weir.s2.wire.AppendJson] first. What a client sent wrongly is a
/// [dev.weir.s2.RequestRejectedException] (or an [dev.weir.s2.InvalidInputException], which travels
/// as `invalid`); what a server sent wrongly is a [dev.weir.s2.TransportException].
@NullMarked
package dev.weir.s2.wire;

import org.jspecify.annotations.NullMarked;
