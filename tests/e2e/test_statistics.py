"""What is proved about random tables is what Arrow computes from them, and a figure that is off by the smallest step is refused. The tables have
NULLs, empty texts, extremes of their types, columns of one value, and one row. Arrow reads the file itself: nothing of ours is between them."""
import decimal
import json
import pathlib
import random
import sys

from harness import NO, LedgerTest, main

ROOT = pathlib.Path(__file__).resolve().parents[2]
for site in sorted((ROOT / ".venv" / "lib").glob("python3*/site-packages")):
    sys.path.append(str(site))
try:
    import pyarrow
    import pyarrow.compute
    import pyarrow.csv
except ImportError:
    print("skipped: no pyarrow (setup/arrow.sh)")
    sys.exit(77)
pc = pyarrow.compute
decimal.getcontext().prec = 80

SCHEMA = {
    "id": pyarrow.int64(), "small": pyarrow.int64(), "big": pyarrow.int64(), "amount": pyarrow.decimal128(19, 2), "weight": pyarrow.decimal128(19, 2),
    "label": pyarrow.string(), "same": pyarrow.int64(), "day": pyarrow.date32(), "flag": pyarrow.bool_(), "note": pyarrow.string(),
}
SMALL = (-(2**15), 2**15 - 1)


def random_table(rows, seed):
    """CSV text. Texts are quoted and NULL is not, so that the empty text is not NULL."""
    rng = random.Random(seed)
    ids = rng.sample(range(10 * rows), rows)
    lines = [",".join(SCHEMA)]
    for row in range(rows):
        extreme = {0: 0, 1: 1}.get(row)
        small = rng.randint(-300, 300) if extreme is None else SMALL[extreme]
        big = rng.randint(-(2**40), 2**40) if extreme is None else (-(2**46), 2**46 - 1)[extreme]
        cents = rng.randint(-10**9, 10**9)
        weight = "" if rng.random() < 0.2 else f"{decimal.Decimal(rng.randint(0, 20000)) / 100:.2f}"
        label = "" if rng.random() < 0.1 else rng.choice(("A", "B", "C c"))
        day = f"{rng.randint(1950, 2026)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
        note = rng.choice(('""', '"ä, b"', '"x"', ""))
        lines.append(f"{ids[row]},{small},{big},{decimal.Decimal(cents) / 100:.2f},{weight},{label},7,{day},{rng.choice(('true', 'false'))},{note}")
    return "\n".join(lines) + "\n"


def read(path):
    convert = pyarrow.csv.ConvertOptions(column_types=SCHEMA, strings_can_be_null=True, quoted_strings_can_be_null=False, null_values=[""],
                                         true_values=["true"], false_values=["false"])
    return pyarrow.csv.read_csv(path, convert_options=convert)


class StatisticsTest(LedgerTest):
    def notarized(self, name, rows, seed):
        path = self.write(f"{name}.csv", random_table(rows, seed))
        # All figures need a schema that does not follow the data: one row infers other types than a thousand.
        self.ok("notarize", path, "--name", name, "--no-prove", *(f"--type={t}" for t in self.types))
        return read(path)

    types = ("id=int(32)", "small=int(16)", "big=int(48)", "amount=decimal(2)", "weight=decimal(2)", "label=category", "same=int(16)", "note=text")

    def outputs(self, name, statement):
        return self.ok_json("prove", name, statement)["outputs"]

    def refused(self, name, statement):
        outcome = self.command("prove", name, statement)
        self.assert_refused(outcome, NO, "column")

    def check_sums(self, name, table, column):
        values = [v for v in table[column].to_pylist() if v is not None]
        out = self.outputs(name, f"sums:{column}")
        self.assertEqual(int(out["count"].replace(",", "")), len(values))
        total = pc.sum(table[column]).as_py()
        self.assertEqual(decimal.Decimal(out["sum"].replace(",", "")), total, column)
        self.assertEqual(decimal.Decimal(out["sum of squares"].replace(",", "")), sum(decimal.Decimal(v) ** 2 for v in values), column)
        if len(values) > 1 and abs(total) < 2**50:
            variance = pc.variance(table[column].cast(pyarrow.float64()), ddof=0).as_py()
            self.assertAlmostEqual(float(out["variance of the population"].replace(",", "")), variance, delta=1e-6 * max(1.0, variance))

    def test_figures_are_those_that_arrow_computes(self):
        self.init()
        table = self.notarized("t", 700, seed=1)
        rows = table.num_rows
        for column in ("small", "big", "amount", "weight", "same"):
            with self.subTest(column=column):
                self.check_sums("t", table, column)

        low, high = pc.min_max(table["small"]).as_py().values()
        self.assertEqual((low, high), SMALL)  # the extremes are there
        self.assertEqual(self.outputs("t", "min:small"), {"rows": str(rows), "min": str(low)})
        self.assertEqual(self.outputs("t", "max:weight")["max"], str(pc.max(table["weight"]).as_py()))
        self.ok("prove", "t", f"range:small;min={low};max={high}")
        self.refused("t", f"range:small;min={low + 1};max={high}")
        self.refused("t", f"range:small;min={low};max={high - 1}")

        ordered = sorted(table["amount"].to_pylist())
        outcome = self.command("--json", "prove", "t", "median:amount")
        if outcome.code == 0:
            self.assertEqual(decimal.Decimal(outcome.json["outputs"]["median"]), ordered[(rows + 1) // 2 - 1])
        else:  # true, but values are too far from it for this proof
            self.assertIn("limbs", outcome.err)
        day = sorted(table["day"].to_pylist())[-(-rows * 9 // 10) - 1]
        self.assertIn(str(day), json.dumps(self.outputs("t", "quantile:day;p=0.9")))

        ge = pc.sum(pc.greater_equal(table["weight"], decimal.Decimal("100.00"))).as_py()
        self.assertIn(str(ge), self.outputs("t", "count-where:weight;ge=100").values())
        self.ok("prove", "t", f"count-where:weight;ge=100;at-least={ge}")
        self.refused("t", f"count-where:weight;ge=100;at-least={ge + 1}")
        inside = pc.sum(pc.and_(pc.greater_equal(table["small"], -10), pc.less_equal(table["small"], 25))).as_py()
        self.assertIn(str(inside), self.outputs("t", "count-where:small;between=-10..25").values())
        chosen = pc.sum(pc.is_in(table["label"], value_set=pyarrow.array(["A", "C c"]))).as_py()
        self.assertIn(str(chosen), self.outputs("t", "count-where:label;in=A,C c").values())

        counts = {c["values"]: c["counts"] for c in table["label"].value_counts().to_pylist()}
        out = self.outputs("t", "histogram:label")
        self.assertEqual(out, {"rows": str(rows), "nulls": str(counts.pop(None)), **{f'count of "{k}"': str(v) for k, v in counts.items()}})
        flags = {c["values"]: c["counts"] for c in table["flag"].value_counts().to_pylist()}
        out = self.outputs("t", "group-sums:small,flag")
        sums = {g["flag"]: g["small_sum"] for g in table.group_by("flag").aggregate([("small", "sum")]).to_pylist()}
        for flag in (True, False):
            text = json.dumps(out)
            self.assertIn(f'"{sums[flag]}"', text)
            self.assertIn(f'"{flags[flag]}"', text)
        products = sum(a * b for a, b in zip(table["small"].to_pylist(), table["id"].to_pylist()))
        self.assertIn(str(products), self.outputs("t", "covariance:small,id").values())

        self.assertEqual(pc.count_distinct(table["id"]).as_py(), rows)
        self.ok("prove", "t", "unique:id")
        self.refused("t", "unique:same")
        nulls = self.outputs("t", "nulls:weight,note")
        self.assertIn(str(table["weight"].null_count), nulls.values())
        self.assertIn(str(table["note"].null_count), nulls.values())
        self.assertGreater(table["note"].null_count, 0)
        self.assertGreater(pc.sum(pc.equal(table["note"], "")).as_py(), 0)  # the empty text is there, and is not NULL
        mean = decimal.Decimal(pc.sum(table["small"]).as_py()) / rows
        floor = int((mean * 100).to_integral_value(rounding=decimal.ROUND_FLOOR))
        self.assertIn(str(decimal.Decimal(floor) / 100), json.dumps(self.outputs("t", "mean-floor:small;digits=2")))
        self.assert_whole()

    def test_one_row(self):
        self.init()
        table = self.notarized("one", 1, seed=3)
        for column in ("small", "amount", "same"):
            self.check_sums("one", table, column)
        self.ok("prove", "one", "well-typed:id,small,big,amount")
        self.ok("prove", "one", "unique:id")
        value = table["big"].to_pylist()[0]
        self.ok("prove", "one", f"range:big;min={value};max={value}")
        self.refused("one", f"range:big;min={value + 1};max={value + 9}")

    def test_figures_are_counted_and_kept_to_a_budget(self):
        self.init()
        path = self.table()
        budget = {"ZKP_DISCLOSURE_MAX_FIGURES": "6"}
        size = self.size()
        refused = self.command("notarize", path, "--name", "p", "--statement", "variance:age", "--statement", "variance:income", env=budget)
        self.assert_refused(refused, NO, "figures", "budget of this ledger is 6")
        self.assertEqual(self.size(), size)
        self.ok("notarize", path, "--name", "p", env=budget)
        self.ok("prove", "p", "sum:age", env=budget)
        shown = {(f["column"], f["name"]): (f["value"], f["entries"]) for f in self.ok_json("show", "p")["disclosed"]}
        self.assertEqual(shown["age", "sum"], ("590", [3]))
        self.assertEqual(len(shown), 6)
        self.assert_refused(self.command("prove", "p", "sum:income", env=budget), NO, "12 figures", "budget of this ledger is 6")
        challenge = ("prove", "p", "sum:income", "--nonce", "ab" * 32)
        self.assert_refused(self.command(*challenge, env=budget), NO, "budget")
        self.ok("prove", "p", "sum:income")  # without a budget
        self.assertIn("public   12 figures", self.ok("show", "p").out)

    def test_no_rows_are_refused_by_name(self):
        self.init()
        path = self.write("none.csv", ",".join(SCHEMA) + "\n")
        outcome = self.command("notarize", path, "--name", "none")
        self.assertEqual(outcome.code, 3, str(outcome))
        self.assertIn("row", outcome.err)


if __name__ == "__main__":
    main()
