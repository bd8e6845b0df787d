import type { LaunchOptions } from 'playwright-core';

/** Debian's Chromium, quiet: no sandbox as root, and none of the background traffic of a desktop browser. */
export const CHROMIUM: LaunchOptions = {
  executablePath: '/usr/bin/chromium',
  headless: true,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};
