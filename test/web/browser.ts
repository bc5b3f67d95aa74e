import { existsSync } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { chromium, type Browser } from 'playwright-core';

/** Chrome and Chromium as distributions install them. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * A browser to test with: `ESPALIER_BROWSER`, one installed on this machine, or the one that the
 * development dependency @sparticuz/chromium unpacks (Linux). There is no silent way around it.
 */
async function findBrowser(): Promise<string> {
  const named = process.env['ESPALIER_BROWSER'];
  if (named !== undefined && named !== '') {
    if (existsSync(named)) return named;
    throw new Error(`ESPALIER_BROWSER names ${named}, which is not there.`);
  }
  const installed = await firstExecutable([...onPath(), ...PLACES]);
  if (installed !== null) return installed;
  try {
    const { default: packaged } = await import('@sparticuz/chromium');
    return await packaged.executablePath();
  } catch (cause) {
    throw new Error(
      'No browser to test the site with: install Chromium or Chrome, or set ESPALIER_BROWSER to one.',
      { cause },
    );
  }
}

function onPath(): string[] {
  const folders = (process.env['PATH'] ?? '').split(path.delimiter);
  return NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)));
}

async function firstExecutable(files: readonly string[]): Promise<string | null> {
  for (const file of files) {
    const found = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return file;
  }
  return null;
}

/** Starts it, headless; the sandbox is off, as tests run in containers and open only our own site. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: await findBrowser(),
    headless: true,
    args: ['--no-sandbox', '--no-zygote', '--disable-dev-shm-usage'],
  });
}
