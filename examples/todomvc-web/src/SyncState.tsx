import type { Store } from '@livestore/livestore'
import { Effect, Fiber, Stream } from '@livestore/utils/effect'
import { useEffect, useState } from 'react'

/** Whether Weir answers; without it the list works as before, and syncs when it is back. */
export const SyncState = ({ store }: { store: Pick<Store, 'networkStatus'> }) => {
  const [connected, setConnected] = useState<boolean>()

  useEffect(() => {
    const { networkStatus } = store
    const changes = Stream.concat(Stream.fromEffect(networkStatus), networkStatus.changes)
    const fiber = changes.pipe(
      Stream.runForEach(({ isConnected }) => Effect.sync(() => setConnected(isConnected))),
      Effect.runFork,
    )
    return () => void Effect.runFork(Fiber.interrupt(fiber))
  }, [store])

  const state = connected === undefined ? 'connecting' : connected ? 'online' : 'offline'
  const words = { connecting: 'Connecting', online: 'Online', offline: 'Offline: changes are kept here' }
  return (
    <p role="status" data-state={state}>
      {words[state]}
    </p>
  )
}
