// Builds dist/ when it is missing or older than any source file.
import { execFileSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const SOURCES = ['src', 'web', 'package.json', 'tsconfig.json', 'tsconfig.base.json'];
const BUILT = ['dist/cli.js', 'dist/web/assets'];

/** Milliseconds of the latest change at or below a path. */
function newest(path) {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  const inside = readdirSync(path).map((name) => newest(`${path}/${name}`));
  return Math.max(0, ...inside);
}

function builtAt(path) {
  try {
    return newest(path);
  } catch {
    return 0;
  }
}

process.chdir(root);
const isStale = Math.min(...BUILT.map(builtAt)) < Math.max(...SOURCES.map(newest));
if (isStale) execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
