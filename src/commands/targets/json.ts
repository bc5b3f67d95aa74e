import { compileJson } from '../../compile/json/compile-json.ts';
import type { CompileTarget } from './target.ts';

/** The tree as JSON, schemas of a row and of an answer, and vectors to test a walker with. */
export const compileToJson: CompileTarget = async (content, { signal }) => {
  const { files, equality } = await compileJson(content, signal);
  return {
    name: 'json',
    files,
    equality,
    notes: ['How to walk the tree is written in model.json; vectors.json tests a walker.'],
  };
};
