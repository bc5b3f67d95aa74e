import type { Request, Response } from 'express';
import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

import type { LoadedRun } from '../report/load-run.ts';
import { perRun } from './per-run.ts';

/** One answer as it is sent: written and compressed once. */
interface KeptBody {
  readonly identity: Buffer;
  readonly gzip: Buffer;
  readonly br: Buffer;
  /** Of the text, without the coding it is sent in. */
  readonly hash: string;
}

type Asking = Pick<Request, 'method' | 'fresh' | 'acceptsEncodings'>;

/** Answers kept for one run; the names come from its own trees, so that they are few. */
const MOST_KEPT = 100;

const deflate = promisify(gzip);
const squeeze = promisify(brotliCompress);

/**
 * JSON answers that follow from a run alone: made, written and compressed when first asked for, and
 * kept as long as the run. The tag is the hash of what is sent, so that a browser asks for it once.
 */
export class KeptJson {
  readonly #bodies = perRun(() => new Map<string, Promise<KeptBody>>());

  /** @param name tells the answer from others of the run */
  async send(
    req: Asking,
    res: Response,
    { run, name }: { readonly run: LoadedRun; readonly name: string },
    make: () => unknown,
  ): Promise<void> {
    const body = await this.#body(run, name, make);
    const coding = codingOf(req);
    res.vary('Accept-Encoding');
    res.setHeader('Cache-Control', 'no-cache');
    res.setHeader('ETag', `"${body.hash}${coding === 'identity' ? '' : `-${coding}`}"`);
    if (req.fresh) {
      res.status(304).end();
      return;
    }
    if (coding !== 'identity') res.setHeader('Content-Encoding', coding);
    res.setHeader('Content-Type', 'application/json; charset=utf-8');
    res.setHeader('Content-Length', body[coding].length);
    res.end(req.method === 'HEAD' ? undefined : body[coding]);
  }

  #body(run: LoadedRun, name: string, make: () => unknown): Promise<KeptBody> {
    const kept = this.#bodies(run);
    const known = kept.get(name);
    if (known !== undefined) return known;
    const writing = write(make);
    if (kept.size < MOST_KEPT) kept.set(name, writing);
    // One that failed is tried again at the next request.
    writing.catch(() => kept.delete(name));
    return writing;
  }
}

async function write(make: () => unknown): Promise<KeptBody> {
  const identity = Buffer.from(JSON.stringify(await make()));
  const [zipped, br] = await Promise.all([
    deflate(identity, { level: 9 }),
    squeeze(identity, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: 9,
        [constants.BROTLI_PARAM_SIZE_HINT]: identity.length,
      },
    }),
  ]);
  const hash = createHash('sha256').update(identity).digest('base64url').slice(0, 22);
  return { identity, gzip: zipped, br, hash };
}

function codingOf(req: Asking): 'br' | 'gzip' | 'identity' {
  const accepted = req.acceptsEncodings(['br', 'gzip', 'identity']);
  return accepted === 'br' || accepted === 'gzip' ? accepted : 'identity';
}
