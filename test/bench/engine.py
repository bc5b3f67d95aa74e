"""scikit-learn's CPU time on the rows that engine.ts wrote; prints JSON."""

import json
import os
import sys
import time

import numpy
import sklearn
from sklearn.ensemble import RandomForestClassifier
from sklearn.tree import DecisionTreeClassifier


def fastest(repeats, work):
    best = float("inf")
    for _ in range(repeats):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best


def main(work):
    with open(os.path.join(work, "settings.json"), encoding="utf-8") as file:
        settings = json.load(file)

    def rows(name, columns):
        x = numpy.fromfile(os.path.join(work, name + ".x")).reshape(-1, columns)
        return x, numpy.fromfile(os.path.join(work, name + ".y"), dtype=numpy.uint8)

    made = settings["FOREST"]
    x, y = rows("forest", made["columns"])
    forest = RandomForestClassifier(
        n_estimators=made["trees"],
        min_samples_leaf=made["minLeaf"],
        max_features="sqrt",
        oob_score=True,
        n_jobs=1,
        random_state=1,
    )
    forest_time = fastest(2, lambda: forest.fit(x, y))
    many, many_y = rows("tree", settings["TREE"]["columns"])
    label_time = fastest(2, lambda: forest.predict_proba(many))

    def grow(name, data, target):
        made = settings[name]
        tree = DecisionTreeClassifier(
            max_depth=made["depth"], min_samples_leaf=made["minLeaf"], random_state=1
        )
        return lambda: tree.fit(data, target)

    tree_time = fastest(1, grow("TREE", many, many_y))
    few, few_y = rows("small", settings["SMALL"]["columns"])
    small_time = fastest(20, grow("SMALL", few, few_y))
    print(
        json.dumps(
            {
                "version": sklearn.__version__,
                "forest": forest_time,
                "label": label_time,
                "tree": tree_time,
                "small": small_time,
            }
        )
    )


main(sys.argv[1])
