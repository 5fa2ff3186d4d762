import { queryDb } from '@livestore/livestore'
import { type storeOptions, useStore } from '@livestore/react'
import { type FormEvent, useState } from 'react'

import { events, type schema, todos } from './schema.ts'
import { SyncState } from './SyncState.tsx'
import { TodoItem } from './TodoItem.tsx'

const filters = {
  All: queryDb(todos.orderBy('createdAt', 'asc'), { label: 'all' }),
  Active: queryDb(todos.where({ completed: false }).orderBy('createdAt', 'asc'), { label: 'active' }),
  Completed: queryDb(todos.where({ completed: true }).orderBy('createdAt', 'asc'), { label: 'completed' }),
}

export const App = ({ options }: { options: ReturnType<typeof storeOptions<typeof schema>> }) => {
  const store = useStore(options)
  const [filter, setFilter] = useState<keyof typeof filters>('All')
  const shown = store.useQuery(filters[filter])
  const active = store.useQuery(filters.Active).length
  const completed = store.useQuery(filters.Completed).length

  const create = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const text = String(new FormData(form).get('text')).trim()
    if (text === '') return
    store.commit(events.created({ id: crypto.randomUUID(), text, createdAt: new Date() }))
    form.reset()
  }

  return (
    <>
      <header>
        <h1>todos</h1>
        <SyncState store={store} />
      </header>
      <main>
        <form onSubmit={create}>
          <input name="text" aria-label="New to-do" placeholder="What needs to be done?" autoComplete="off" autoFocus />
        </form>
        <ul aria-label="To-dos">
          {shown.map((todo) => (
            <TodoItem key={todo.id} todo={todo} commit={(...what) => store.commit(...what)} />
          ))}
        </ul>
        <footer>
          <span>{active === 1 ? '1 item left' : `${active} items left`}</span>
          <div role="group" aria-label="Show">
            {Object.keys(filters).map((name) => (
              <button
                key={name}
                type="button"
                aria-pressed={name === filter}
                onClick={() => setFilter(name as keyof typeof filters)}
              >
                {name}
              </button>
            ))}
          </div>
          <button type="button" disabled={completed === 0} onClick={() => store.commit(events.cleared({}))}>
            Clear completed
          </button>
        </footer>
      </main>
      <p className="note">
        List <strong>{options.storeId}</strong>. Open this page in another browser or a private window to see it sync.
        Double-click an item to change it.
      </p>
    </>
  )
}
