/* Statements of `predict.py` that are the same in every file. */

export const MODULE_DOC =
  '"""A decision tree as nothing but branches: predict, score, leaf and explain take a row."""';

export const ROW = 'Row = Mapping[str, Union[float, str, None]]';

export const FIGURE = `class Figure(TypedDict):
    """A measured figure with its 95% interval, to four decimals; None where undefined."""

    value: Optional[float]
    low: Optional[float]
    high: Optional[float]
    n: int  # rows behind the figure`;

/** `decision` is the type of what a leaf answers. */
export function pathClass(decision: string): string {
  return `class Path(TypedDict):
    """A path from the root of the tree to a leaf."""

    id: str  # the same as in paths.json and on the site
    conditions: Tuple[str, ...]  # in words; all of them hold
    decision: ${decision}
    value: Tuple[float, ...]  # class probabilities, or the predicted number alone
    rows: int  # real rows, held out from training, that take this path
    coverage: Figure  # their share of all held-out rows
    fidelity: Figure  # share of them on which the tree agrees with its teacher`;
}

export const META = `class Meta(TypedDict):
    """Provenance of this file."""

    name: str
    target: str  # the column that is predicted
    version: str  # of espalier
    modelHash: str  # SHA-256 of tree.json
    seed: int
    role: str  # whether the tree "decides", or only "explains" a teacher that decides
    teacher: str
    depth: int
    leaves: int
    fidelityKind: str  # "agreement" or "r2"
    fidelity: Figure  # how well the tree repeats its teacher
    missing: str
    unseen: str`;

export const INFINITY = 'INFINITY = float("inf")';

export const NAN = '_NAN = float("nan")';

export const NUMBER = `def _number(row: Row, name: str) -> float:
    """The number of a feature, NaN where it is missing."""
    value = row.get(name)
    if value is None:
        return _NAN
    if isinstance(value, str):
        raise TypeError(f"{name!r} takes a number, not text: {value!r}")
    return float(value)`;

export const TEXT = `def _text(row: Row, name: str) -> Optional[str]:
    """The category of a feature, None where it is missing."""
    value = row.get(name)
    if value is None or isinstance(value, str):
        return value
    if value != value:
        return None
    raise TypeError(f"{name!r} takes text, not a number: {value!r}")`;

export const LEAF = `def leaf(row: Row) -> int:
    """The leaf a row reaches, counted from 0, left to right."""`;

export const EXPLAIN = `def explain(row: Row) -> Path:
    """The path a row takes, with the evidence for it."""
    return paths[leaf(row)]`;
