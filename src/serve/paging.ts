import type { Request, Response } from 'express';
import * as z from 'zod/mini';

import { whole } from './contract.ts';

/** Things on one page, unless fewer are asked for. */
const PER_PAGE = 200;

/** Which page of a list; both from 1. */
export const PageQuery = z.object({ page: whole, perPage: whole });

/**
 * The page of a list that a request asks for, with a `Link` header (RFC 8288) to the first, the last
 * and the ones beside it. A page beyond the last is empty.
 */
export function pageOf<T>(
  req: Request<{ run: string }>,
  res: Response,
  query: z.infer<typeof PageQuery>,
  all: readonly T[],
): T[] {
  const perPage = Math.min(Math.max(1, query.perPage ?? PER_PAGE), PER_PAGE);
  const page = Math.max(1, query.page ?? 1);
  const last = Math.max(1, Math.ceil(all.length / perPage));
  const link = (to: number, rel: string): string => {
    const [path = '', search = ''] = req.originalUrl.split('?');
    const asked = new URLSearchParams(search);
    asked.set('page', String(to));
    return `<${path}?${asked.toString()}>; rel="${rel}"`;
  };
  const links = [
    link(1, 'first'),
    ...(page > 1 ? [link(Math.min(page - 1, last), 'prev')] : []),
    ...(page < last ? [link(page + 1, 'next')] : []),
    link(last, 'last'),
  ];
  res.setHeader('Link', links.join(', '));
  return all.slice((page - 1) * perPage, page * perPage);
}
