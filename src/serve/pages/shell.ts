import { shorten } from '../../core/text.ts';
import { el } from '../../draw/scene.ts';
import { patternDefs } from '../../draw/palette.ts';
import { drawing, html, type Html } from '../html.ts';
import type { LoadedRun } from '../../report/load-run.ts';
import { runHref, type Site } from '../site.ts';
import { selectionBar } from './selection-bar.ts';

/** A page before it is wrapped. */
export interface Page {
  readonly title: string;
  /** Which view of the script in the browser comes alive here, if any. */
  readonly view?: 'tree' | 'paths' | 'case' | 'frontier' | 'code';
  /** The run whose navigation is shown, and the tab that is current. */
  readonly run?: LoadedRun;
  readonly tab?: Tab;
  /**
   * What the page is to the selection: it tells what is selected itself, or what is selected follows
   * from it and cannot be cleared.
   */
  readonly selects?: 'told' | 'fixed';
  readonly body: Html;
}

const TABS = [
  ['overview', 'Overview'],
  ['paths', 'Paths'],
  ['disagreements', 'Disagreements'],
  ['tree', 'Tree'],
  ['case', 'Try a case'],
  ['ask', 'Ask'],
  ['frontier', 'Frontier'],
  ['code', 'Code'],
] as const;

type Tab = (typeof TABS)[number][0];

/** The whole document around a page. */
export function shell(site: Site, page: Page): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${page.title} · Espalier</title>
        <link rel="icon" href="${site.base}/assets/mark.svg" type="image/svg+xml" />
        <script src="${site.base}/assets/scripted.js"></script>
        <link rel="stylesheet" href="${site.base}/assets/site.css" />
        <script type="module" src="${site.base}/assets/site.js"></script>
      </head>
      <body
        data-base="${site.base}"
        data-view="${page.view ?? ''}"
        data-run="${page.run?.id ?? ''}"
        data-tree="${page.run?.manifest.modelHash ?? ''}"
      >
        <a class="skip" href="#main">Skip to content</a>
        ${drawing(patternDefs(page.run?.manifest.classes.length))} ${masthead(site, page)}
        <main id="main" tabindex="-1">${barOf(site, page)}${page.body}</main>
        ${page.run === undefined ? null : footer(page.run)}
      </body>
    </html>`;
}

function masthead(site: Site, page: Page): Html {
  return html`<header class="masthead">
    <div class="masthead-row">
      <a class="brand" href="${site.base}/">${brandMark()}<span>Espalier</span></a>
      ${
        page.run === undefined
          ? null
          : html`<span class="run-name">${shorten(page.run.id, 40)}</span>`
      }
    </div>
    ${page.run === undefined ? null : tabs(site, page.run, page.tab)}
  </header>`;
}

/** Only where something is selected, or may be without another page. */
function barOf(site: Site, { run, tab, view, selects }: Page): Html | null {
  const none = (site.selected ?? null) === null;
  const mayCome = view === 'paths' || view === 'case';
  if (run === undefined || tab === undefined || selects === 'told' || (none && !mayCome))
    return null;
  return selectionBar(site, run, { tab, isFixed: selects === 'fixed' });
}

function tabs(site: Site, run: LoadedRun, current: Tab | undefined): Html {
  const items = TABS.map(([tab, label]) => {
    const address = runHref(site, run, tab === 'overview' ? '' : tab);
    return tab === current
      ? html`<li><a data-carries href="${address}" aria-current="page">${label}</a></li>`
      : html`<li><a data-carries href="${address}">${label}</a></li>`;
  });
  return html`<nav class="tabs" aria-label="This run">
    <ul>
      ${items}
    </ul>
  </nav>`;
}

function footer(run: LoadedRun): Html {
  const { manifest } = run;
  const parts: [string, string | null][] = [
    ['tree', manifest.modelHash],
    ['data', manifest.data.sha256],
    ['teacher', manifest.teacher.sha256],
  ];
  return html`<footer class="colophon">
    <p>
      ${parts.map(([name, hash]) =>
        hash === null
          ? null
          : html`<span>${name} <code title="SHA-256 ${hash}">${hash.slice(0, 12)}</code></span> `,
      )}
      <span>seed ${manifest.seed}</span> <span>Espalier ${manifest.version}</span>
    </p>
  </footer>`;
}

/** A tree trained flat against a wall. */
function brandMark(): Html {
  return drawing(
    el(
      'svg',
      { class: 'mark', viewBox: '0 0 24 24', width: 24, height: 24, 'aria-hidden': 'true' },
      el('path', { d: 'M12 22V3M12 18H7.5Q4 18 4 14.5V13M12 18H16.5Q20 18 20 14.5V13' }),
      el('path', { d: 'M12 11H8.5Q6.5 11 6.5 9V6.5M12 11H15.5Q17.5 11 17.5 9V6.5' }),
    ),
  );
}
