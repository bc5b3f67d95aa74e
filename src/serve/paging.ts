import type { Request, Response } from 'express';
import * as z from 'zod/mini';

import { whole } from './contract.ts';

/** Things on one page, unless fewer are asked for. */
const PER_PAGE = 200;

/** Which page of a list; both from 1. */
export const PageQuery = z.object({ page: whole, perPage: whole });

/**
 * The page of a list that a request asks for, with a `Link` header to others. A page beyond the last
 * is empty.
 */
export function pageOf<T>(
  req: Request<{ run: string }>,
  res: Response,
  query: z.infer<typeof PageQuery>,
  all: readonly T[],
): T[] {
  const perPage = Math.min(Math.max(1, query.perPage ?? PER_PAGE), PER_PAGE);
  const page = Math.max(1, query.page ?? 1);
  const pages = Math.max(1, Math.ceil(all.length / perPage));
  linkPages(req, res, { page, pages });
  return all.slice((page - 1) * perPage, page * perPage);
}

/** `Link` (RFC 8288) to the first page, the last and the ones beside this one. */
export function linkPages(
  req: Pick<Request, 'originalUrl'>,
  res: Response,
  { page, pages }: { readonly page: number; readonly pages: number },
): void {
  const link = (to: number, rel: string): string => {
    const [path = '', search = ''] = req.originalUrl.split('?');
    const asked = new URLSearchParams(search);
    asked.set('page', String(to));
    return `<${path}?${asked.toString()}>; rel="${rel}"`;
  };
  const links = [
    link(1, 'first'),
    ...(page > 1 ? [link(Math.min(page - 1, pages), 'prev')] : []),
    ...(page < pages ? [link(page + 1, 'next')] : []),
    link(pages, 'last'),
  ];
  res.setHeader('Link', links.join(', '));
}
