// The worker that keeps the store's files and syncs it.
import { makeWorker } from '@livestore/adapter-web/worker'

import { schema } from './schema.ts'
import { backend } from './sync.ts'

makeWorker({ schema, sync: { backend } })
