// The application that the tests run: todos that are only ever created. A row counts how often its event was applied,
// so a doubled event shows as a 2 and not as an error. Rows are inserted and never changed by another event, because
// LiveStore 0.4.0 may order updates differently on two clients even over a perfect log.
import { Events, makeSchema, Schema, State } from '@livestore/livestore'

const table = State.SQLite.table({
  name: 'todos',
  columns: {
    id: State.SQLite.text({ primaryKey: true }),
    author: State.SQLite.text(),
    title: State.SQLite.text(),
    timesApplied: State.SQLite.integer(),
  },
})

export const todoCreated = Events.synced({
  name: 'v1.TodoCreated',
  schema: Schema.Struct({ id: Schema.String, author: Schema.String, title: Schema.String }),
})

const events = { todoCreated }
const materializers = State.SQLite.materializers(events, {
  'v1.TodoCreated': (todo) => ({
    sql: `INSERT INTO todos VALUES ($id, $author, $title, 1)
          ON CONFLICT (id) DO UPDATE SET timesApplied = timesApplied + 1`,
    bindValues: { id: todo.id, author: todo.author, title: todo.title },
    writeTables: new Set(['todos']),
  }),
})

export const schema = makeSchema({
  events,
  state: State.SQLite.makeState({ tables: { todos: table }, materializers }),
})

export const allTodos = { query: 'SELECT * FROM todos ORDER BY id', bindValues: {} }
