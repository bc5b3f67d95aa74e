import type { CompiledFunction } from '../../core/run.ts';
import { counted, grouped } from '../../draw/format.ts';
import { codeText, html, type Html } from '../html.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import { href, type Site } from '../site.ts';
import { scrollTable } from './parts.ts';
import { shell } from './shell.ts';

/** `/runs/:run/code`: the compiled function and what was proven of it. */
export function codePage(site: Site, run: LoadedRun, source: string | null): Html {
  const body = html`<h1>Code</h1>
    <p class="lead">The tree as one function of branches: no imports, no allocation, no clock.</p>
    ${proofSection(run)} ${runSection(run)}
    ${source === null ? noCode() : codeSection(site, run, source)}`;
  return shell(site, { title: `Code of ${run.id}`, run, tab: 'code', view: 'code', body });
}

function noCode(): Html {
  return html`<p class="empty">This run was written without code.</p>`;
}

function proofSection(run: LoadedRun): Html | null {
  const { equality } = run;
  if (equality === null) return null;
  const same = equality.modelHash === run.manifest.modelHash;
  const rows = Object.entries(equality.targets).map(
    ([target, proof]) =>
      html`<tr>
        <th scope="row">${target}</th>
        <td>${proof.readBackBy === null ? 'no' : `node for node, by ${proof.readBackBy}`}</td>
        <td class="number">${grouped(proof.vectors)}</td>
        <td class="number">${proof.differences}</td>
        <td>${mutantWords(proof.mutants)}</td>
      </tr>`,
  );
  return html`<section aria-labelledby="proof">
    <h2 id="proof">What was proven</h2>
    <p class="measure">
      Each emitted file was read back by a parser that knows nothing of the printer, compared with
      the tree node for node, and run on rows at every threshold and one step to either side.
      ${
        same
          ? 'The proof names the same tree as this site.'
          : html`<strong>The proof names another tree than this site shows.</strong>`
      }
    </p>
    ${scrollTable(
      'Proof',
      [
        ['Target'],
        ['Read back equal'],
        ['Rows run', 'number'],
        ['Differences', 'number'],
        ['Faults planted on purpose', 'sentence'],
      ],
      rows,
    )}
    ${functionList(equality.targets['ts']?.functions ?? [])}
  </section>`;
}

/** The exported function, run by the reader; without a script, what was proven when it was written. */
function runSection({ manifest, equality }: LoadedRun): Html | null {
  if (!Object.hasOwn(manifest.artifacts, 'predict.js')) return null;
  const proof = equality?.targets['js'];
  const said =
    proof === undefined
      ? 'Nothing was recorded of it.'
      : `When the run was written, ${grouped(proof.vectors - proof.differences)} of ${grouped(proof.vectors)} vectors agreed, tree ${equality!.modelHash.slice(0, 12)}.`;
  return html`<section aria-labelledby="own-run">
    <h2 id="own-run">Run it here</h2>
    <p class="measure">
      The run’s own <code>predict.js</code>, in this browser, on rows at every threshold: each must
      reach the leaf that it reaches on this site. It is read back as the tree before it is run.
    </p>
    <p class="with-script"><button type="button" id="run-vectors">Run the vectors</button></p>
    <p role="status" id="vectors-said">${said}</p>
  </section>`;
}

/** How V8 will take each function of the module. */
function functionList(functions: readonly CompiledFunction[]): Html | null {
  if (functions.length === 0) return null;
  return scrollTable(
    'Functions',
    [['Function'], ['Walks the tree as'], ['Bytes of V8 bytecode, estimated', 'number']],
    functions.map(
      ({ name, shape, bytecode }) =>
        html`<tr>
          <th scope="row"><code>${name}</code></th>
          <td>${SHAPE_WORDS[shape]}</td>
          <td class="number">${grouped(bytecode)}</td>
        </tr>`,
    ),
  );
}

const SHAPE_WORDS: Readonly<Record<CompiledFunction['shape'], string>> = {
  nested: 'nested branches',
  destructured: 'nested branches, values read first',
  table: 'a loop over a table',
  call: 'calls of leafAt',
};

function mutantWords(mutants: { applied: number; equivalent: number; caught: number }): string {
  if (mutants.applied === 0) return 'none';
  const harmless =
    mutants.equivalent === 0
      ? ''
      : `; ${grouped(mutants.equivalent)} more left every answer as it was`;
  const effective = mutants.applied - mutants.equivalent;
  return `${grouped(mutants.caught)} of ${grouped(effective)} caught${harmless}`;
}

function codeSection(site: Site, run: LoadedRun, source: string): Html {
  const lines = source.trimEnd().split('\n').length;
  return html`<section aria-labelledby="source">
    <h2 id="source">predict.ts</h2>
    <p>
      ${counted(lines, 'line')} ·
      <a href="${href(site, 'runs', run.id, 'files', 'predict.ts')}" download>Download</a>
    </p>
    <pre class="source" tabindex="0" role="region" aria-label="Source text"><code>${codeText(
      source,
    )}</code></pre>
  </section>`;
}
