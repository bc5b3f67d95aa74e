import type { Response } from 'express';

import type { Html } from './html.ts';

/** Answers with a page. */
export function send(res: Response, page: Html): void {
  if (!res.hasHeader('Cache-Control')) res.setHeader('Cache-Control', 'no-cache');
  res.type('html').send(page.toString());
}
