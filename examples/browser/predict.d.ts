/** For the editor: any run on data/credit.csv has these types. The page loads `predict.js` itself. */
export * from '../../test/golden/compile/credit/predict.ts';
