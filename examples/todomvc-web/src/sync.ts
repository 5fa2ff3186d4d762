// The stock sync backend, kept going. In LiveStore 0.4.0 three pulls that fail within 0.2 s are the end of syncing
// until the page is loaded again, and so is an event that comes twice. A failed pull therefore becomes what LiveStore
// pulls again after, and what a pull repeats is dropped. The package `weir-sync` does this and more.
import { IsOfflineError, type SyncBackend } from '@livestore/common'
import { makeSyncBackend, type SyncMetadataType } from '@livestore/sync-s2'
import { Cause, Effect, Option, Schedule, Stream, SubscriptionRef } from '@livestore/utils/effect'

type Pull = SyncBackend.SyncBackend<SyncMetadataType>['pull']

const stock = makeSyncBackend({
  endpoint: '/api/s2',
  ping: { enabled: false, requestTimeout: '5 seconds' },
  retry: { pull: Schedule.recurs(0), push: Schedule.recurs(0) },
})

export const backend: SyncBackend.SyncBackendConstructor<SyncMetadataType> = (store) =>
  Effect.gen(function* () {
    const { isConnected, ...sync } = yield* stock(store)
    const connected = SubscriptionRef.waitUntil(isConnected, (is) => is)
    const disconnected = SubscriptionRef.set(isConnected, false)

    yield* sync.ping.pipe(
      Effect.as('3 seconds' as const),
      Effect.catchAll(() => Effect.as(disconnected, '1 second' as const)),
      Effect.flatMap(Effect.sleep),
      Effect.forever,
      Effect.forkScoped,
    )

    const pull: Pull = (cursor, options) => {
      let head = Option.match(cursor, { onNone: () => 0, onSome: ({ eventSequenceNumber }) => Number(eventSequenceNumber) })
      const isNew = (seqNum: number) => seqNum > head && (head = seqNum) > 0
      return sync.pull(cursor, options).pipe(
        Stream.map((item) => ({ ...item, batch: item.batch.filter(({ eventEncoded }) => isNew(eventEncoded.seqNum)) })),
        Stream.catchAllCause((cause) =>
          Cause.isInterruptedOnly(cause)
            ? Stream.failCause(cause as Cause.Cause<never>)
            : Stream.fromEffect(
                Effect.zipRight(Effect.sleep('1 second'), new IsOfflineError({ cause: Cause.squash(cause) })),
              ),
        ),
      )
    }

    const push: typeof sync.push = (batch) =>
      connected.pipe(Effect.zipRight(sync.push(batch)), Effect.retry(Schedule.spaced('1 second')))

    return { ...sync, isConnected, pull, push }
  })
