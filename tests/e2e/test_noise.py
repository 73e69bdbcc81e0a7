"""Differentially private sums: secret bits recorded before the beacon's round, the answer proved with its signature."""
import json
import math
import pathlib
import subprocess

from harness import BAD_INPUT, BINARY, NO, USAGE, YES, LedgerTest, main

BEACON = pathlib.Path(BINARY).parent / "local-beacon"
GENESIS, PERIOD = 1_700_000_000, 3


class Noise(LedgerTest):
    def setUp(self):
        super().setUp()
        self.init()
        self.info = self.write("beacon.json", self.beacon("info", GENESIS, PERIOD))
        (self.ledger / "beacon.json").write_bytes(self.info.read_bytes())
        config = self.ledger / "zkp-ledger.toml"
        config.write_text(config.read_text() + '\n[beacon]\ntrusted = ["beacon.json"]\n')
        self.data = self.write("flags.csv", "id,ill,age\n" + "".join(f"{i},{'true' if i % 3 == 0 else 'false'},{20 + i % 40}\n" for i in range(90)))
        self.ok("notarize", self.data, "--name", "flags")

    def beacon(self, *arguments):
        return subprocess.run([BEACON, *map(str, arguments)], capture_output=True, text=True, check=True).stdout

    def noise(self, *arguments):
        return self.ok_json("noise", "flags", "ill", "--lo", "false", "--hi", "true", "--beacon", "local", *arguments)

    def signature(self, number, name="round.json"):
        return self.write(name, self.beacon("round", number))

    def verify(self, file, *more):
        return self.run_ledger("--json", "verify", file, "--log-key", self.ledger / "log.vkey", *more)

    def test_answer_from_record_to_report(self):
        record = self.noise("--bits", 400)
        self.assertEqual(record["name"], "flags-ill-noise")
        self.assertGreater(float(record["epsilon"]), 0)
        self.assertGreater(record["round_time"], record["time"])
        receipt = self.run_ledger("--json", "verify", record["receipt"], "--trust-beacon", self.info)
        self.assertEqual(receipt.code, YES, str(receipt))
        self.assertIn("400 noise bits for the sum of column \"ill\"", receipt.json["words"])
        sealed = list((self.ledger / "private").glob("*.opening"))
        self.assertEqual(len(sealed), 2)
        self.assertTrue(all(b"bits" not in file.read_bytes() for file in sealed))

        statement = "dp-sum:ill;bits=flags-ill-noise"
        self.assert_refused(self.command("prove", "flags", statement), USAGE, f"round {record['round']}", "api.drand.sh")
        wrong = self.signature(int(record["round"]) + 1, "wrong.json")
        self.assert_refused(self.command("prove", "flags", statement, "--beacon", wrong), USAGE, "the record of the bits names")
        hex_of_wrong = json.loads(wrong.read_text())["signature"]
        self.assert_refused(self.command("prove", "flags", statement, "--beacon", hex_of_wrong), NO, "not the signature of round")
        signature = self.signature(record["round"])
        self.assert_refused(self.command("prove", "flags", statement, "--beacon", signature, "--nonce", "ab" * 32), NO, "recorded")
        size = self.size()

        file = self.folder / "answer.zkproof"
        proved = self.ok_json("prove", "flags", statement, "--beacon", signature, "--out", file)
        self.assertEqual(self.size(), size + 1)
        self.assertLess(abs(float(proved["outputs"]["noisy sum"]) - 30), 10 * math.sqrt(400) / 2)
        self.assertEqual(proved["outputs"]["standard deviation of the noise"], "10")
        self.assertEqual(proved["outputs"]["epsilon"], record["epsilon"])

        # Away from the ledger: the proof file and the public description of the beacon are enough.
        verified = self.verify(file, "--trust-beacon", self.info)
        self.assertEqual(verified.code, YES, str(verified))
        beacon = {c["name"]: c for c in verified.json["checks"]}["beacon"]
        self.assertIn(f"round {record['round']} of local", beacon["detail"])
        self.assertIn("seconds after the record", beacon["detail"])
        self.assertIn("epsilon = ", verified.json["words"])
        untrusted = self.verify(file)
        self.assertEqual(untrusted.code, NO, str(untrusted))
        self.assertIn("is trusted here", untrusted.out)
        content = json.loads(file.read_text())
        self.assertEqual(content["format"], "zkp-proof/v3")
        for edit in (lambda c: c.update(beacon_signature=hex_of_wrong),
                     lambda c: c["outputs"].update({"noisy sum": "30.0"}),
                     lambda c: (c.pop("beacon_signature"), c.update(format="zkp-proof/v2"))):
            other = json.loads(file.read_text())
            edit(other)
            forged = self.write("forged.zkproof", json.dumps(other, sort_keys=True, separators=(",", ":"), ensure_ascii=False))
            self.assertEqual(self.verify(forged, "--trust-beacon", self.info).code, NO)
        self.assertEqual(self.ok("prove", "flags", statement, "--beacon", signature, "--nonce", "ab" * 32, "--out", self.folder / "fresh").code, YES)
        again = self.folder / "again.zkproof"
        self.ok("export", str(proved["index"]), "--format", "proof", "--out", again)
        self.assertEqual(self.verify(again, "--trust-beacon", self.info).code, YES)

        shown = self.ok_json("show", "flags")
        self.assertEqual(shown["epsilon_spent"], record["epsilon"])
        self.assertEqual(shown["noise_records"], [record["index"]])
        self.assertEqual(self.ok_json("show", "flags-ill-noise")["noise"]["round"], record["round"])
        self.assert_whole()

        # A second draw for the column, and an exact sum after the answer.
        self.assert_refused(self.command("noise", "flags", "ill", "--lo", "false", "--hi", "true", "--bits", 4, "--beacon", "local"),
                            NO, "already")
        exact = self.ok("prove", "flags", "sum:ill")
        self.assertIn("protects nobody any more", exact.err)
        self.assertIn("protects nobody", self.ok("show", "flags").err)
        self.assert_whole()
        for name in ("report.html", "report.json", "report.jsonld"):
            report = self.folder / name
            self.ok("audit", "--output", report)
            checked = self.verify(report, "--trust-beacon", self.info)
            self.assertEqual(checked.code, YES, str(checked))
            self.assertIn("1 sum with noise", checked.out)
            self.assertIn("protects nobody", report.read_text().replace("The noise of", ""))
            self.assertEqual(self.verify(report).code, NO)
        spent = [d["disclosed"]["epsilon_spent"] for d in json.loads((self.folder / "report.json").read_text())["datasets"]]
        self.assertEqual(spent, [record["epsilon"], "0"])

    def test_record_is_refused_before_anything_is_drawn(self):
        size, sealed = self.size(), sorted((self.ledger / "private").iterdir())
        for code, words, arguments in (
                (NO, "within the bounds", ("age", "--lo", 20, "--hi", 40, "--bits", 10)),
                (USAGE, "no column", ("none", "--lo", 0, "--hi", 1, "--bits", 10)),
                (USAGE, "not below", ("age", "--lo", 70, "--hi", 10, "--bits", 10)),
                (USAGE, "1 to 4,096", ("age", "--lo", 0, "--hi", 100, "--bits", 4097)),
                (USAGE, "1 to 4,096", ("age", "--lo", 0, "--hi", 100, "--bits", 0)),
                (USAGE, "either", ("age", "--lo", 0, "--hi", 100)),
                (BAD_INPUT, "no noise of up to 4,096 bits", ("age", "--lo", 0, "--hi", 100, "--epsilon", 0.01)),
                (NO, "seconds or more after", ("age", "--lo", 0, "--hi", 100, "--bits", 10, "--round", 1)),
                (NO, "never drawn", ("age", "--lo", 0, "--hi", 100, "--bits", 10, "--round", 0)),
                (USAGE, "trusted beacon", ("age", "--lo", 0, "--hi", 100, "--bits", 10, "--beacon", "nobody")),
        ):
            self.assert_refused(self.command("noise", "flags", *arguments), code, words)
        self.ok("prove", "flags", "mean-floor:age;digits=0")
        self.assert_refused(self.command("noise", "flags", "age", "--lo", 0, "--hi", 100, "--bits", 10), NO, "protects nobody")
        other = self.write("other.csv", "x\n1\n2\n")
        self.ok("notarize", other, "--name", "other", "--no-prove")
        self.assert_refused(self.command("noise", "other", "x", "--lo", 0, "--hi", 3, "--bits", 10), NO, "pending")
        self.assertEqual(self.size(), size + 2)
        self.assertEqual(len(list((self.ledger / "private").iterdir())), len(sealed) + 1)

    def test_epsilon_chooses_the_bits_and_the_budget_refuses_more(self):
        record = self.noise("--epsilon", 1, "--delta", 1e-6)
        self.assertLessEqual(float(record["epsilon"]), 1)
        self.assertLess(record["bits"], 4096)
        budget = {"ZKP_DISCLOSURE_MAX_EPSILON": "0.5"}
        self.ok("prove", "flags", "dp-sum:ill;bits=flags-ill-noise", "--beacon", self.signature(record["round"]))
        refused = self.command("noise", "flags", "age", "--lo", 0, "--hi", 100, "--bits", 4096, "--beacon", "local", env=budget)
        self.assert_refused(refused, NO, "the budget of this ledger is 0.5")
        enough = {"ZKP_DISCLOSURE_MAX_EPSILON": "1000"}
        self.ok("noise", "flags", "age", "--lo", 0, "--hi", 100, "--bits", 4096, "--beacon", "local", env=enough)
        self.assertIn("of 1000 allowed", self.ok("show", "flags", env=enough).out)

    def test_quicknet_is_trusted_by_itself_and_the_local_beacon_is_not(self):
        record = self.ok_json("noise", "flags", "ill", "--lo", 0, "--hi", 1, "--bits", 40, "--round", 10 ** 8)
        self.assertEqual(record["beacon"], "52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971")
        refused = self.command("prove", "flags", "dp-sum:ill;bits=flags-ill-noise", "--beacon", self.signature(10 ** 8))
        self.assert_refused(refused, NO, "quicknet")
        local = json.loads(self.info.read_text())
        local["genesis_time"] += 1
        (self.ledger / "beacon.json").write_text(json.dumps(dict(local, hash="00" * 32)))
        self.assert_refused(self.command("status"), BAD_INPUT, "beacon.json")


if __name__ == "__main__":
    main()
