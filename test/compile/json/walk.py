"""Walks model.json as its semantics say: python3 walk.py <model.json> <vectors.json>.

Prints the places of the vectors that reach another leaf than they should.
"""

import json
import math
import sys


def decoded(value):
    return float(value["number"]) if isinstance(value, dict) else value


def answer(node, value):
    if "atMost" in node or "present" in node:
        if not isinstance(value, (int, float)) or math.isnan(value):
            return node["missing"]
        if "present" in node:
            return "yes"
        return "yes" if float(value) <= float(node["atMost"]) else "no"
    if not isinstance(value, str):
        return node["missing"]
    if "oneOf" in node:
        return "yes" if value in node["oneOf"] else "no"
    return "no" if value in node["noneOf"] else "yes"


def walk(nodes, row):
    node = nodes[0]
    while "leaf" not in node:
        value = decoded(row.get(node["feature"]))
        node = nodes[node[answer(node, value)]]
    return node["leaf"]


def main():
    with open(sys.argv[1]) as file:
        model = json.load(file)
    with open(sys.argv[2]) as file:
        vectors = json.load(file)["vectors"]
    wrong = [i for i, v in enumerate(vectors) if walk(model["nodes"], v["row"]) != v["leaf"]]
    print(json.dumps({"vectors": len(vectors), "wrong": wrong}))


main()
