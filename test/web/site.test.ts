import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe } from 'vitest';

import {
  COMPILED_RUN,
  CREDIT_RUN,
  DEFERRING_NUMBERS,
  DEFERRING_RUN,
  HOSTILE_RUN,
  HOSTILE_TWO,
  LARGE_RUN,
  REGRESSION_RUN,
} from '../fixtures/site-run.ts';
import {
  FOLDING_RUN,
  LISTED_RUN,
  LONE_RUN,
  MANY_RUN,
  ODD_RUN,
  THOUSAND_RUN,
  FIVE_RUN,
  WHOLE_RUN,
} from '../fixtures/tree-runs.ts';
import { startTestSite, type TestSite } from '../serve/site.ts';
import { launchBrowser } from './browser.ts';
import { caseSuite } from './case-suite.ts';
import { frontierSuite } from './frontier-suite.ts';
import { disagreementSuite } from './disagreement-suite.ts';
import { legibleSuite } from './legible-suite.ts';
import { pagesSuite } from './pages-suite.ts';
import { pathsSuite } from './paths-suite.ts';
import { printSuite } from './print-suite.ts';
import { selectionSuite } from './selection-suite.ts';
import { treeLooksSuite } from './tree-looks-suite.ts';
import { treeSizesSuite } from './tree-sizes-suite.ts';
import { treeSpeedSuite } from './tree-speed-suite.ts';
import { treeSuite } from './tree-suite.ts';
import { treeViewsSuite } from './tree-views-suite.ts';
import { ASSETS, requireAssets } from './visit.ts';

/** What every suite works with: one browser and one site for all. */
export interface Stage {
  browser: Browser;
  site: TestSite;
}

const stage = {} as Stage;

beforeAll(async () => {
  requireAssets();
  const recipes = [
    CREDIT_RUN,
    HOSTILE_RUN,
    HOSTILE_TWO,
    REGRESSION_RUN,
    LARGE_RUN,
    DEFERRING_RUN,
    DEFERRING_NUMBERS,
    COMPILED_RUN,
    LONE_RUN,
    FIVE_RUN,
    WHOLE_RUN,
    FOLDING_RUN,
    LISTED_RUN,
    THOUSAND_RUN,
    MANY_RUN,
    ODD_RUN,
  ];
  stage.site = await startTestSite(recipes, { assets: ASSETS });
  stage.browser = await launchBrowser();
});

afterAll(async () => {
  await stage.browser?.close();
  await stage.site?.close();
});

describe('pages', () => pagesSuite(stage));
describe('tree', () => treeSuite(stage));
describe('tree by size', () => treeSizesSuite(stage));
describe('tree as rows', () => treeViewsSuite(stage));
describe('looks of the tree', () => treeLooksSuite(stage));
describe('legible', () => legibleSuite(stage));
describe('speed of the tree', () => treeSpeedSuite(stage));
describe('paths', () => pathsSuite(stage));
describe('selection', () => selectionSuite(stage));
describe('print', () => printSuite(stage));
describe('disagreements', () => disagreementSuite(stage));
describe('case', () => caseSuite(stage));
describe('frontier', () => frontierSuite(stage));
