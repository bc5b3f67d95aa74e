"""Boosted trees on the training rows that quality/boosted.ts wrote, and their answers for all rows.

python3 test/bench/boosted.py <work folder>
"""

import glob
import json
import sys

import numpy
from sklearn.ensemble import GradientBoostingClassifier, GradientBoostingRegressor


def answers(document):
    rows = {name: numpy.array(rows) for name, rows in document["rows"].items()}
    target = numpy.array(document["target"])
    options = {"random_state": document["seed"]}
    if document["task"] == "classification":
        model = GradientBoostingClassifier(**options).fit(rows["train"], target)
        return {name: model.predict_proba(x).ravel().tolist() for name, x in rows.items()}
    model = GradientBoostingRegressor(**options).fit(rows["train"], target)
    return {name: model.predict(x).tolist() for name, x in rows.items()}


for path in sorted(glob.glob(sys.argv[1] + "/boosted/*.rows.json")):
    with open(path, encoding="utf-8") as file:
        document = json.load(file)
    with open(path.replace(".rows.", ".answers."), "w", encoding="utf-8") as file:
        json.dump(answers(document), file)
