// Two browsers at a page with a list, as a reader of the tutorial has them. `node pages.mjs URL TEXT AWAITED` enters
// TEXT in the first, says so once both have it and still have it after a reload, and ends once both have AWAITED.
import { chromium } from 'playwright-core'

const [url, text, awaited] = process.argv.slice(2)
const PATIENCE = 240_000

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update'],
  timeout: PATIENCE,
})
const open = async () => {
  const context = await browser.newContext()
  context.setDefaultTimeout(PATIENCE)
  const page = await context.newPage()
  await page.goto(url)
  return page
}
const have = (what) =>
  Promise.all(pages.map((page) => page.getByRole('listitem').filter({ hasText: what }).waitFor()))

const pages = await Promise.all([open(), open()])
await pages[0].getByLabel('New to-do').fill(text)
await pages[0].keyboard.press('Enter')
await have(text)
await Promise.all(pages.map((page) => page.reload()))
await have(text)
console.log('both have it')
await have(awaited)
await browser.close()
