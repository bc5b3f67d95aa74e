/** `ts`: with types. `js`: the same text without them. `cjs`: and as a CommonJS module. */
export type Flavour = 'ts' | 'js' | 'cjs';

/**
 * One top-level statement of a generated file. `fixed`: `code` is all of it and follows from the
 * plan alone. `data`: a literal follows `code`. `branches`: the tree stands between `code` and
 * `tail`.
 */
export type Part = FixedPart | DataPart | BranchesPart;

interface PartBase {
  readonly name: string;
  /** Lines of its doc comment, safe to print. */
  readonly doc: readonly string[];
  readonly code: string;
}

interface FixedPart extends PartBase {
  readonly kind: 'fixed';
}

interface DataPart extends PartBase {
  readonly kind: 'data';
}

export interface BranchesPart extends PartBase {
  readonly kind: 'branches';
  readonly name: 'leaf' | 'leafAt' | 'predictBatch';
  readonly tail: string;
  /** Levels of indentation of the tree. */
  readonly levels: number;
  readonly body: BodyKind;
}

/**
 * How branches are written and what they are read by: the values they ask stand in an object `row`,
 * in a buffer from `offset` on, or in variables `f0, f1, …`; a leaf is returned, or assigned.
 */
export interface BodyKind {
  readonly access: 'object' | 'buffer' | 'variable';
  readonly row: string;
  readonly leaf: 'return' | 'assign';
}

/** A parameter and its type. */
export type Parameter = readonly [name: string, type: string];

/** Declarations with TypeScript types, or with the same types in JSDoc. */
export interface Declarer {
  readonly flavour: Flavour;
  /** `: number`, in TypeScript. */
  readonly of: (type: string) => string;
  /** The mark of a value that is there, in TypeScript. */
  readonly there: string;
  /** `export `, or nothing in CommonJS. */
  readonly exported: string;
  /** A function without its body. */
  readonly head: (name: string, parameters: readonly Parameter[], returns: string) => string;
  /** A function. */
  readonly define: (definition: Definition) => Part;
  /** A table that is not exported. */
  readonly privateTable: (name: string, type: string, doc: string) => Part;
  readonly table: (name: string, type: string, doc: string) => Part;
  /** The lines of a function's doc comment, its types in JSDoc where they are not in the code. */
  readonly describe: (
    doc: readonly string[],
    parameters: readonly Parameter[],
    returns: string,
  ) => readonly string[];
}

interface Definition {
  readonly name: string;
  readonly doc: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly returns: string;
  /** Statements, one a line, without indentation of their own level. */
  readonly body: readonly string[];
  readonly private?: boolean;
}

export function declarer(flavour: Flavour): Declarer {
  const typed = flavour === 'ts';
  const of = (type: string): string => (typed ? `: ${type}` : '');
  const exported = flavour === 'cjs' ? '' : 'export ';
  const describe: Declarer['describe'] = (doc, parameters, returns) =>
    typed
      ? doc
      : [
          ...doc,
          ...parameters.map(([name, type]) => `@param {${type}} ${name}`),
          `@returns {${returns}}`,
        ];
  const head: Declarer['head'] = (name, parameters, returns) => {
    const list = parameters.map(([parameter, type]) => `${parameter}${of(type)}`);
    return `function ${name}(${list.join(', ')})${of(returns)}`;
  };
  const privateTable: Declarer['privateTable'] = (name, type, doc) => ({
    name,
    kind: 'data',
    doc: typed ? [doc] : [doc, `@type {${type}}`],
    code: `const ${name}${of(type)} =`,
  });
  return {
    flavour,
    of,
    there: typed ? '!' : '',
    exported,
    head,
    describe,
    privateTable,
    table: (name, type, doc) => {
      const part = privateTable(name, type, doc);
      return { ...part, code: `${exported}${part.code}` };
    },
    define: ({ name, doc, parameters, returns, body, private: hidden }) => ({
      name,
      kind: 'fixed',
      doc: describe(doc, parameters, returns),
      code: [
        `${hidden === true ? '' : exported}${head(name, parameters, returns)} {`,
        ...body.map((line) => (line === '' ? '' : `  ${line}`)),
        '}',
      ].join('\n'),
    }),
  };
}
