import { quoted } from './quote.ts';
import { DEFER, defers } from '../../core/tree.ts';
import { answerParts } from './parts-answers.ts';
import { checkParts } from './parts-check.ts';
import { flatParts } from './parts-flat.ts';
import { declarer, type Declarer, type Flavour, type Part } from './declarer.ts';
import { typeParts } from './declarations.ts';
import { objectParts } from './parts-object.ts';
import type { Plan } from './plan.ts';

/**
 * The statements of a generated file, in order: what a person reads first comes first. Printer and
 * reader both follow this list.
 */
export function partsOf(plan: Plan, flavour: Flavour): readonly Part[] {
  const declare = declarer(flavour);
  const { model } = plan;
  const parts = [
    ...(flavour === 'ts' ? typeParts(model) : []),
    ...(defers(model.tree) ? [deferPart(declare)] : []),
    ...objectParts(plan, declare),
    ...answerParts(model, declare),
    ...checkParts(plan, declare),
    ...flatParts(plan, declare),
  ];
  return flavour === 'cjs' ? [...parts, exportsPart(plan)] : parts;
}

function deferPart({ exported }: Declarer): Part {
  return {
    name: 'DEFER',
    kind: 'fixed',
    doc: ['The answer of a leaf that does not decide: ask the teacher.'],
    code: `${exported}const DEFER = ${quoted(DEFER)};`,
  };
}

/** What an ES module would export. */
function exportsPart(plan: Plan): Part {
  const exported = partsOf(plan, 'js').filter(({ code }) => code.startsWith('export '));
  const code = `module.exports = {\n${exported.map(({ name }) => `  ${name},\n`).join('')}};`;
  return { name: 'exports', kind: 'fixed', doc: ['What other modules may use.'], code };
}
