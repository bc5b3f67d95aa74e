import type { PathFlag } from '../../core/run.ts';

/** How a path was compared with the others. */
const TEST =
  'beyond what chance explains (Fisher’s exact test, corrected for how many paths were looked at)';

const FLAG_WORDS: Readonly<Record<PathFlag, readonly [label: string, meaning: string]>> = {
  'no-real-rows': [
    'no held-out rows',
    'No real row held back for evaluation came here. What the student does on real cases of this kind was not measured.',
  ],
  'few-real-rows': [
    'few held-out rows',
    'Few real rows held back for evaluation came here, so the interval is wide. Go by its lower end.',
  ],
  'low-fidelity': [
    'low fidelity',
    `On held-out rows student and teacher differ here more often than on the other paths together, ${TEST}. Do not take this path for what the teacher would say.`,
  ],
  'low-fresh-fidelity': [
    'low on fresh queries',
    `On rows drawn afresh in this region and answered by the teacher, the two differ more often than on such rows of the other paths, ${TEST}. Cases here that are unlike the held-out rows may be decided otherwise than by the teacher.`,
  ],
  undecided: [
    'nearly undecided',
    'The two classes that the teacher finds likeliest here lie close together in its mean probability: a small change may turn the decision.',
  ],
  'rare-in-training': [
    'rare in training',
    'Few real training rows came here; most of what shaped this path was drawn by the augmentation.',
  ],
};

export function flagLabel(flag: PathFlag): string {
  return FLAG_WORDS[flag][0];
}

export function flagMeaning(flag: PathFlag): string {
  return FLAG_WORDS[flag][1];
}
