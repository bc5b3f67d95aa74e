/** Languages a run can be compiled to. */
export const TARGETS = ['ts', 'js', 'cjs', 'python', 'c', 'sql', 'onnx', 'json'] as const;

export type Target = (typeof TARGETS)[number];

/** Databases that SQL can be written for. */
export const DIALECTS = ['duckdb', 'sqlite', 'postgres'] as const;

export type Dialect = (typeof DIALECTS)[number];

/** Numbers that C can compute with; ONNX with all but the last. */
export const C_NUMBERS = ['float64', 'float32', 'int32'] as const;

export type CNumbers = (typeof C_NUMBERS)[number];

/** The folder that runs are written to and looked for in. */
export const REPORTS = 'reports';

/** Rows below which a processor's branch predictor and cache flatter what is timed. */
export const FAIR_ROWS = 100_000;
