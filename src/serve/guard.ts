import type { NextFunction, Request, RequestHandler, Response } from 'express';
import helmet from 'helmet';
import { isIPv6 } from 'node:net';

import { HttpProblem } from './problem.ts';

/** Host names that always mean this machine. */
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/** Whether binding to `host` keeps the site on this machine. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/**
 * Refuses requests whose `Host` is not one of ours: a page elsewhere that rebinds its name to this
 * machine (DNS rebinding) sends its own name.
 */
export function checkHost(allowed: readonly string[]): RequestHandler {
  const names = new Set([...LOOPBACK, ...allowed.map(hostName)]);
  return (req, _res, next) => {
    if (names.has(hostName(req.headers.host ?? ''))) return next();
    throw new HttpProblem(
      421,
      'Misdirected request',
      'This site does not answer to that host name. Start it with --allow-host to add a name.',
    );
  };
}

/** A `Host` without its port, in lower case. */
function hostName(host: string): string {
  const lower = host.trim().toLowerCase();
  if (isIPv6(lower)) return `[${lower}]`;
  return lower.replace(/:\d{1,5}$/, '');
}

/** Security headers: nothing but our own script, style and pictures; no HSTS, as this is plain HTTP. */
export function securityHeaders(): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'none'"],
        'script-src': ["'self'"],
        'style-src': ["'self'"],
        'img-src': ["'self'", 'data:'],
        'connect-src': ["'self'"],
        'font-src': ["'self'"],
        'base-uri': ["'none'"],
        'form-action': ["'self'"],
        'frame-ancestors': ["'none'"],
        'require-trusted-types-for': ["'script'"],
        'trusted-types': ["'none'"],
      },
    },
    strictTransportSecurity: false,
    // `no-referrer` would turn the Origin of our own form into `null`.
    referrerPolicy: { policy: 'same-origin' },
    xFrameOptions: { action: 'deny' },
  });
}

/** Only reads, and the two routes that take a case. */
export function checkMethod(req: Request, res: Response, next: NextFunction): void {
  if (['GET', 'HEAD', 'POST'].includes(req.method)) return next();
  res.setHeader('Allow', 'GET, HEAD, POST');
  throw new HttpProblem(405, 'Method not allowed', `${req.method} is not served here.`);
}

/**
 * Posts come from our own pages, or from a program that is no browser (which sends neither `Origin`
 * nor `Sec-Fetch-Site`, and is only let in where `programs` says so).
 */
export function checkOrigin(programs: boolean): RequestHandler {
  return (req, _res, next) => {
    const { origin, host } = req.headers;
    const site = req.headers['sec-fetch-site'];
    const fromProgram = origin === undefined && site === undefined;
    const own =
      origin !== undefined &&
      hostOf(origin) === host?.toLowerCase() &&
      (site === undefined || site === 'same-origin');
    if (own || (programs && fromProgram)) return next();
    throw new HttpProblem(403, 'Forbidden', 'This form is only taken from the site’s own pages.');
  };
}

function hostOf(origin: string): string | null {
  return /^https?:\/\/([^/]+)$/.exec(origin)?.[1]?.toLowerCase() ?? null;
}

/** Lets one media type through, in UTF-8 only (`charset=utf-7` would smuggle markup). */
export function checkContentType(type: string): RequestHandler {
  return (req, _res, next) => {
    const [given = '', ...parameters] = (req.headers['content-type'] ?? '')
      .toLowerCase()
      .split(';')
      .map((part) => part.trim());
    const charset = parameters.find((parameter) => parameter.startsWith('charset='));
    const isUtf8 = charset === undefined || /^charset="?utf-8"?$/.test(charset);
    if (given === type && isUtf8) return next();
    throw new HttpProblem(415, 'Unsupported media type', `Send ${type} in UTF-8.`);
  };
}
