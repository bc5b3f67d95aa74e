import type { Feature } from '../../core/table.ts';
import { defers, type Model } from '../../core/tree.ts';
import { numberWords } from '../../core/words.ts';
import type { Part } from './declarer.ts';
import { LINE_WIDTH } from './print.ts';
import { printDoc } from './print-doc.ts';
import { commentText, memberKey, quoted } from './quote.ts';

/** The type of an answer where some leaf defers. */
export const ANSWER_OR_DEFER = 'Label | typeof DEFER';

/** The type declarations of a generated file: the row as this model names it, and fixed ones. */
export function typeParts(model: Model): Part[] {
  const classes = model.task === 'classification';
  return [
    {
      name: 'Features',
      kind: 'fixed',
      doc: [
        'A row. `null` is a missing value; a key that is absent counts as missing too. Only the features',
        'on its path are read: an object whose getters compute them computes no others.',
      ],
      code: featuresInterface(model.features),
    },
    {
      name: 'Label',
      kind: 'fixed',
      doc: [classes ? 'What is decided.' : 'What is predicted.'],
      code: classes ? union('export type Label =', model.classNames, ';', '  ') : LABEL_NUMBER,
    },
    {
      name: 'Figure',
      kind: 'fixed',
      doc: ['A measured figure with its 95% interval, to four decimals; `null` where undefined.'],
      code: FIGURE,
    },
    {
      name: 'Path',
      kind: 'fixed',
      doc: ['A path from the root of the tree to a leaf.'],
      code: defers(model.tree)
        ? PATH.replace('decision: Label;', `decision: ${ANSWER_OR_DEFER};`)
        : PATH,
    },
    {
      name: 'Reads',
      kind: 'fixed',
      doc: ['How many of the features a prediction reads, and what that costs.'],
      code: READS,
    },
    { name: 'Meta', kind: 'fixed', doc: ['Provenance of this file.'], code: META },
    {
      name: 'FeatureInfo',
      kind: 'fixed',
      doc: ['What is known of a feature.'],
      code: FEATURE_INFO,
    },
    { name: 'Problem', kind: 'fixed', doc: ['What is wrong with a row.'], code: PROBLEM },
    { name: 'Parsed', kind: 'fixed', doc: ['A row, or why there is none.'], code: PARSED },
  ];
}

function featuresInterface(features: readonly Feature[]): string {
  const asked = features.filter(({ withheld }) => withheld !== true);
  if (asked.length === 0) return 'export interface Features {}';
  const members = asked.map((feature) => {
    const head = `  readonly ${memberKey(feature.name)}:`;
    const member =
      feature.kind === 'numeric'
        ? `${head} number | null;`
        : feature.rest === null
          ? union(head, feature.categories, ' | null;', '    ')
          : `${head} string | null;`;
    return `${printDoc([commentText(featureWords(feature))], '  ')}${member}\n`;
  });
  return `export interface Features {\n${members.join('')}}`;
}

/** `head "a" | "b" tail`, one member a line when that is too long. */
function union(head: string, names: readonly string[], tail: string, indent: string): string {
  if (names.length === 0) return `${head}${tail.replace(' |', '')}`;
  const flat = `${head} ${names.map(quoted).join(' | ')}${tail}`;
  if (flat.length <= LINE_WIDTH) return flat;
  const lines = names.map((name) => `\n${indent}| ${quoted(name)}`);
  return `${head}${lines.join('')}${tail.replace(' |', `\n${indent}|`)}`;
}

/** What a value of a feature is, in sentences. */
export function featureWords(feature: Feature): string {
  const facts: string[] = [];
  if (feature.description !== undefined) facts.push(feature.description.replace(/\.$/, ''));
  if (feature.kind === 'numeric') {
    const what = feature.format === 'date' ? 'Days since 1970-01-01' : 'Number';
    const range = `${numberWords(feature, feature.min)} to ${numberWords(feature, feature.max)}`;
    facts.push(`${what}, ${range} in training`);
  } else if (feature.rest !== null) {
    const named = feature.categories.length - 1;
    const known = named === 1 ? 'One category is' : `${named} categories are`;
    facts.push(`${known} known by name; any other text counts as ${JSON.stringify(feature.rest)}`);
  } else {
    facts.push('Category');
  }
  if (feature.protected === true) facts.push('Protected attribute');
  return `${facts.join('. ')}.`;
}

const LABEL_NUMBER = 'export type Label = number;';

const FIGURE = `export interface Figure {
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Rows behind the figure. */
  readonly n: number;
}`;

const PATH = `export interface Path {
  /** The same id as in \`paths.json\` and on the site. */
  readonly id: string;
  /** In words; all of them hold. None: the path of every row. */
  readonly conditions: readonly string[];
  readonly decision: Label;
  /** Class probabilities in the order of \`classes\`, or the predicted number alone. */
  readonly value: readonly number[];
  /** Real rows, held out from training, that take this path. */
  readonly rows: number;
  /** Their share of all held-out rows. */
  readonly coverage: Figure;
  /** Share of them on which the tree agrees with its teacher (a number: within the tolerance). */
  readonly fidelity: Figure;
}`;

const META = `export interface Meta {
  readonly name: string;
  /** The column that is predicted. */
  readonly target: string;
  /** The version of espalier that wrote this file. */
  readonly version: string;
  /** SHA-256 of \`tree.json\`. */
  readonly modelHash: string;
  readonly seed: number;
  /** Whether this tree decides, or only explains a teacher that decides. */
  readonly role: "decides" | "explains";
  readonly teacher: string;
  readonly depth: number;
  readonly leaves: number;
  readonly fidelityKind: "agreement" | "r2";
  /** How well the tree repeats its teacher on rows that neither was made from. */
  readonly fidelity: Figure;
  /** What happens to missing values and to categories not seen in training. */
  readonly missing: string;
  readonly unseen: string;
  /** Features that \`predict\` reads of a row. */
  readonly reads: Reads;
}`;

const READS = `export interface Reads {
  /** Features a row has. */
  readonly features: number;
  /** Mean over the held-out rows; \`null\` where there are none. */
  readonly expected: number | null;
  /** On the path that asks most. */
  readonly most: number;
  /** The sum of the costs that were given to the features that are read; \`null\` if none were. */
  readonly cost: { readonly expected: number | null; readonly most: number } | null;
}`;

const FEATURE_INFO = `export interface FeatureInfo {
  readonly name: string;
  readonly kind: "number" | "category";
  /** Smallest and largest number of training; \`null\` for a category. */
  readonly low: number | null;
  readonly high: number | null;
  /** By their codes in a flat row; none for a number. */
  readonly categories: readonly string[];
  /** The category that stands for every text that is not listed; \`null\` where there is none. */
  readonly rest: string | null;
}`;

const PROBLEM = `export interface Problem {
  /** \`null\`: the row as a whole. */
  readonly feature: string | null;
  readonly problem: string;
}`;

const PARSED = `export type Parsed =
  | { readonly ok: true; readonly features: Features }
  | { readonly ok: false; readonly problems: readonly Problem[] };`;
