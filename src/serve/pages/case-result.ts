import { asksProtected } from '../../core/asked.ts';
import type { RunDocument } from '../../core/run.ts';
import { isLeaf, pathTo } from '../../core/tree.ts';
import { shownWords } from '../../draw/folds.ts';
import { counted, rounded } from '../../draw/format.ts';
import { decisionOf, meanWords } from '../../draw/labels.ts';
import { nodeShares } from '../../draw/layout.ts';
import { scaled } from '../../draw/scene.ts';
import { SHIELD_WORDS, shieldScene } from '../../draw/shield.ts';
import { treeScene } from '../../draw/tree.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import { agreesWith } from '../case-flips.ts';
import type { CaseAnswer } from '../contract-case.ts';
import { drawing, html, type Html } from '../html.ts';
import { href, withQuery, type Site } from '../site.ts';
import type { CaseState } from './case.ts';
import { flipSection } from './case-flips.ts';
import { slackSection } from './case-slack.ts';
import { flagLabel, flagMeaning } from './flag-words.ts';
import {
  className,
  ownMark,
  protectedMark,
  roleWords,
  toleranceWords,
  verdict,
  whiskerCell,
} from './parts.ts';

/** What the tree makes of a case: decision, way, and how far to trust it. */
export function resultSection(
  site: Site,
  run: LoadedRun,
  state: CaseState,
  answer: CaseAnswer,
): Html {
  const path = run.paths.find((one) => one.leaf === answer.leaf)!;
  const address = href(site, 'runs', run.id, 'paths', path.id);
  const steps = answer.steps.map((step) => {
    const asked = run.model.features.find(({ name }) => name === step.feature);
    return html`<li>
      <span class="step-value"
        ><strong>${step.feature}</strong>${protectedMark(asked)} ${step.value}</span
      >
      <span class="step-met">${step.met}</span>
    </li>`;
  });
  return html`<section class="result" id="result" tabindex="-1" aria-labelledby="result-title">
    <h2 id="result-title">${verdict(run.manifest, answer)} ${meanOf(run, answer)}</h2>
    ${noticeList(answer)} ${teacherLine(run, answer)}
    <ol class="steps">
      ${steps}
    </ol>
    ${reasonLine(run, answer)} ${flipSection(site, run, state, answer)} ${slackSection(run, answer)}
    <h3>How far to trust this path</h3>
    <p class="trust">
      ${whiskerCell(path.fidelity, 'Fidelity was not measured: no held-out row came here.')}
      ${
        path.fidelity.value === null
          ? null
          : html`<span class="quiet"
              >${trustWords(run.manifest)} on ${counted(path.fidelity.n, 'held-out row')}</span
            >`
      }
    </p>
    ${path.flags.map(
      (flag) => html`<p><strong>${flagLabel(flag)}.</strong> ${flagMeaning(flag)}</p>`,
    )}
    <p>
      <a class="button" href="${address}">Open path ${run.paths.indexOf(path) + 1}</a>
    </p>
    ${litTree(site, run, answer)}
  </section>`;
}

function noticeList(answer: CaseAnswer): Html | null {
  if (answer.notices.length === 0) return null;
  return html`<ul class="alert">
    ${answer.notices.map(
      (notice) => html`<li><strong>${notice.feature}.</strong> ${notice.message}</li>`,
    )}
  </ul>`;
}

function meanOf(run: LoadedRun, answer: CaseAnswer): Html | null {
  const decision = decisionOf(run.model, answer.leaf);
  const mean = meanWords(decision);
  return mean === '' || decision.deferred ? null : html`<span class="quiet">at ${mean}</span>`;
}

/** That the tree does not answer, what it would say, and the teacher's answer where it is there. */
function deferralLine(run: LoadedRun, answer: CaseAnswer): Html {
  const mean = meanWords(decisionOf(run.model, answer.leaf));
  const { teacher } = answer;
  return html`<p class="alert">
    This tree does not answer here: ask the teacher. The tree would say
    ${ownMark(run.manifest, answer)}${mean === '' ? null : ` (${mean})`}.
    ${
      teacher === null
        ? 'The teacher is not kept with this run.'
        : html`The teacher answers
          ${className(run.manifest, teacher.decision, teacher.value[0] ?? null)}.`
    }
  </p>`;
}

function teacherLine(run: LoadedRun, answer: CaseAnswer): Html | null {
  if (answer.deferredFrom !== null) return deferralLine(run, answer);
  if (answer.teacher === null) return null;
  const mark = className(run.manifest, answer.teacher.decision, answer.teacher.value[0] ?? null);
  if (run.manifest.task === 'regression') {
    return html`<p>The teacher answers ${mark}${distanceWords(run.manifest, answer)}.</p>`;
  }
  const agrees = answer.teacher.decision === answer.decision;
  return agrees
    ? html`<p>The teacher decides the same: ${mark}.</p>`
    : html`<p class="alert">The teacher decides otherwise: ${mark}.</p>`;
}

/** Where the tree only explains: that its path is no reason, least of all where the teacher differs. */
function reasonLine(run: LoadedRun, answer: CaseAnswer): Html | null {
  if (run.manifest.role !== 'explains') return null;
  if (answer.teacher !== null && agreesWith(run, answer, answer.teacher) === false) {
    return html`<p class="alert">
      The teacher decides, and it differs from the tree on this case:
      <strong>this path must not be given as the reason.</strong>
    </p>`;
  }
  return html`<p class="caution">
    ${roleWords('explains').text}
    ${
      answer.teacher === null
        ? 'The teacher is not kept with this run, so nobody knows here whether it answers this case alike.'
        : null
    }
  </p>`;
}

function trustWords(manifest: RunDocument): string {
  return manifest.task === 'regression'
    ? toleranceWords(manifest).replace('Within', 'within')
    : 'fidelity';
}

/** `, 0.21 from the student: within the 0.44 that count as agreement`. */
function distanceWords(manifest: RunDocument, answer: CaseAnswer): string {
  const { tolerance } = manifest.metrics.withinTolerance;
  const distance = Math.abs(answer.teacher!.value[0]! - answer.value[0]!);
  const away = `, ${rounded(distance)} from the student`;
  if (tolerance === null) return away;
  const side = distance <= tolerance ? 'within' : 'beyond';
  return `${away}: ${side} the ${rounded(tolerance)} that counts as agreement`;
}

/** Small enough for most of a path to be seen at once, large enough to read. */
const LIT_SCALE = 0.75;

/** The case's path with everything beside it folded, and how much that is. */
function litTree(site: Site, run: LoadedRun, answer: CaseAnswer): Html {
  const { model } = run;
  const lit = new Set(pathTo(model.tree, answer.leaf));
  const beside = Array.from(model.tree.feature.keys()).filter(
    (id) => !isLeaf(model.tree, id) && !lit.has(id),
  );
  const folded = new Set(beside);
  const shields = [...lit].some((id) => asksProtected(model, id));
  const scene = treeScene({
    model,
    shares: nodeShares(model.tree, run.paths),
    folded,
    selected: answer.leaf,
    focus: answer.leaf,
  });
  const whole = withQuery(href(site, 'runs', run.id, 'tree'), { node: answer.leaf });
  return html`<div class="lit-tree">
    <h3>Its way through the tree</h3>
    <div class="tree-box" tabindex="0" role="region" aria-label="The case in the tree">
      ${drawing(scaled(scene, LIT_SCALE))}
    </div>
    <p class="quiet">
      ${shownWords(model.tree, folded)}.
      ${shields ? html`${drawing(shieldScene())} ${SHIELD_WORDS}.` : null}
      <a href="${whole}">Show it in the whole tree</a>
    </p>
  </div>`;
}
