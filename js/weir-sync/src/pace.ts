import { Effect, Stream, type SubscriptionRef } from '@livestore/utils/effect'

const [SHORTEST_PAUSE, LONGEST_PAUSE] = [1_000, 30_000]
/** A response that was open for so long is no part of earlier trouble. */
const SETTLED = 10_000

/**
 * How soon a pull may ask again. The stock backend asks at once, hundreds of times a second where it is refused. Here
 * trouble means a pause of a second or more, doubled each time; events, or a response that stays open, end it.
 */
export const makePace = (isConnected: SubscriptionRef.SubscriptionRef<boolean>) => {
  let [troubles, notBefore, askedAt, live] = [0, 0, 0, false]

  const pause = Effect.suspend(() => {
    const rest = notBefore - Date.now()
    const reconnected = isConnected.changes.pipe(
      Stream.dropWhile((connected) => connected),
      Stream.takeUntil((connected) => connected),
      Stream.runDrain,
    )
    return Effect.sleep(Math.min(rest, SHORTEST_PAUSE)).pipe(
      Effect.zipRight(Effect.race(Effect.sleep(rest - SHORTEST_PAUSE), reconnected)),
      Effect.when(() => rest > 0),
    )
  })

  const settle = () => {
    if (Date.now() - askedAt >= SETTLED) troubles = 0
  }
  const trouble = () => {
    settle()
    // Jitter makes it longer, never shorter, so that a client keeps to one request a second.
    notBefore = Date.now() + Math.min(SHORTEST_PAUSE * 2 ** troubles++, LONGEST_PAUSE) * (1 + Math.random() / 4)
  }
  return {
    trouble,
    /** Waits until a pull may be sent; not longer than a second once a ping has reached the server again. */
    ask: (asksLive: boolean) => pause.pipe(Effect.tap(() => void ([askedAt, live] = [Date.now(), asksLive]))),
    /** A response has brought something, or has ended well with nothing. */
    answered: (events: number) => {
      settle()
      if (events > 0) troubles = 0
      else if (live && Date.now() - askedAt < SHORTEST_PAUSE) trouble()
    },
  }
}
export type Pace = ReturnType<typeof makePace>
