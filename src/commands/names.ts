/** Languages a run can be compiled to. */
export const TARGETS = ['ts', 'js'] as const;

export type Target = (typeof TARGETS)[number];

/** The folder that runs are written to and looked for in. */
export const REPORTS = 'reports';
