/** The parts of ml-cart 2.1 that are used; the package ships no types. */
declare module 'ml-cart' {
  export interface MlCartNode {
    readonly left?: MlCartNode;
    readonly right?: MlCartNode;
    readonly splitColumn?: number;
    readonly splitValue?: number;
  }

  interface TreeOptions {
    readonly maxDepth?: number;
    readonly minNumSamples?: number;
    readonly gainThreshold?: number;
  }

  export class DecisionTreeClassifier {
    constructor(options: TreeOptions);
    readonly root: MlCartNode;
    train(rows: number[][], labels: number[]): void;
    predict(rows: number[][]): number[];
  }

  export class DecisionTreeRegression {
    constructor(options: TreeOptions);
    readonly root: MlCartNode;
    train(rows: number[][], values: number[]): void;
    predict(rows: number[][]): number[];
  }
}
