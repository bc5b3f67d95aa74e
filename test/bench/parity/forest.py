"""scikit-learn's random forest on the splits that export.ts wrote.

    python3 test/bench/parity/forest.py <work folder>

Writes sklearn.json into that folder: two seeds a split, so that the noise of a seed is known.
"""

import glob
import json
import os
import sys

import numpy
import sklearn
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor


def held_out_score(split, seed):
    kind = RandomForestClassifier if split["task"] == "classification" else RandomForestRegressor
    forest = kind(
        n_estimators=split["trees"],
        min_samples_leaf=split["minLeaf"],
        max_features=split["maxFeatures"],
        n_jobs=2,
        random_state=seed,
    )
    forest.fit(numpy.array(split["trainX"]), numpy.array(split["trainY"]))
    # Accuracy for classes, R² for numbers.
    return float(forest.score(numpy.array(split["testX"]), numpy.array(split["testY"])))


def main(work):
    scores = []
    for path in sorted(glob.glob(os.path.join(work, "*-*.json"))):
        with open(path, encoding="utf-8") as file:
            split = json.load(file)
        first, second = (held_out_score(split, 1000 * i + split["seed"]) for i in (1, 2))
        scores.append({"set": split["set"], "seed": split["seed"], "first": first, "second": second})
    with open(os.path.join(work, "sklearn.json"), "w", encoding="utf-8") as file:
        json.dump({"version": sklearn.__version__, "scores": scores}, file)


main(sys.argv[1])
