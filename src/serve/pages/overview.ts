import { sizeWords } from '../../draw/spoken.ts';
import { PATH_FLAGS, type RunDocument } from '../../core/run.ts';
import { treeDepth } from '../../core/tree.ts';
import { counted, grouped, percent } from '../../draw/format.ts';
import { rulerScene } from '../../draw/ruler.ts';
import { drawing, html, type Html } from '../html.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import type { HeldOutRow } from '../held-out-rows.ts';
import { runHref, type Site } from '../site.ts';
import { confusionSection } from './confusion.ts';
import { deferralSection } from './deferral.ts';
import { frontierChart } from './frontier-chart.ts';
import { groupSection } from './groups.ts';
import { leadingSection } from './leading-paths.ts';
import { headline } from './headline.ts';
import { flagLabel } from './flag-words.ts';
import { fact, figureCell, roleWords, toleranceWords } from './parts.ts';
import { dataSection, filesSection, teacherSection } from './record.ts';
import { heldOutWords } from './row-words.ts';
import { shell } from './shell.ts';
import { trustSentences } from './trust.ts';

/**
 * `/runs/:run`: what the run is, how faithful it is, and what to mind. `rows` may be none but for
 * numbers that all lie within the tolerance, whose paths are told apart by them.
 */
export function overviewPage(site: Site, run: LoadedRun, rows: readonly HeldOutRow[]): Html {
  const { manifest } = run;
  const body = html`<p class="eyebrow">
      ${sizeWords(treeDepth(run.model.tree), manifest.student.leaves, manifest.student.depth)}
    </p>
    <h1>${manifest.name}</h1>
    ${fidelitySection(site, run)} ${roleSection(manifest)} ${keyFigures(manifest)}
    ${warningsSection(manifest)} ${flagsSection(site, run, rows)} ${leadingSection(site, run)}
    ${frontierSection(site, run)} ${deferralSection(site, run)} ${groupSection(manifest)}
    ${confusionSection(site, run)} ${teacherSection(manifest)} ${dataSection(manifest)}
    ${filesSection(site, run)}`;
  return shell(site, { title: run.id, run, tab: 'overview', body });
}

function fidelitySection(site: Site, run: LoadedRun): Html {
  const { manifest } = run;
  const words = headline(manifest);
  const marks = [
    { name: 'constant answer', value: manifest.majority.value },
    { name: 'twin teachers', value: manifest.twinAgreement.value },
  ];
  return html`<section class="headline" aria-labelledby="fidelity">
    <h2 id="fidelity" class="visually-hidden">Fidelity</h2>
    <p class="headline-figure">
      <strong>${words.figure}</strong>
      <span>${words.caption}</span>
    </p>
    <div class="headline-words">
      ${drawing(rulerScene(manifest.fidelity, marks, manifest.fidelityKind))}
      ${words.sentences.map((sentence) => html`<p>${sentence}</p>`)}
      <p class="actions">
        <a class="button" href="${runHref(site, run, 'paths')}"
          >Read ${run.paths.length === 1 ? 'the path' : `all ${grouped(run.paths.length)} paths`}</a
        >
        <a class="button" href="${runHref(site, run, 'tree')}">See the tree</a>
        <a class="button" href="${runHref(site, run, 'case')}">Try a case</a>
      </p>
    </div>
  </section>`;
}

function roleSection(manifest: RunDocument): Html {
  const words = roleWords(manifest.role);
  return html`<section class="role" aria-labelledby="role">
    <h2 id="role">${words.title}</h2>
    <p>${words.text}</p>
  </section>`;
}

function keyFigures(manifest: RunDocument): Html {
  const kind = manifest.fidelityKind;
  const { accuracy, metrics } = manifest;
  const measured = kind === 'r2' ? 'R² to the truth' : 'accuracy';
  const facts: [string, Html][] = [
    [`Teacher’s ${measured}`, figureCell(accuracy.teacher, kind)],
    [`Student’s ${measured}`, figureCell(accuracy.student, kind)],
    [`Of the teacher’s ${measured} kept`, figureCell(accuracy.retained, 'agreement')],
    ['Headroom closed', figureCell(manifest.headroomClosed, 'agreement')],
    ...(kind === 'r2' ? distances(manifest) : agreements(manifest)),
    ['Constant answer', figureCell(manifest.majority, kind)],
    ['Twin agreement', figureCell(manifest.twinAgreement, kind)],
  ];
  return html`<section aria-labelledby="figures">
    <h2 id="figures">On the same ${counted(metrics.n, 'test row')}</h2>
    <dl class="figures">${facts.map(([term, cell]) => fact(term, cell))}</dl>
  </section>`;
}

function agreements({ balancedFidelity, metrics }: RunDocument): [string, Html][] {
  return [
    ['Balanced fidelity', figureCell(balancedFidelity, 'agreement')],
    ['Cohen’s κ with the teacher', figureCell(metrics.kappa, 'r2')],
  ];
}

function distances(manifest: RunDocument): [string, Html][] {
  const { metrics, target } = manifest;
  return [
    [toleranceWords(manifest), figureCell(metrics.withinTolerance.share, 'agreement')],
    [`Mean distance to teacher, in ${target}`, figureCell(metrics.mae.teacher, 'r2')],
  ];
}

function warningsSection(manifest: RunDocument): Html | null {
  if (manifest.warnings.length === 0) return null;
  const items = manifest.warnings.map(
    (warning) =>
      html`<li>
        <p>${warning.message}</p>
        <code>${warning.code}</code>
      </li>`,
  );
  return html`<section class="warnings" aria-labelledby="warnings">
    <h2 id="warnings">${counted(manifest.warnings.length, 'warning')}</h2>
    <ul>
      ${items}
    </ul>
  </section>`;
}

/** How many paths carry each flag, with a link to them: where a reviewer starts. */
function flagsSection(site: Site, run: LoadedRun, rows: readonly HeldOutRow[]): Html {
  const items = PATH_FLAGS.flatMap((flag) => {
    const paths = run.paths.filter((path) => path.flags.includes(flag));
    if (paths.length === 0) return [];
    const share = paths.reduce((sum, path) => sum + (path.coverage.value ?? 0), 0);
    return [
      html`<div>
        <dt>${flagLabel(flag)}</dt>
        <dd>
          <a href="${runHref(site, run, 'paths', { flag })}">${counted(paths.length, 'path')}</a
          ><span class="quiet">, ${percent(share)} of held-out rows</span>
        </dd>
      </div>`,
    ];
  });
  return html`<section aria-labelledby="flags">
    <h2 id="flags">Paths to look at</h2>
    ${
      items.length === 0
        ? html`<p>No path carries a flag.</p>`
        : html`<dl class="facts wide">${items}</dl>`
    }
    <p class="quiet measure">${heldOutWords(run)}</p>
    ${trustSentences(site, run, rows)}
  </section>`;
}

function frontierSection(site: Site, run: LoadedRun): Html {
  return html`<section aria-labelledby="frontier">
    <h2 id="frontier">Depth against fidelity</h2>
    <p class="measure">${run.frontier.pick.why}</p>
    ${frontierChart(run.frontier)}
    <p><a href="${runHref(site, run, 'frontier')}">All depths as a table</a></p>
  </section>`;
}
