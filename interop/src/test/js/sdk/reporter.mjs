// Node's test runner tells the Java test what it ran: one JSON object a line, with the test's name and, where it
// failed, why. A skipped test gives its reason.
import { inspect } from 'node:util'

export default async function* lines(events) {
  for await (const { type, data } of events) {
    if (type === 'test:pass') {
      yield `${JSON.stringify({ test: data.name, ...(data.skip === undefined ? {} : { skipped: String(data.skip) }) })}\n`
    } else if (type === 'test:fail') {
      yield `${JSON.stringify({ test: data.name, failure: inspect(data.details.error, { depth: 4 }) })}\n`
    } else if (type === 'test:stderr' || type === 'test:stdout') {
      process.stderr.write(data.message)
    }
  }
}
