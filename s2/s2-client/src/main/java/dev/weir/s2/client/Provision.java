package dev.weir.s2.client;

import dev.weir.s2.Provisioned;
import dev.weir.s2.Provisioned.Outcome;
import dev.weir.s2.wire.S2Headers;
import java.util.function.Function;

/// The answer to a create or an ensure.
final class Provision {
  private static final int CREATED = 201;

  private Provision() {}

  static <T> Provisioned<T> of(Answer.Whole answer, Function<byte[], T> decodeInfo) {
    var said = answer.header(S2Headers.PROVISION_RESULT).flatMap(S2Headers::parseProvisionResult);
    // Older servers say it by the status alone.
    var outcome = said.orElse(answer.status() == CREATED ? Outcome.CREATED : Outcome.UPDATED);
    return new Provisioned<>(decodeInfo.apply(answer.body()), outcome);
  }
}
