import * as z from 'zod/mini';
import { toJSONSchema } from 'zod';

import { VERSION } from '../core/version.ts';
import * as answers from './answer-shapes.ts';
import { AskQuery } from './contract-ask.ts';
import { CompareQuery } from './contract-compare.ts';
import { RowQuery, SwapQuery } from './contract-rows.ts';
import { CaseRequest } from './contract-case.ts';
import { PathQuery, TreeQuery } from './contract.ts';
import { PageQuery } from './paging.ts';
import { SelectionQuery } from './selection.ts';

type Shape = z.core.$ZodType;

/** One address of the API. */
interface Operation {
  /** Below `/api/v1`, as OpenAPI writes it: `/runs/{run}`. */
  readonly path: string;
  readonly method: 'get' | 'post';
  readonly summary: string;
  readonly query?: Shape;
  readonly body?: Shape;
  readonly answer: Shape;
}

const PagedPathQuery = z.extend(PathQuery, PageQuery.shape);

/** Every address of the API but this document itself. */
export const OPERATIONS: readonly Operation[] = [
  { path: '/runs', method: 'get', summary: 'Every run of the folder', answer: answers.runList },
  { path: '/runs/{run}', method: 'get', summary: 'The manifest of a run', answer: answers.run },
  {
    path: '/runs/{run}/paths',
    method: 'get',
    summary: 'Paths, filtered and ordered; pages by Link headers',
    query: PagedPathQuery,
    answer: answers.pathList,
  },
  { path: '/runs/{run}/paths/{id}', method: 'get', summary: 'One path', answer: answers.path },
  {
    path: '/runs/{run}/tree',
    method: 'get',
    summary: 'The tree, or the frontier’s tree of a depth or a number of leaves',
    query: z.pick(TreeQuery, { depth: true, leaves: true }),
    answer: answers.tree,
  },
  {
    path: '/runs/{run}/tree/rows',
    method: 'get',
    summary: 'Held-out rows that come through a node of the run’s own tree',
    query: SelectionQuery,
    answer: answers.nodeRows,
  },
  {
    path: '/runs/{run}/frontier',
    method: 'get',
    summary: 'Every depth and every number of leaves against fidelity',
    answer: answers.frontier,
  },
  {
    path: '/runs/{run}/disagreements',
    method: 'get',
    summary: 'Held-out rows where student and teacher differ, by cell, by path and row by row',
    query: RowQuery,
    answer: answers.disagreements,
  },
  {
    path: '/runs/{run}/swap-set',
    method: 'get',
    summary: 'Who gains and who loses a class when the student replaces its teacher',
    query: SwapQuery,
    answer: answers.swapSet,
  },
  {
    path: '/runs/{run}/ask',
    method: 'get',
    summary: 'What a kind of case can come to: exact, over all possible cases',
    query: z.extend(AskQuery, PageQuery.shape),
    answer: answers.askAnswer,
  },
  {
    path: '/runs/{run}/case',
    method: 'post',
    summary: 'One case: its path, the teacher’s answer, what would flip it, and its slack',
    body: CaseRequest,
    answer: answers.caseAnswer,
  },
  {
    path: '/runs/{run}/vectors',
    method: 'get',
    summary: 'Rows at every threshold for the exported function, once that was read back',
    answer: answers.vectors,
  },
  {
    path: '/compare/{a}/{b}',
    method: 'get',
    summary: 'Two trees, compared over all possible cases and over held-out rows',
    query: CompareQuery,
    answer: answers.comparison,
  },
];

/** The OpenAPI 3.1 document of the API under `base`. */
export function openApi(base: string): object {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of OPERATIONS) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: describe(operation) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Espalier',
      version: VERSION,
      description: 'Runs, their trees, paths and figures. Read-only; problems are RFC 9457.',
    },
    servers: [{ url: `${base}/api/v1` }],
    paths,
  };
}

function describe({ path, summary, query, body, answer }: Operation): object {
  return {
    summary,
    parameters: [...pathParameters(path), ...(query === undefined ? [] : queryParameters(query))],
    ...(body === undefined ? {} : { requestBody: { required: true, ...content(body, 'input') } }),
    responses: {
      200: { description: 'The answer', ...content(answer, 'output') },
      default: {
        description: 'A problem',
        content: { 'application/problem+json': { schema: schemaOf(answers.problem, 'output') } },
      },
    },
  };
}

function content(shape: Shape, io: 'input' | 'output'): object {
  return { content: { 'application/json': { schema: schemaOf(shape, io) } } };
}

function schemaOf(shape: Shape, io: 'input' | 'output'): Record<string, unknown> {
  const { $schema: _, ...schema } = toJSONSchema(shape, { io });
  return schema;
}

function pathParameters(path: string): object[] {
  return Array.from(path.matchAll(/\{(\w+)\}/g), ([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
}

function queryParameters(shape: Shape): object[] {
  const { properties = {} } = schemaOf(shape, 'input') as { properties?: object };
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    in: 'query',
    required: false,
    schema: schema as object,
  }));
}
