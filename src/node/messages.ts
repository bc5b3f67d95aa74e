/** What a thread is asked. */
export interface Order {
  readonly id: number;
  /** Name of the task. */
  readonly task: string;
  readonly input: unknown;
  /** Number of the data the task works on. */
  readonly data: number;
  /** The data themselves, when this thread has not seen them. */
  readonly brings?: object;
  /** Number of data that are not needed again. */
  readonly drops?: number;
}

/** What a thread answers. */
export type Reply =
  | { readonly id: number; readonly output: unknown }
  | { readonly id: number; readonly fault: Fault };

/** An error as plain data: a structured clone of an error loses its own fields. */
export interface Fault {
  readonly message: string;
  readonly stack: string | undefined;
  /** Of a refusal: its code and exit code. */
  readonly refusal: { readonly code: string; readonly exitCode: number } | null;
}
