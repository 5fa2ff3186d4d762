// The pictures of docs/demo.md: two windows side by side, online and then not.
//
//     node test/screenshots.mjs ../../docs/images
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'

import { openWindow, startBrowser, startWeir } from './given.mjs'

const out = process.argv[2] ?? '../../docs/images'
const size = { width: 460, height: 420 }

const [weir, browser] = await Promise.all([startWeir(), startBrowser()])
try {
  await mkdir(out, { recursive: true })
  const dark = { viewport: size, colorScheme: 'dark' }
  const [left, right] = await Promise.all([
    openWindow(browser, weir.page, { viewport: size }),
    openWindow(browser, weir.page, dark),
  ])
  await left.add('Buy milk', 'Call Ada')
  await right.has('Call Ada')
  await right.add('Water the plants')
  await right.tick('Buy milk')
  await left.has('Water the plants')
  await left.hasTicked('Buy milk')
  await picture([left, right], 'demo-live.png')

  await weir.kill()
  await Promise.all([left.isNow('offline'), right.isNow('offline')])
  await left.add('Written on the left')
  await right.add('Written on the right')
  await picture([left, right], 'demo-offline.png')

  await weir.startAgain()
  await left.has('Written on the right')
  await right.has('Written on the left')
  await Promise.all([left.isNow('online'), right.isNow('online')])
  await picture([left, right], 'demo-merged.png')
} finally {
  await browser.close()
  await weir.stop()
}

/** Two windows as one picture. */
async function picture(windows, name) {
  const shots = await Promise.all(windows.map(({ page }) => page.screenshot()))
  const images = shots.map((shot) => `<img src="data:image/png;base64,${shot.toString('base64')}">`)
  const page = await browser.newPage({ viewport: { width: 2 * size.width + 48, height: size.height + 32 } })
  await page.setContent(`<style>
    body { display: flex; gap: 16px; margin: 16px; background: #8a97a6 }
    img { border-radius: 8px; box-shadow: 0 2px 8px #0006 }
  </style>${images.join('')}`)
  await page.screenshot({ path: join(out, name) })
  await page.close()
}
