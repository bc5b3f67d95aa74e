import { afterAll, describe } from 'vitest';
import { columnsSuite } from './columns-suite.ts';
import { openHosts } from './hosts.ts';
import { namesSuite } from './names-suite.ts';
import { numbersSuite } from './numbers-suite.ts';
import { proofSuite } from './proof-suite.ts';
import { propertySuite } from './property-suite.ts';

/* Every dialect, run by the real thing where this machine has it. */

const { all, parser, close } = await openHosts();
afterAll(close);

for (const { name, host, dialect } of all) {
  describe.skipIf(host === null)(name, () => {
    const database = host!;
    numbersSuite(database, dialect);
    columnsSuite(database, dialect);
    namesSuite(database, dialect);
    proofSuite(database, dialect, parser);
    propertySuite(database, dialect, parser);
  });
}
