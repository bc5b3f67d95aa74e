import './styles/site.css';

import { startCase } from './views/case.ts';
import { startFrontier } from './views/frontier.ts';
import { startCode } from './views/code.ts';
import { startPaths } from './views/paths.ts';
import { startTree } from './views/tree.ts';

/** Every page reads without this script; it makes some of them quicker to work with. */
const VIEWS: Readonly<Record<string, () => void | Promise<void>>> = {
  tree: startTree,
  paths: startPaths,
  case: startCase,
  frontier: startFrontier,
  code: startCode,
};

const { classList } = document.documentElement;
try {
  await VIEWS[document.body.dataset['view'] ?? '']?.();
  classList.add('ready');
} catch (error) {
  // What works without a script is all there is then.
  classList.remove('scripted');
  throw error;
}
