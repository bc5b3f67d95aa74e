import type { Problem } from './contract.ts';

/** A refusal over HTTP: a status and what to say about it. */
export class HttpProblem extends Error {
  readonly status: number;
  readonly title: string;
  readonly field: string | undefined;

  constructor(status: number, title: string, detail: string, field?: string) {
    super(detail);
    this.name = 'HttpProblem';
    this.status = status;
    this.title = title;
    this.field = field;
  }
}

export function notFound(what: string): HttpProblem {
  return new HttpProblem(404, 'Not found', what);
}

export function badRequest(detail: string, field?: string): HttpProblem {
  return new HttpProblem(400, 'Bad request', detail, field);
}

/** Any thrown thing as a problem; what is not meant for the client becomes a bare 500. */
export function problemOf(error: unknown): HttpProblem {
  if (error instanceof HttpProblem) return error;
  const status = statusOf(error);
  if (status === 413) return new HttpProblem(413, 'Too large', 'The body is over 64 kB.');
  if (status === 415) return new HttpProblem(415, 'Unsupported', 'Send UTF-8, not compressed.');
  if (status !== null) return new HttpProblem(status, 'Bad request', 'The request cannot be read.');
  return new HttpProblem(500, 'Internal error', 'This is our fault; the server log says more.');
}

/** The 4xx status that Express and its body parsers attach to their errors. */
function statusOf(error: unknown): number | null {
  if (typeof error !== 'object' || error === null || !('status' in error)) return null;
  const { status } = error;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : null;
}

/** The problem as RFC 9457 JSON. */
export function problemJson(problem: HttpProblem): Problem {
  const { title, status, message } = problem;
  const body = { type: 'about:blank', title, status, detail: message } as const;
  return problem.field === undefined ? body : { ...body, field: problem.field };
}
