import { makePersistedAdapter } from '@livestore/adapter-web'
import LiveStoreSharedWorker from '@livestore/adapter-web/shared-worker?sharedworker'
import { StoreRegistry, StoreRegistryProvider, storeOptions } from '@livestore/react'
import { Suspense } from 'react'
import { unstable_batchedUpdates as batchUpdates } from 'react-dom'
import { createRoot } from 'react-dom/client'

import { App } from './App.tsx'
import { Failure } from './Failure.tsx'
import LiveStoreWorker from './livestore.worker.ts?worker'
import { schema } from './schema.ts'
import './style.css'

/** `?store=NAME` is another list; whoever opens the same name has the same list. */
const storeId = new URLSearchParams(location.search).get('store') || 'todos'

const options = storeOptions({
  storeId,
  schema,
  adapter: makePersistedAdapter({
    storage: { type: 'opfs' },
    worker: LiveStoreWorker,
    sharedWorker: LiveStoreSharedWorker,
  }),
})

const registry = new StoreRegistry({ defaultOptions: { batchUpdates, disableDevtools: true } })

createRoot(document.getElementById('root') as HTMLElement).render(
  <Failure>
    <Suspense fallback={<p className="note">Opening the list …</p>}>
      <StoreRegistryProvider storeRegistry={registry}>
        <App options={options} />
      </StoreRegistryProvider>
    </Suspense>
  </Failure>,
)
