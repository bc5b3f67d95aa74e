import { EspalierError } from '../../src/core/errors.ts';
import type { Random } from '../../src/core/random.ts';
import { visible } from '../../src/core/text.ts';
import { parseJson } from '../../src/report/parse-json.ts';
import { edgeRow } from './edge-rows.ts';
import { answersIn, saySame, type DocumentText } from './reading.ts';
import type { Loaded, Subject } from './subjects.ts';

/** What became of a mutant; any other end is a fault, thrown as an error that says which. */
export type Verdict = 'unreadable' | 'refused' | 'accepted';

/** Rows on which a tree that was accepted is compared with its document. */
const ROWS = 8;
/** Longest refusal, in characters. */
const LONGEST = 400;

/** The document of a file as a run's is read; `undefined` where there is none. */
export function parsed(file: Buffer): unknown {
  try {
    return parseJson(file, (what) => {
      throw new SyntaxError(what);
    });
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Loads a document that may say anything and proves that it was refused well or read as it is. */
export function judge(document: unknown, subject: Subject, random: Random): Verdict {
  if (document === undefined) return 'unreadable';
  let loaded: Loaded;
  try {
    loaded = subject.load(document);
  } catch (error) {
    checkRefusal(error);
    return 'refused';
  }
  checkSaved(document, loaded, subject);
  for (let i = 0; i < ROWS; i++) checkRow(document as DocumentText, loaded, random);
  return 'accepted';
}

function checkRefusal(error: unknown): void {
  if (!(error instanceof EspalierError)) throw new Error(`crash: ${String(error).slice(0, 200)}`);
  const { code, exitCode, message } = error;
  if (code !== 'E_MODEL' || exitCode !== 3) throw new Error(`refused as ${code}, ${exitCode}`);
  if (message.length > LONGEST) throw new Error(`a refusal of ${message.length} characters`);
  if (visible(message) !== message) throw new Error(`hidden characters in: ${visible(message)}`);
}

/** What is saved again says the same, and is loaded and saved for ever as it is. */
function checkSaved(document: unknown, { saved }: Loaded, subject: Subject): void {
  if (!saySame(saved, document)) throw new Error('something is ignored or repaired');
  const text = JSON.stringify(saved);
  const again = JSON.stringify(subject.load(JSON.parse(text)).saved);
  if (again !== text) throw new Error('saving it again changes it');
}

function checkRow(document: DocumentText, loaded: Loaded, random: Random): void {
  const { features, trees } = loaded;
  const row = edgeRow(features, trees[random.below(trees.length)]!, random);
  const found = loaded.answers(row);
  const meant = answersIn(document, row);
  const equal =
    found.length === meant.length &&
    found.every(({ leaf, value, says }, i) => {
      const other = meant[i]!;
      return (
        leaf === other.leaf && says === other.says && value.every((v, k) => v === other.value[k])
      );
    });
  if (!equal) throw new Error(`${JSON.stringify(row)} is answered otherwise than it says`);
}
