/** How synthetic rows are drawn; `blend` is half copula, half MUNGE. */
export const AUGMENT_METHODS = ['blend', 'copula', 'munge', 'none'] as const;

export type AugmentMethod = (typeof AUGMENT_METHODS)[number];
