// What happens to a list, and what the list is after it happened.
import { Events, makeSchema, Schema, State } from '@livestore/livestore'

const { text, boolean, datetime } = State.SQLite

export const todos = State.SQLite.table({
  name: 'todos',
  columns: {
    id: text({ primaryKey: true }),
    text: text(),
    completed: boolean({ default: false }),
    createdAt: datetime(),
  },
})

const { String: Text, Boolean: Flag, Date: Instant, Struct } = Schema

export const events = {
  created: Events.synced({ name: 'v1.TodoCreated', schema: Struct({ id: Text, text: Text, createdAt: Instant }) }),
  renamed: Events.synced({ name: 'v1.TodoRenamed', schema: Struct({ id: Text, text: Text }) }),
  marked: Events.synced({ name: 'v1.TodoMarked', schema: Struct({ id: Text, completed: Flag }) }),
  deleted: Events.synced({ name: 'v1.TodoDeleted', schema: Struct({ id: Text }) }),
  cleared: Events.synced({ name: 'v1.CompletedCleared', schema: Struct({}) }),
}

const materializers = State.SQLite.materializers(events, {
  'v1.TodoCreated': (todo) => todos.insert(todo),
  'v1.TodoRenamed': ({ id, text }) => todos.update({ text }).where({ id }),
  'v1.TodoMarked': ({ id, completed }) => todos.update({ completed }).where({ id }),
  'v1.TodoDeleted': ({ id }) => todos.delete().where({ id }),
  'v1.CompletedCleared': () => todos.delete().where({ completed: true }),
})

export const schema = makeSchema({ events, state: State.SQLite.makeState({ tables: { todos }, materializers }) })
