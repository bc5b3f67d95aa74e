import type { RunDocument } from '../../core/run.ts';
import { counted, intervalText, measure, percent } from '../../draw/format.ts';

/** The fidelity of a run in words: one figure, what it is, and how to take it. */
export interface Headline {
  readonly figure: string;
  readonly caption: string;
  readonly sentences: readonly string[];
}

export function headline(manifest: RunDocument): Headline {
  return manifest.fidelityKind === 'agreement' ? agreement(manifest) : explained(manifest);
}

function agreement(manifest: RunDocument): Headline {
  const { fidelity, majority, headroomClosed, metrics, constantAnswer } = manifest;
  const student =
    manifest.role === 'decides'
      ? 'the tree decides as its teacher would'
      : 'the tree says what the teacher decides';
  const rows = counted(metrics.n, 'test row');
  return {
    figure: measure(fidelity.value, 'agreement'),
    caption: 'fidelity: the student gives the teacher’s answer',
    sentences: [
      `On ${rows} that nobody trained on, ${student} in ${measure(fidelity.value, 'agreement')} of cases (95% interval ${intervalText(fidelity, 'agreement')}).`,
      baseline(
        manifest,
        `Always answering “${constantAnswer}” would agree on ${percent(majority.value)}; the tree closes ${percent(headroomClosed.value, 0)} of what is left.`,
      ),
      ...twin(manifest),
    ],
  };
}

function explained(manifest: RunDocument): Headline {
  const { fidelity, metrics } = manifest;
  return {
    figure: measure(fidelity.value, 'r2'),
    caption: 'fidelity: R² of the student to the teacher',
    sentences: [
      `On ${counted(metrics.n, 'test row')} that nobody trained on, the tree explains ${percent(fidelity.value)} of the variance of its teacher’s answers (95% interval ${intervalText(fidelity, 'agreement')}).`,
      baseline(manifest, 'A constant answer explains none of it.'),
      ...twin(manifest),
    ],
  };
}

function baseline(manifest: RunDocument, usual: string): string {
  const { fidelity, majority } = manifest;
  const useless =
    fidelity.low !== null && majority.value !== null && fidelity.low <= majority.value;
  return useless
    ? `This is not clearly better than a constant answer, which reaches ${measure(majority.value, manifest.fidelityKind)}: do not rely on this tree.`
    : usual;
}

function twin({ twinAgreement, fidelityKind }: RunDocument): string[] {
  if (twinAgreement.value === null) return [];
  const value = measure(twinAgreement.value, fidelityKind);
  return fidelityKind === 'agreement'
    ? [`Two teachers that differ only in their seed agree on ${value}.`]
    : [`Two teachers that differ only in their seed reach ${value} on each other.`];
}
