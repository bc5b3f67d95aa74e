import type { VectorList, VectorsAnswer } from '../../src/serve/contract.ts';
import { getJson } from '../api.ts';
import { byId } from '../mount.ts';

/** What the exported module is asked here. */
interface Exported {
  readonly leaf: (row: Readonly<Record<string, number | string | null>>) => number;
  readonly meta: { readonly modelHash: string };
  readonly schema: readonly { readonly name: string; readonly kind: string }[];
}

/** The page's own proof: the exported function, run here on rows at every threshold. */
export function startCode(): void {
  const button = document.getElementById('run-vectors');
  button?.addEventListener('click', () => void show(button));
}

async function show(button: HTMLElement): Promise<void> {
  button.toggleAttribute('disabled', true);
  byId('vectors-said').textContent = await proof().catch(
    () => 'The proof could not be run here: the site did not answer.',
  );
  button.toggleAttribute('disabled', false);
}

async function proof(): Promise<string> {
  const { fault, list } = await getJson<VectorsAnswer>('vectors');
  if (list === null) return `predict.js is not run here: ${fault}.`;
  const { base = '', run = '' } = document.body.dataset;
  const address = `${base}/runs/${encodeURIComponent(run)}/module/predict.js`;
  return compared((await import(/* @vite-ignore */ address)) as Exported, list);
}

function compared({ leaf, meta, schema }: Exported, list: VectorList): string {
  const { vectors, total, modelHash } = list;
  const tree = modelHash.slice(0, 12);
  if (meta.modelHash !== modelHash) {
    return `predict.js names another tree: ${meta.modelHash.slice(0, 12)}, not ${tree}.`;
  }
  const rowOf = (row: VectorList['vectors'][number]['row']) =>
    Object.fromEntries(
      row.map(([f, text]) => {
        const { name, kind } = schema[f]!;
        return [name, kind === 'number' && text !== null ? Number(text) : text];
      }),
    );
  const agree = vectors.filter((vector) => leaf(rowOf(vector.row)) === vector.leaf).length;
  const some = vectors.length < total ? ` (the first of ${total})` : '';
  return `${agree} of ${vectors.length} vectors agree${some}, tree ${tree}.`;
}
