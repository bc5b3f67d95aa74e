import { Random } from '../../src/core/random.ts';
import { documentText } from '../../src/report/documents.ts';
import { parsed } from './judge.ts';
import { DOCUMENT_MUTATIONS, type DocumentMutation, type Loose } from './mutate-document.ts';
import { NODE_MUTATIONS } from './mutate-nodes.ts';
import { TEXT_MUTATIONS } from './mutate-text.ts';
import type { Subject } from './subjects.ts';

/** A damaged document, and what was done to it. */
export interface Mutant {
  readonly document: unknown;
  readonly done: readonly string[];
}

/** Mutants made of one pair of documents. */
const A_PAIR = 40;
/** Longest file that is damaged, in bytes: about two hundred nodes of two classes. */
const LONGEST = 32_000;

/** The mutants of a subject, each by its number alone. */
export function mutantMaker(subject: Subject): (index: number) => Mutant {
  let pair = -1;
  let files: readonly [Buffer, Buffer];
  return (index) => {
    if (Math.floor(index / A_PAIR) !== pair) {
      pair = Math.floor(index / A_PAIR);
      const random = new Random(`${subject.name} ${pair}`);
      files = [validFile(subject, random), validFile(subject, random)];
    }
    const random = new Random(`${subject.name} mutant ${index}`);
    return random.below(3) === 0 ? mutatedText(files, random) : mutatedDocument(files, random);
  };
}

/** A valid file of at most {@link LONGEST}, on one line or as runs have it. */
function validFile(subject: Subject, random: Random): Buffer {
  const write = random.below(2) === 0 ? JSON.stringify : documentText;
  const file = Buffer.from(write(subject.valid(random)));
  return file.length <= LONGEST ? file : validFile(subject, random);
}

/** One change more often than two or three. */
const changes = (random: Random): number => Math.max(1, random.below(5) - 1);

function mutatedText([file, other]: readonly [Buffer, Buffer], random: Random): Mutant {
  const names = Object.keys(TEXT_MUTATIONS);
  const done = Array.from({ length: changes(random) }, () => names[random.below(names.length)]!);
  const mutant = done.reduce((bytes, name) => TEXT_MUTATIONS[name]!(bytes, random, other), file);
  return { document: parsed(mutant), done };
}

const MUTATIONS: Readonly<Record<string, DocumentMutation>> = {
  ...DOCUMENT_MUTATIONS,
  ...NODE_MUTATIONS,
};

/** A parsed document that was changed; half of them as they come back from a file. */
function mutatedDocument([file, other]: readonly [Buffer, Buffer], random: Random): Mutant {
  const names = Object.keys(MUTATIONS);
  const document = documentOf(file);
  const done: string[] = [];
  for (let left = changes(random); left > 0; left--) {
    const name = names[random.below(names.length)]!;
    try {
      MUTATIONS[name]!(document, random, () => documentOf(other));
    } catch (error) {
      // What it would change may be gone by now; on a whole document every mutation runs.
      if (done.length === 0) throw error;
    }
    done.push(name);
  }
  if (random.below(2) === 0) return { document, done };
  return { document: JSON.parse(JSON.stringify(document)), done: [...done, 'save'] };
}

const documentOf = (file: Buffer): Loose => JSON.parse(file.toString()) as Loose;

/** Every way to damage a document. */
export const ALL_MUTATIONS: readonly string[] = [
  ...Object.keys(TEXT_MUTATIONS),
  ...Object.keys(MUTATIONS),
];
