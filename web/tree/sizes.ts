import { treeDepth } from '../../src/core/tree.ts';
import { leafCounts } from '../../src/draw/layout.ts';
import { changeWords, nearestSize, sizeWords, widthWords } from '../../src/draw/spoken.ts';
import { byId } from '../mount.ts';
import type { TreeData } from './stage.ts';

/** Beside a slider by which the tree was not chosen. */
const NOT_IN_USE = 'any';

/** Which tree of the run: by depth or by leaves; neither for its own. */
export interface SizeQuery {
  readonly depth: number | null;
  readonly leaves: number | null;
}

/** Sliders and buttons that ask for another tree of the run. */
export function startSizes(pick: (query: SizeQuery) => void): void {
  const rows = sizeRows();
  for (const row of rows) {
    const input = row.querySelector('input');
    if (input === null) continue;
    const ask = (): void => {
      for (const other of rows) write(other, other === row);
      pick(queryOf(row, input));
    };
    input.addEventListener('input', ask);
    for (const button of row.querySelectorAll<HTMLElement>('button[data-step]')) {
      button.addEventListener('click', () => {
        input.valueAsNumber += Number(button.dataset['step']);
        ask();
      });
    }
  }
}

/** Sets the sliders to a size that was not chosen by them. */
export function showChoice({ depth, leaves }: SizeQuery): void {
  for (const row of sizeRows()) {
    const input = row.querySelector('input');
    const isLimit = row.dataset['size'] === 'leaves';
    const at = sizesOf(row).indexOf(String(isLimit ? leaves : depth));
    const value = at === -1 ? (row.dataset['own'] ?? '') : String(at);
    if (input !== null && value !== '') input.value = value;
    write(row, isLimit === (leaves !== null));
  }
}

function sizeRows(): HTMLElement[] {
  return Array.from(document.querySelectorAll<HTMLElement>('[data-size]'));
}

function sizesOf(row: HTMLElement): string[] {
  return (row.dataset['sizes'] ?? '').split(',');
}

function queryOf(row: HTMLElement, input: HTMLInputElement): SizeQuery {
  const size = Number(sizesOf(row)[input.valueAsNumber]);
  if (row.dataset['size'] === 'leaves') return { depth: null, leaves: size };
  return { depth: input.value === row.dataset['own'] ? null : size, leaves: null };
}

/** The size in use beside its slider; `any` where the other slider chose the tree. */
function write(row: HTMLElement, inUse: boolean): void {
  const input = row.querySelector('input');
  const output = row.querySelector('output');
  if (input === null || output === null) return;
  const size = sizesOf(row)[input.valueAsNumber] ?? '';
  const picked = input.value === row.dataset['own'] ? ' (picked)' : '';
  output.textContent = inUse ? `${size}${picked}` : NOT_IN_USE;
  input.setAttribute('aria-valuetext', inUse ? size : 'not chosen by this');
}

/** A slider that is not in use stands where the tree is, so that a step from there is a small one. */
function follow(row: HTMLElement, size: number): void {
  const input = row.querySelector('input');
  if (input === null || row.querySelector('output')?.textContent !== NOT_IN_USE) return;
  input.valueAsNumber = nearestSize(sizesOf(row).map(Number), size);
}

/** What the tree is and how far it is from the run's own. */
export function showSize({ answer, model, shares }: TreeData): void {
  const leaves = leafCounts(model.tree)[0]!;
  const depth = treeDepth(model.tree);
  for (const row of sizeRows()) follow(row, row.dataset['size'] === 'leaves' ? leaves : depth);
  const widths = document.getElementById('tree-widths');
  if (widths !== null) widths.textContent = widthWords(shares);
  const limit = answer.limit === null ? '' : `, of at most ${answer.limit}`;
  const size = sizeWords(depth, leaves, answer.depth);
  byId('tree-size').textContent = `${size}${limit}`;
  byId('tree-changes').textContent = changeWords(answer.changes);
}
