// How fast the pages are with a store of a million events: `node test/measure.mjs`, beside nothing else that works.
import { events, openPage, startBrowser, startWeir } from './given.mjs'

const COUNT = Number(process.argv[2] ?? 1_000_000)
const FRAMES = 240

const weir = await startWeir()
await weir.fill('long', COUNT)
const browser = await startBrowser()

/** The times between frames while something is done at each, in milliseconds, sorted. */
const framesWhile = (page, what) =>
  page.evaluate(
    async ([body, count]) => {
      const list = document.querySelector('.list')
      const each = new Function('list', 'i', 'count', body)
      const frame = () => new Promise(requestAnimationFrame)
      const times = []
      let last = await frame()
      for (let i = 0; i < count; i++) {
        each(list, i, count)
        const now = await frame()
        times.push(now - last)
        last = now
      }
      return times.sort((a, b) => a - b)
    },
    [what, FRAMES],
  )

const part = (times, of) => times[Math.min(times.length - 1, Math.floor(times.length * of))].toFixed(1)
const tell = (what, times) =>
  console.log(`${what}: median ${part(times, 0.5)} ms, 99 % ${part(times, 0.99)} ms, longest ${times.at(-1).toFixed(1)} ms`)

const page = await openPage(browser, `${weir.url}#/stores/long`, { viewport: { width: 1280, height: 800 } })
await page.getByRole('option').last().waitFor()
const paint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime)
const scripts = await page.evaluate(() =>
  performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('.js')).map(({ encodedBodySize }) => encodedBodySize),
)
console.log(`first contentful paint: ${paint.toFixed(0)} ms`)
console.log(`scripts as sent: ${scripts.join(' + ')} bytes`)
await page.evaluate(() => new Promise((done) => setTimeout(done, 1_000)))
tell('resting', await framesWhile(page, ''))
const wheel = 'list.dispatchEvent(new WheelEvent("wheel", { deltaY: -120, cancelable: true }))'
tell('by the wheel, 120 pixels a frame', await framesWhile(page, wheel))
tell('the scroll bar dragged through all of it', await framesWhile(page, 'list.scrollTop = (list.scrollHeight * i) / count'))
const begun = Date.now()
await page.getByRole('listbox').focus()
await page.keyboard.press('ArrowDown')
await page.keyboard.press('Home')
await page.getByRole('option').filter({ hasText: 'Number 1"' }).waitFor()
console.log(`from anywhere to the first event: ${Date.now() - begun} ms`)
const pushed = Date.now()
await page.keyboard.press('End')
await weir.push('long', events(COUNT + 1, 1))
await page.getByRole('option').filter({ hasText: `Number ${COUNT + 1}"` }).waitFor()
console.log(`from a push to its row: ${Date.now() - pushed} ms`)
await browser.close()
await weir.stop()
