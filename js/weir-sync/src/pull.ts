import { IsOfflineError, SyncBackend } from '@livestore/common'
import type { SyncMetadataType } from '@livestore/sync-s2'
import { Cause, Effect, Option, Stream } from '@livestore/utils/effect'

import type { Pace } from './pace.ts'
import { toSyncError } from './refusal.ts'

type Pull = SyncBackend.SyncBackend<SyncMetadataType>['pull']
type Item = SyncBackend.PullResItem<SyncMetadataType>

/** Pulls as the stock backend does, but brings no event twice, and never ends for good. */
export const pullOver = (pull: Pull, pace: Pace): Pull => {
  const numberOf = (cursor: Parameters<Pull>[0]) =>
    Option.match(cursor, { onNone: () => 0, onSome: ({ eventSequenceNumber }) => Number(eventSequenceNumber) })
  let newest: Parameters<Pull>[0] = Option.none()

  /** LiveStore would take any error but this one for the end of pulling. Defects count, too. */
  const interrupted = (cause: Cause.Cause<unknown>) => {
    if (Cause.isInterruptedOnly(cause)) return Stream.failCause(cause as Cause.Cause<never>)
    pace.trouble()
    const error = toSyncError(Cause.squash(cause))
    const offline = error._tag === 'IsOfflineError' ? error : new IsOfflineError({ cause: error })
    return Stream.fromEffect(Effect.zipRight(Effect.logWarning('a pull failed; it is tried again', error), offline))
  }

  return (cursor, options) => {
    let head = numberOf(cursor)
    /** True for each number once, and for none behind a higher one. */
    const isLater = (seqNum: number) => seqNum > head && (head = seqNum) > 0
    // After a rebase LiveStore has a number without metadata, which alone means everything from the start.
    const known = numberOf(newest) === head && head > 0 ? newest : cursor
    return pull(known, options).pipe(
      Stream.map((item): Item => ({ ...item, batch: item.batch.filter(({ eventEncoded: e }) => isLater(e.seqNum)) })),
      Stream.tap((item) =>
        Effect.sync(() => {
          newest = Option.orElse(SyncBackend.cursorFromPullResItem(item), () => newest)
          pace.answered(item.batch.length)
        }),
      ),
      Stream.catchAllCause(interrupted),
    )
  }
}
