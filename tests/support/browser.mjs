// browser: Debian's Chromium, driven by playwright-core.
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { root } from './house.mjs'

const need = createRequire(join(root, 'tests/browser/package.json'))
const { chromium } = need('playwright-core')
export const axePath = need.resolve('axe-core/axe.min.js')

export const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2, locale: 'zh-CN' }
export const desk = { viewport: { width: 1440, height: 900 }, locale: 'zh-CN' }

export const launch = () => chromium.launch({
  executablePath: process.env.YC_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
})
