// The app of the tests, in Node and in the browser.
import { Events, makeSchema, Schema, State } from '@livestore/livestore'

const table = State.SQLite.table({ name: 'todos', columns: { id: State.SQLite.text({ primaryKey: true }) } })

export const todoCreated = Events.synced({
  name: 'v1.TodoCreated',
  schema: Schema.Struct({
    id: Schema.String,
    text: Schema.optional(Schema.String),
    author: Schema.optional(Schema.String),
    title: Schema.optional(Schema.String),
  }),
})

const events = { todoCreated }
const materializers = State.SQLite.materializers(events, { 'v1.TodoCreated': ({ id }) => table.insert({ id }) })

export const schema = makeSchema({ events, state: State.SQLite.makeState({ tables: { todos: table }, materializers }) })
