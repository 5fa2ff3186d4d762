/// LiveStore's sync model, whatever the backend: events as they travel, LiveStore's own sequence
/// numbers, what makes a batch of events valid, and the answers to a push. Open
/// [dev.weir.livestore.sync.EncodedEvent] first, then [dev.weir.livestore.sync.EventBatch].
@NullMarked
package dev.weir.livestore.sync;

import org.jspecify.annotations.NullMarked;
