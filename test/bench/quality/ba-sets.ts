/** What the paper says of a set (tables 1 to 4): means over its ten folds. */
export interface BaSet {
  readonly name: string;
  /** Folder of the authors' files. */
  readonly folder: string;
  /** The exact tree of least depth, and its leaves. */
  readonly exactDepth: number;
  readonly exactLeaves: number;
  /** The exact tree of fewest leaves. */
  readonly fewestLeaves: number;
  /** The exact tree without the splits of which one side holds no training row: no longer exact. */
  readonly prunedDepth: number;
  readonly prunedLeaves: number;
}

function baSet(
  name: string,
  folder: string,
  figures: readonly [number, number, number, number, number],
): BaSet {
  const [exactDepth, exactLeaves, fewestLeaves, prunedDepth, prunedLeaves] = figures;
  return { name, folder, exactDepth, exactLeaves, fewestLeaves, prunedDepth, prunedLeaves };
}

export const BA_SETS: readonly BaSet[] = [
  baSet('Breast-Cancer', 'Breast-Cancer-Wisconsin', [12.5, 2279.4, 890.1, 9.1, 35.9]),
  baSet('COMPAS', 'COMPAS-ProPublica', [8.9, 119.9, 37.1, 7.0, 31.2]),
  baSet('FICO', 'FICO', [8.6, 71.3, 39.2, 6.5, 15.8]),
  baSet('HTRU2', 'HTRU2', [6.0, 20.2, 11.9, 5.1, 13.2]),
  baSet('Pima', 'Pima-Diabetes', [9.6, 460.1, 169.7, 9.4, 79.0]),
  baSet('Seeds', 'Seeds', [10.2, 450.9, 214.6, 7.5, 21.5]),
];
