import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { readSource, readSources, ROOT, type Import, type SourceFile } from './source-files.ts';

/** The house: which folder may import which. Siblings meet in core's plain data. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  core: [],
  cart: ['core'],
  store: ['core'],
  dataset: ['core', 'store'],
  teacher: ['core', 'cart'],
  augment: ['core'],
  student: ['core', 'cart'],
  evaluate: ['core'],
  compile: ['core'],
  draw: ['core'],
  report: ['core', 'store', 'draw'],
  node: ['core'],
  serve: ['core', 'report', 'draw', 'compile'],
};
const STAGES = Object.keys(MAY_IMPORT);

/** What only wires the stages together. */
const WIRING: Readonly<Record<string, readonly string[]>> = {
  commands: STAGES,
  'cli.ts': ['core', 'node', 'commands'],
  'index.ts': [...STAGES, 'commands'],
};

/** The one import that no text names: a run's `predict.js`, which the server has read back first. */
const PROVEN_CODE = 'web/views/code.ts -> (computed import)';

const BROWSER_SAFE = ['core', 'cart', 'augment', 'student', 'evaluate', 'compile', 'draw'];

/** Packages of plain JavaScript, which run in a browser as they are. */
const PURE_PACKAGES = [
  '@babel/parser',
  '@babel/types',
  '@noble/hashes',
  'd3-hierarchy',
  'd3-scale',
  'd3-selection',
  'd3-shape',
  'd3-zoom',
  'ml-cart',
  'ml-matrix',
  'zod/mini',
];

const sources = readSources(existsSync(path.join(ROOT, 'web')) ? ['src', 'web'] : ['src']);
const src = sources.filter((file) => file.path.startsWith('src/'));
const web = sources.filter((file) => file.path.startsWith('web/') && !isToolConfiguration(file));

function isToolConfiguration(file: SourceFile): boolean {
  return file.path === 'web/vite.config.ts';
}

/** `core` for `src/core/tree.ts`, `cli.ts` for `src/cli.ts`, `web` for all of the site. */
function folderOf(file: string): string {
  const [top = '', folder = ''] = file.split('/');
  return top === 'src' ? folder : top;
}

function mayImport(from: string, to: string): boolean {
  const allowed = { ...MAY_IMPORT, ...WIRING }[from];
  if (allowed === undefined) throw new Error(`${from} has no place in the house`);
  return from === to || allowed.includes(to);
}

function webMayImport(target: string): boolean {
  return ['core', 'draw', 'web'].includes(folderOf(target)) || target === 'src/serve/contract.ts';
}

/** Imports that break the table, as `file -> target`. */
function brokenEdges(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) =>
    file.imports
      .filter(({ isFile }) => isFile)
      .filter(({ target }) =>
        folderOf(file.path) === 'web'
          ? !webMayImport(target)
          : !target.startsWith('src/') || !mayImport(folderOf(file.path), folderOf(target)),
      )
      .map(({ target }) => `${file.path} -> ${target}`),
  );
}

function isPure({ target }: Import): boolean {
  return PURE_PACKAGES.some((name) => target === name || target.startsWith(`${name}/`));
}

/** Everything that runs when `roots` run: the files they import, to the end. */
function reachedFrom(roots: readonly SourceFile[], all: readonly SourceFile[]): SourceFile[] {
  const byPath = new Map(all.map((file) => [file.path, file]));
  const reached = new Set(roots);
  for (const file of reached) {
    for (const { target, isFile, typeOnly } of file.imports) {
      const next = byPath.get(target);
      if (isFile && !typeOnly && next !== undefined) reached.add(next);
    }
  }
  return [...reached];
}

/** Packages that a browser could not load, as `file -> package`. */
function impurePackages(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) =>
    file.imports
      .filter((entry) => !entry.isFile && !entry.typeOnly && !isPure(entry))
      .map(({ target }) => `${file.path} -> ${target}`),
  );
}

function usesWhere(files: readonly SourceFile[], risky: RegExp): string[] {
  return files.flatMap(({ path: name, uses }) =>
    uses.filter((use) => risky.test(use)).map((use) => `${name}: ${use}`),
  );
}

/** Files of a cycle of imports that run, or an empty list. */
function importCycle(files: readonly SourceFile[]): string[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const done = new Set<string>();
  const visit = (name: string, trail: readonly string[]): string[] => {
    if (trail.includes(name)) return [...trail.slice(trail.indexOf(name)), name];
    if (done.has(name)) return [];
    for (const { target, isFile, typeOnly } of byPath.get(name)?.imports ?? []) {
      const cycle = isFile && !typeOnly ? visit(target, [...trail, name]) : [];
      if (cycle.length > 0) return cycle;
    }
    done.add(name);
    return [];
  };
  for (const file of files) {
    const cycle = visit(file.path, []);
    if (cycle.length > 0) return cycle;
  }
  return [];
}

describe('the house', () => {
  test('is seen: more than a handful of files and imports, every folder among them', () => {
    const imports = src.flatMap((file) => file.imports);
    expect(src.length).toBeGreaterThan(80);
    expect(imports.filter(({ isFile }) => isFile).length).toBeGreaterThan(200);
    expect(imports.filter(({ isFile }) => !isFile).length).toBeGreaterThan(20);
    const seen = new Set(src.map((file) => folderOf(file.path)));
    for (const folder of BROWSER_SAFE) expect(seen).toContain(folder);
  });

  test('every imported file exists', () => {
    const targets = sources.flatMap((file) => file.imports.filter(({ isFile }) => isFile));
    const lost = targets.filter(({ target }) => !existsSync(path.join(ROOT, target)));
    expect(lost).toEqual([]);
  });

  test('folders import only what the table allows', () => {
    expect(brokenEdges(src)).toEqual([]);
  });

  test('the site imports only core, draw and the contract', () => {
    expect(brokenEdges(web)).toEqual([]);
  });

  test('the views of the site never import each other', () => {
    const crossed = web
      .filter((file) => file.path.startsWith('web/views/'))
      .flatMap((file) => file.imports.filter(({ target }) => target.startsWith('web/views/')));
    expect(crossed).toEqual([]);
  });

  test('no file imports itself by a detour', () => {
    expect(importCycle(sources)).toEqual([]);
  });

  test('what a browser runs imports nothing of Node', () => {
    const safe = src.filter((file) => BROWSER_SAFE.includes(folderOf(file.path)));
    const reached = reachedFrom([...safe, ...web], sources);
    expect(reached.length).toBeGreaterThan(60);
    expect(impurePackages(reached)).toEqual([PROVEN_CODE]);
  });
});

describe('determinism', () => {
  test('nothing draws unseeded numbers or powers that differ between Node versions', () => {
    expect(usesWhere(src, /^(Math|\*\*)/)).toEqual([]);
  });

  test('nothing depends on the locale', () => {
    expect(usesWhere(src, /^(localeCompare|toLocale|Intl)/)).toEqual([]);
  });

  test('nothing reads the clock but the server and the commands', () => {
    const stages = src.filter((file) => !['serve', 'commands'].includes(folderOf(file.path)));
    expect(usesWhere(stages, /^Date/)).toEqual(['src/core/words.ts: Date in dateWords']);
  });

  test('one file turns text into functions', () => {
    const found = usesWhere(src, /^(Function|eval) /).map((use) => use.split(':')[0]);
    expect(found).toEqual(['src/compile/script/load.ts']);
    const vm = src.filter((file) => file.imports.some(({ target }) => target === 'node:vm'));
    expect(vm).toEqual([]);
  });
});

describe('the checks themselves can fail', () => {
  const fault = (name: string, text: string): SourceFile => readSource(name, text);

  test('on forbidden edges', () => {
    const broken = [
      fault('src/core/a.ts', "import { x } from '../cart/grow.ts';"),
      fault('src/teacher/b.ts', "import type { y } from '../student/student.ts';"),
      fault('src/draw/c.ts', "export * from '../serve/html.ts';"),
      fault('src/augment/d.ts', "const e = await import('../store/disk.ts');"),
      fault('web/f.ts', "import { x } from '../src/serve/app.ts';"),
      fault('src/report/g.ts', "let h: import('../compile/load.ts').Row;"),
    ];
    expect(brokenEdges(broken)).toHaveLength(broken.length);
  });

  test('on a folder without a place', () => {
    const stray = fault('src/utils/a.ts', "import { x } from '../core/tree.ts';");
    expect(() => brokenEdges([stray])).toThrow('utils has no place in the house');
  });

  test('on packages that need Node, however far away', () => {
    const files = [
      fault('src/draw/a.ts', "import { b } from '../core/b.ts';"),
      fault('src/core/b.ts', "import path from 'node:path'; import express from 'express';"),
    ];
    const reached = reachedFrom(files.slice(0, 1), files);
    expect(impurePackages(reached)).toEqual([
      'src/core/b.ts -> node:path',
      'src/core/b.ts -> express',
    ]);
  });

  test('on cycles', () => {
    const files = [
      fault('src/core/a.ts', "import { b } from './b.ts';"),
      fault('src/core/b.ts', "import { a } from './a.ts';"),
    ];
    expect(importCycle(files)).toEqual(['src/core/a.ts', 'src/core/b.ts', 'src/core/a.ts']);
  });

  test.each([
    ['Math.random()', 'Math.random'],
    ["Math['pow'](2, 3)", 'Math.pow'],
    ['const { random } = Math', 'Math by another name'],
    ['2 ** 3', '**'],
    ['let x = 2; x **= 3', '**'],
    ["'a'.localeCompare('b')", 'localeCompare'],
    ['(5).toLocaleString()', 'toLocaleString'],
    ["x?.toLocaleUpperCase('tr')", 'toLocaleUpperCase'],
    ['new Intl.Collator()', 'Intl'],
    ['Date.now()', 'Date.now'],
    ['new Date()', 'Date'],
    ['Date()', 'Date'],
    ["new Function('return 1')", 'Function'],
    ["Function('return 1')", 'Function'],
    ["eval('1')", 'eval'],
  ])('on %s', (code, use) => {
    expect(fault('src/core/a.ts', code).uses).toEqual([`${use} in the module`]);
  });

  test('and not on words in comments and strings', () => {
    const text = "// Math.random() ** 2\nconst a = 'new Date()'; /* import x from 'node:fs' */";
    expect(fault('src/core/a.ts', text)).toEqual({ path: 'src/core/a.ts', imports: [], uses: [] });
  });
});
