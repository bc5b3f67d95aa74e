import { LARGEST, type DecisionRule } from '../core/decision.ts';
import { usageError } from '../core/errors.ts';
import { adviceOf, normalName } from '../core/names.ts';
import type { Objective, Role } from '../core/run.ts';
import type { Feature, Labels } from '../core/table.ts';
import { visible } from '../core/text.ts';
import { DEFER } from '../core/tree.ts';
import type { TreeLimits } from '../student/student.ts';

/** Whether an answer may only rise or only fall with a feature. */
export type Direction = '+' | '-';

/** What was asked of the student, by names of columns and classes. */
interface Wishes {
  readonly maxLeaves?: number | undefined;
  readonly minRealRows?: number | undefined;
  readonly monotone: ReadonlyMap<string, Direction>;
  readonly featureCost: ReadonlyMap<string, number>;
  readonly forbid: readonly string[];
  readonly threshold?: number | undefined;
  readonly costs: ReadonlyMap<string, number>;
  readonly positive?: string | undefined;
  readonly defer?: number | undefined;
  readonly objective: Objective;
}

function refuse(message: string): never {
  throw usageError('E_OPTION', message);
}

const quoted = (name: string): string => `"${visible(name)}"`;

/** Refuses options that cannot hold together, before any file is read. */
export function refuseContradictions(
  wishes: Wishes & {
    readonly role: Role;
    readonly student: 'cart' | 'ml-cart';
    readonly target: string;
  },
): void {
  const { forbid, monotone, featureCost, threshold, costs, role, student, target } = wishes;
  if (forbid.length > 0 && role === 'explains') {
    refuse(
      `--forbid ${quoted(forbid[0]!)} with --role explains: a student that may not ask what its teacher uses would hide the teacher's reasons; use --role decides, or leave --forbid out.`,
    );
  }
  for (const [option, names] of [
    ['--forbid', forbid],
    ['--monotone', [...monotone.keys()]],
    ['--feature-cost', [...featureCost.keys()]],
  ] as const) {
    const own = names.find((name) => normalName(name) === normalName(target));
    if (own !== undefined) refuse(`${option} ${quoted(own)} is the target: name a feature.`);
  }
  const both = forbid.find((name) => monotone.has(name) || featureCost.has(name));
  if (both !== undefined) {
    refuse(
      `column ${quoted(both)} is forbidden: a direction or a cost for it has no meaning; leave one out.`,
    );
  }
  if (threshold !== undefined && costs.size > 0) {
    refuse('--threshold and --cost are two decision rules: use one.');
  }
  if (student === 'ml-cart' && limitsAsked(wishes)) {
    refuse(
      '--student ml-cart knows no limits or objectives: leave out --max-leaves, --min-real-rows, --monotone, --feature-cost, --forbid and --objective, or use --student cart.',
    );
  }
}

function limitsAsked({
  maxLeaves,
  minRealRows,
  monotone,
  featureCost,
  forbid,
  objective,
}: Wishes): boolean {
  return (
    maxLeaves !== undefined ||
    minRealRows !== undefined ||
    monotone.size + featureCost.size + forbid.length > 0 ||
    objective !== 'fidelity'
  );
}

/**
 * What the student must keep to, by feature index.
 * @throws EspalierError `E_OPTION` for a name that is no feature (with the nearest), a direction of a
 * category or of many classes, and where every feature is forbidden.
 */
export function treeLimits(
  wishes: Wishes,
  features: readonly Feature[],
  { task, nOutputs }: Labels,
): TreeLimits {
  const { maxLeaves = Infinity, minRealRows = 0, monotone, featureCost, forbid } = wishes;
  if (wishes.objective === 'balanced' && task === 'regression') {
    refuse('--objective balanced needs classes, the target is a number.');
  }
  const names = features.map((feature) => feature.name);
  const find = (option: string, name: string): number => {
    const at = names.indexOf(normalName(name));
    if (at !== -1) return at;
    return refuse(
      `${option} ${quoted(name)} is no feature of this run: ${adviceOf(names, name, 'its features')}`,
    );
  };
  const directions = names.map((): number => 0);
  for (const [name, direction] of monotone) {
    const f = find('--monotone', name);
    if (features[f]!.kind === 'categorical') {
      refuse(
        `--monotone ${quoted(name)}: its values are categories, which have no order; name a column of numbers.`,
      );
    }
    if (task === 'classification' && nOutputs > 2) {
      refuse(
        `--monotone needs two classes or a number, the target has ${nOutputs} classes: leave it out.`,
      );
    }
    directions[f] = direction === '+' ? 1 : -1;
  }
  const costs = names.map((): number => 0);
  for (const [name, cost] of featureCost) costs[find('--feature-cost', name)] = cost;
  const forbidden = [...new Set(forbid.map((name) => find('--forbid', name)))].toSorted(
    (a, b) => a - b,
  );
  if (forbidden.length === features.length) refuse('--forbid leaves the student no feature.');
  return { maxLeaves, minRealRows, forbidden, monotone: directions, featureCost: costs };
}

/**
 * How the teacher's probabilities become its decisions.
 * @throws EspalierError `E_OPTION` for a rule that does not fit the classes.
 */
export function decisionRule(
  { threshold, costs, positive, defer }: Wishes,
  { task, classNames }: Labels,
): DecisionRule {
  if (defer !== undefined && classNames.includes(DEFER)) {
    refuse(`--defer answers "${DEFER}", which is a class of the target: rename that class.`);
  }
  if (threshold !== undefined) {
    if (classNames.length !== 2) {
      refuse(`--threshold needs two classes, the target ${hasClasses(task, classNames)}.`);
    }
    return { kind: 'threshold', positive: classNames[0] === positive ? 0 : 1, threshold };
  }
  if (costs.size === 0) return LARGEST;
  if (task === 'regression') refuse('--cost needs classes, the target is a number.');
  return { kind: 'costs', costs: costMatrix(costs, classNames) };
}

function hasClasses(task: Labels['task'], classNames: readonly string[]): string {
  return task === 'regression' ? 'is a number' : `has ${classNames.length}`;
}

/** Costs `[actual][decided]`: 0 where right, 1 for a mistake that is not named. */
function costMatrix(
  costs: ReadonlyMap<string, number>,
  classNames: readonly string[],
): readonly (readonly number[])[] {
  const matrix = classNames.map((_, i) => classNames.map((__, j): number => (i === j ? 0 : 1)));
  for (const [pair, cost] of costs) {
    const [actual, decided] = classPair(pair, classNames);
    matrix[actual]![decided] = cost;
  }
  return matrix;
}

/** `actual:decided` by the names of classes, which may hold colons themselves. */
function classPair(pair: string, classNames: readonly string[]): [actual: number, decided: number] {
  for (let at = pair.indexOf(':'); at !== -1; at = pair.indexOf(':', at + 1)) {
    const actual = classNames.indexOf(pair.slice(0, at));
    const decided = classNames.indexOf(pair.slice(at + 1));
    if (actual === -1 || decided === -1) continue;
    if (actual === decided) refuse(`--cost ${quoted(pair)} is no mistake: name two classes.`);
    return [actual, decided];
  }
  const wrong = pair.split(':').find((name) => !classNames.includes(name)) ?? pair;
  return refuse(
    `--cost ${quoted(pair)} is not <actual>:<decided>: ${adviceOf(classNames, wrong, 'the classes')}`,
  );
}

/** The class that is written first: chosen, or the second of two. */
export function positiveClass(
  chosen: string | undefined,
  classNames: readonly string[],
): string | null {
  return chosen ?? (classNames.length === 2 ? classNames[1]! : null);
}
