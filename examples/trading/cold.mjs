/**
 * A cold start, in a process of its own: `node cold.mjs <tree or forest> <run>` prints the
 * nanoseconds from loading who decides to the first decision. Node's own start is not in it.
 */
import { loadDecider } from './deciders.mjs';
import { Features } from './features.mjs';
import { makeTicks } from './market.mjs';

const [who = '', run = ''] = process.argv.slice(2);
const ticks = makeTicks(1, 1);
const begun = process.hrtime.bigint();
const decide = await loadDecider(who, run);
const features = new Features();
features.push(ticks, 0);
decide(features.row, 0);
process.stdout.write(String(process.hrtime.bigint() - begun));
