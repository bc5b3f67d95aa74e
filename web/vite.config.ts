import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const root = path.dirname(fileURLToPath(import.meta.url));

/** One script and one style, under names that do not change; the server sends an ETag with each. */
export default defineConfig({
  root,
  publicDir: path.join(root, 'public'),
  logLevel: 'warn',
  build: {
    outDir: path.join(root, '..', 'dist', 'web'),
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: false,
    rollupOptions: {
      input: path.join(root, 'main.ts'),
      output: {
        entryFileNames: 'site.js',
        assetFileNames: 'site[extname]',
        codeSplitting: false,
      },
    },
  },
});
