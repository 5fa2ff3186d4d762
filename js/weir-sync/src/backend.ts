import { type SyncBackend, UnknownError } from '@livestore/common'
import { makeSyncBackend as makeStockBackend, S2LimitExceededError, type SyncMetadataType } from '@livestore/sync-s2'
import { Duration, Effect, HttpClient, Schedule, SubscriptionRef } from '@livestore/utils/effect'

import type { WeirSyncOptions } from './options.ts'
import { makePace } from './pace.ts'
import { pullOver } from './pull.ts'
import { toSyncError } from './refusal.ts'
import { transportOver } from './transport.ts'

type Backend = SyncBackend.SyncBackend<SyncMetadataType>

/** The stock backend of `@livestore/sync-s2`, with what it lacks around it; the README has the list. */
export const makeSyncBackend =
  (options: WeirSyncOptions): SyncBackend.SyncBackendConstructor<SyncMetadataType> =>
  (store) =>
    Effect.gen(function* () {
      const { endpoint, retry, auth, payloadInUrl = auth === undefined } = options
      const urls = typeof endpoint === 'string' ? { push: endpoint, pull: endpoint, ping: endpoint } : endpoint
      const isConnected = yield* SubscriptionRef.make(false)
      const pace = makePace(isConnected)
      const http = transportOver(yield* HttpClient.HttpClient, options, store, urls.pull, pace, isConnected)
      const stock = yield* makeStockBackend({
        endpoint: urls,
        ping: { enabled: false },
        // LiveStore itself tries again, and pulls with the cursor of that moment, which the stock backend would not.
        retry: { pull: retry?.pull ?? Schedule.recurs(0), push: retry?.push ?? Schedule.recurs(0) },
      })({ ...store, payload: payloadInUrl ? store.payload : undefined }).pipe(
        Effect.provideService(HttpClient.HttpClient, http),
      )

      const ping = http.head(urls.ping).pipe(
        Effect.asVoid,
        Effect.mapError(toSyncError),
        Effect.catchTag('ServerAheadError', (cause) => new UnknownError({ cause })),
      )
      if (options.ping?.enabled !== false) {
        yield* Effect.forkScoped(pingForEver(ping, Duration.decode(options.ping?.requestInterval ?? '10 seconds')))
      }
      return {
        ...stock,
        connect: Effect.flatMap(SubscriptionRef.get(isConnected), (already) => (already ? Effect.void : ping)),
        pull: pullOver(stock.pull, pace),
        push: (batch) =>
          stock.push(batch).pipe(
            Effect.catchAllDefect((defect) => pushUpTo(defect, batch, stock.push)),
            Effect.mapError(toSyncError),
            Effect.tapError((error) => (error._tag === 'UnknownError' ? Effect.logError(error) : Effect.void)),
          ),
        ping,
        isConnected,
        metadata: { ...stock.metadata, name: 'weir-sync', description: 'LiveStore sync through Weir' },
      }
    })

/** What comes before an event that is too large need not wait behind it. */
const pushUpTo = (cause: unknown, batch: Parameters<Backend['push']>[0], push: Backend['push']) => {
  if (!(cause instanceof S2LimitExceededError)) return new UnknownError({ cause })
  const { actual, max, recordIndex = 0 } = cause
  const what = `event ${batch[recordIndex]?.seqNum} is ${actual} bytes as an S2 record, and ${max} are the most`
  const note = `${what}: neither it nor what follows can be synced`
  return Effect.zipRight(push(batch.slice(0, recordIndex)), new UnknownError({ cause, note, payload: { actual, max } }))
}

/** A ping that fails is tried again after 1, 2, 4 s and so on, up to the interval. */
const pingForEver = (ping: Backend['ping'], interval: Duration.Duration) => {
  let failures = 0
  const pause = () => (failures === 0 ? interval : Duration.min(interval, Duration.seconds(2 ** (failures - 1))))
  return ping.pipe(
    Effect.match({ onSuccess: () => (failures = 0), onFailure: () => failures++ }),
    Effect.flatMap(() => Effect.sleep(pause())),
    Effect.forever,
  )
}
