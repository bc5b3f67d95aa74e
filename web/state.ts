/**
 * What the address of a page says beyond which page it is: one table, both ways. The server reads
 * the same names, so every state of a page is a link that works without a script.
 */
const PARAMETERS = {
  q: textParameter(),
  decision: wholeParameter(),
  feature: wholeParameter(),
  min: wholeParameter(),
  low: wholeParameter(),
  flag: textParameter(),
  sort: textParameter(),
  depth: wholeParameter(),
  leaves: wholeParameter(),
  node: wholeParameter(),
  own: wholeParameter(),
  folded: wholeListParameter(),
  focus: wholeParameter(),
  view: textParameter(),
  page: wholeParameter(),
} as const;

interface Parameter<T> {
  /** `null` where the address does not say. */
  read(text: string): T | null;
  /** An empty text leaves the parameter out, but for lists: an empty list is said. */
  write(value: T): string;
}

type Values = {
  [K in keyof typeof PARAMETERS]: (typeof PARAMETERS)[K] extends Parameter<infer T> ? T : never;
};

/** The state of the page; what is not in the address is `null`. */
export type State = { readonly [K in keyof Values]: Values[K] | null };

export function readState(search = location.search): State {
  const query = new URLSearchParams(search);
  const entries = Object.entries(PARAMETERS).map(([name, parameter]) => {
    const text = query.get(name);
    return [name, text === null ? null : parameter.read(text)] as const;
  });
  return Object.fromEntries(entries) as State;
}

/** Writes the state into the address without a new entry in the history. */
export function writeState(state: Partial<State>): void {
  history.replaceState(null, '', addressOf(state));
}

/** Writes the state into the address so that Back returns to the one before. */
export function enterState(state: Partial<State>): void {
  history.pushState(null, '', addressOf(state));
}

function addressOf(state: Partial<State>): string {
  return `${location.pathname}${searchOf({ ...readState(), ...state })}`;
}

/** A state as the query of an address. */
export function searchOf(state: State): string {
  const query = new URLSearchParams();
  for (const [name, parameter] of Object.entries(PARAMETERS)) {
    const value = state[name as keyof State];
    const text = value === null ? '' : (parameter as Parameter<unknown>).write(value);
    if (text !== '' || (name === 'folded' && value !== null)) query.set(name, text);
  }
  return query.size === 0 ? '' : `?${query.toString()}`;
}

function textParameter(): Parameter<string> {
  return { read: (text) => (text === '' ? null : text), write: (value) => value };
}

function wholeParameter(): Parameter<number> {
  return { read: (text) => (/^\d{1,9}$/.test(text) ? Number(text) : null), write: String };
}

function wholeListParameter(): Parameter<readonly number[]> {
  return {
    read: (text) => {
      if (text === '') return [];
      return /^\d{1,9}(,\d{1,9})*$/.test(text) ? text.split(',').map(Number) : null;
    },
    write: (values) => values.join(','),
  };
}
