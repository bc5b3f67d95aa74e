import { pathsOf } from '../../src/core/box.ts';
import { makeModel } from '../fixtures/site-model.ts';
import { CREDIT_RUN, HOSTILE_RUN, type RunRecipe } from '../fixtures/site-run.ts';
import { LONE_RUN, ODD_RUN } from '../fixtures/tree-runs.ts';

/** Where the sweeps of the site go. */

const TABS = ['', '/paths', '/disagreements', '/tree', '/case', '/ask', '/frontier', '/code'];

const onRun = (run: string, ...more: string[]): string[] =>
  [...TABS, '/print', ...more].map((tab) => `/runs/${run}${tab}`);

const pathOf = (recipe: RunRecipe, place: number): string =>
  `/paths/${pathsOf(makeModel(recipe))[place]!.id}`;

export const CREDIT = onRun(
  'credit',
  pathOf(CREDIT_RUN, 3),
  '/swap-set?cutoff=0.5&gain=1&loss=5',
  '/tree?node=4',
  '/tree?depth=2',
  '/tree?leaves=9',
  '/tree?view=outline&node=4',
  '/tree?view=table',
  '/case?row=100001',
  '/ask?f1=2&r1=under&v1=30&want=1',
  ...['/paths', '/disagreements', '/case'].map((tab) => `${tab}?node=4`),
);

export const HOSTILE = [
  ...onRun(
    'hostile',
    pathOf(HOSTILE_RUN, 0),
    '/disagreements?rows=all',
    '/tree?node=1&view=outline',
    '/tree?view=table',
    '/case?row=100001',
    '/ask?f1=0&r1=under&v1=30&want=1',
    '/frontier?node=1',
  ),
  '/runs/hostile-two',
  '/runs/hostile-two/disagreements?rows=all',
  '/runs/hostile-two/swap-set?cutoff=0.5&gain=1&loss=5',
  '/compare/hostile/hostile-two',
  '/compare/hostile/hostile?db=2',
];

/** A path that asks the teacher: the second from the left. */
const ASKING = pathsOf(makeModel(CREDIT_RUN))[1]!;

export const DEFERRING = [
  ...[
    '',
    '/paths?decision=2',
    `/paths/${ASKING.id}`,
    '/print',
    `/tree?folded=&node=${ASKING.leaf}`,
  ].map((tab) => `/runs/deferring${tab}`),
  '/runs/deferring-numbers',
  '/runs/deferring-numbers/tree',
  '/compare/credit/credit?db=3',
];

export const REST = [
  '/',
  ...onRun('wine'),
  '/runs/compiled/code',
  '/compare/credit/deferring',
  '/runs/large/tree',
  '/runs/large/paths?page=2',
];

/** A tree that asks nothing; forty classes, two hundred categories, names long and from right to left. */
export const HARD = [
  ...onRun('lone', pathOf(LONE_RUN, 0), '/case?row=100001', '/ask?want=1'),
  ...onRun(
    'odd',
    pathOf(ODD_RUN, 2),
    '/tree?node=2',
    '/tree?view=outline',
    '/tree?view=table',
    '/case?row=100001',
    '/ask?f1=1&r1=under&v1=3000&want=1',
    '/disagreements?rows=all&node=2',
  ),
  '/compare/odd/odd?db=2',
  '/compare/lone/whole',
];

/** Of the hostile and the hard, what is drawn in another way where there is room. */
export const WIDE = [
  '/runs/hostile/tree',
  '/runs/hostile/print',
  '/runs/hostile/case?row=100001',
  '/runs/odd/tree?node=2',
  '/runs/odd/tree?view=table',
  '/runs/odd/disagreements',
  '/runs/lone/tree',
];
