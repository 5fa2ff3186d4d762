/// Weir and the API proxy of LiveStore's documentation, measured side by side in one run.
///
/// Start with [SideBySide], the command. [PushRound] and [DeliveryRound] are what is measured; both
/// speak the proxy protocol over [HttpConnection], which does little enough to keep the server the
/// slower side.
@NullMarked
package dev.weir.bench;

import org.jspecify.annotations.NullMarked;
