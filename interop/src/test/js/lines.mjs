// How a client process talks with the test that started it: one JSON object a line. The test writes
// {"id":1,"do":"commit",...} to stdin; the answer on stdout carries the same id and either "result" or "error".
// Whatever else the process has to say goes to stderr, which the test prints when it fails.
import { createInterface } from 'node:readline'

/** Answers requests until stdin ends. Requests run side by side, so a long wait does not block the next question. */
export const answerLines = (verbs, describe) => {
  const write = process.stdout.write.bind(process.stdout)
  // LiveStore and Effect log to the console; stdout belongs to the answers.
  for (const level of ['log', 'info', 'debug', 'warn']) console[level] = console.error.bind(console)

  const answer = async ({ id, do: verb, ...request }) => {
    try {
      write(`${JSON.stringify({ id, result: (await verbs[verb](request)) ?? {} })}\n`)
    } catch (error) {
      console.error(`${verb} ${JSON.stringify(request).slice(0, 300)} failed:`, error)
      console.error('state:', await describe(request).catch(String))
      write(`${JSON.stringify({ id, error: String(error?.message ?? error) })}\n`)
    }
  }
  const lines = createInterface({ input: process.stdin })
  lines.on('line', (line) => answer(JSON.parse(line)))
  lines.on('close', () => process.exit(0)) // the test is gone
  process.on('unhandledRejection', (reason) => console.error('unhandled rejection:', reason))
}

/** Looks every few milliseconds whether `holds()` is true; false if it is not by `deadline` (epoch milliseconds). */
export const holdsBefore = async (deadline, holds) => {
  while (!(await holds())) {
    if (Date.now() >= deadline) return false
    await pause(10)
  }
  return true
}

export const pause = (millis) => new Promise((resume) => setTimeout(resume, millis))
