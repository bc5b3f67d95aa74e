import { INFINITY, NAN, NUMBER, ROW, TEXT } from './fixed.ts';

/** What the leaf function of every module is written with. */
const HELPERS = [
  'from typing import Mapping, Optional, Union',
  ROW,
  INFINITY,
  NAN,
  NUMBER,
  TEXT,
].join('\n');

/**
 * A program in Python that runs leaf functions, and whole modules, on rows: JSON on its standard
 * input and output. A row that makes a program fail reaches leaf -1.
 */
export const RUNNER = `
import json
import sys

HELPERS = ${JSON.stringify(HELPERS)}


def names_after(program, given):
    names = dict(given)
    exec(compile(program, "predict.py", "exec"), names)
    return names


def leaf_of(leaf, row):
    try:
        return leaf(row)
    except Exception:
        return -1


def run_leaves(programs, rows):
    given = names_after(HELPERS, {})
    for program in programs:
        leaf = names_after(program, given)["leaf"]
        yield [leaf_of(leaf, row) for row in rows]


def run_module(text, rows):
    module = names_after(text, {"__name__": "predict"})
    leaf, predict, score, explain = (module[name] for name in ("leaf", "predict", "score", "explain"))
    return [[leaf(row), predict(row), score(row), explain(row)["id"]] for row in rows]


def answer(request):
    rows = request["rows"]
    if "module" in request:
        return run_module(request["module"], rows)
    return list(run_leaves(request["programs"], rows))


sys.stdout.write(json.dumps([answer(request) for request in json.load(sys.stdin)]))
`;
