import { describe, expect, test } from 'vitest';
import { csvCell } from '../../src/report/csv-cell.ts';
import { pathsCsv } from '../../src/report/paths-csv.ts';
import { plainFigure, wilson } from '../../src/core/interval.ts';
import type { PathRecord } from '../../src/core/run.ts';

describe('csvCell', () => {
  test.each([
    ['plain', 'plain'],
    ['', ''],
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', '"two\nlines"'],
    ["o'clock", `"o'clock"`],
    ['=SUM(A1)', `"'=SUM(A1)"`],
    ['+1 (555)', `"'+1 (555)"`],
    ['@cmd', `"'@cmd"`],
    ['-', `"'-"`],
    ['\tx', `"'\tx"`],
    ['-1.5', '-1.5'],
    ['+2e10', '+2e10'],
  ])('%j is written %j', (text, cell) => {
    expect(csvCell(text)).toBe(cell);
  });
});

test('paths.csv has one line a path, figures bare and missing ones empty', () => {
  const path: PathRecord = {
    id: '0123456789ab',
    leaf: 1,
    conditions: [],
    words: 'Income is at most 5, or missing',
    decision: '=yes',
    deferredFrom: null,
    value: [0.25, 0.75],
    depth: 1,
    coverage: wilson(5, 10),
    realRows: { train: 30, select: 2, test: 3 },
    fidelity: wilson(4, 5),
    freshFidelity: plainFigure(null, 0),
    accuracy: wilson(3, 5),
    flags: ['few-real-rows', 'undecided'],
  };
  const [header, line, end] = pathsCsv([path]).split('\n');
  expect(header).toBe(
    'id,decision,rule,value,depth,train_rows,select_rows,test_rows,coverage,fidelity,fidelity_low,fidelity_high,fresh_fidelity,fresh_rows,accuracy,flags,deferred_from',
  );
  expect(line).toMatch(
    /^0123456789ab,"'=yes","Income is at most 5, or missing",0\.25 0\.75,1,30,2,3,0\.5,0\.8,0\.37\d*,0\.96\d*,,0,0\.6,few-real-rows undecided,$/,
  );
  expect(end).toBe('');
});
