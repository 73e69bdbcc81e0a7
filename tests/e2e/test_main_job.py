"""The main job: a private table in, proofs out, a ledger that anybody can audit."""
import json
import os
import pathlib
import subprocess
import unittest

from harness import BINARY, BAD_INPUT, ENVIRONMENT, NO, USAGE, YES, LedgerTest, main


class MainJob(LedgerTest):
    def test_notarize_prove_verify_offline(self):
        self.init()
        data = self.table()
        noted = self.ok_json("notarize", data, "--name", "people")
        self.assertEqual(noted["entries"][0]["rows"], 20)
        self.assertEqual([p["statement"] for p in noted["proofs"]], ["well-typed:age,income,name"])
        self.assertTrue(all(p["bytes"] <= 1008 for p in noted["proofs"]))
        self.assertEqual(self.ok_json("show", "people")["state"], "accepted")

        proof = self.folder / "sum.zkproof"
        proved = self.ok_json("prove", "people", "sum:age", "--out", proof)
        self.assertEqual(proved["statement"], "sums:age")
        self.assertEqual(proved["outputs"]["sum"], str(sum(range(20, 40))))
        self.assertEqual(proved["label"], "insecure-dev")
        self.assertEqual(proved["bytes"], 624)

        # Somewhere else, with nothing but the proof file and the log's public key.
        vkey = (self.ledger / "log.vkey").read_text().strip()
        os.rename(self.ledger, self.folder / "elsewhere")
        os.remove(data)
        verified = self.run_ledger("--json", "verify", proof, "--log-key", vkey)
        self.assertEqual(verified.code, YES, str(verified))
        self.assertTrue(verified.json["ok"])
        self.assertEqual(verified.json["outputs"]["sum"], str(sum(range(20, 40))))
        self.assertEqual(verified.json["label"], "insecure-dev")
        self.assertIn("pinned", [c["detail"].split()[0] for c in verified.json["checks"] if c["name"] == "log-key"])

    def test_label_and_unpinned_key_are_printed(self):
        self.init()
        self.ok("notarize", self.table(), "--name", "people")
        proof = self.folder / "p.zkproof"
        self.ok("prove", "people", "range:age;min=0;max=99", "--out", proof)
        text = self.run_ledger("verify", proof)
        self.assertEqual(text.code, YES, str(text))
        self.assertIn("insecure-dev", text.out)
        self.assertIn("unpinned", text.out)
        pinned = self.run_ledger("verify", proof, "--require-pinned")
        self.assertEqual(pinned.code, NO)

    def test_false_claim_is_refused_and_nothing_recorded(self):
        self.init()
        self.ok("notarize", self.table(), "--name", "people")
        before = self.size()
        outcome = self.command("prove", "people", "range:age;min=21;max=99")
        self.assert_refused(outcome, NO, "age")
        self.assertEqual(self.size(), before)

    def test_every_format_gives_the_same_statement(self):
        self.init()
        rows = [{"age": 30 + i, "ok": i % 2 == 0} for i in range(10)]
        files = {
            "c.csv": "age,ok\n" + "".join(f"{r['age']},{str(r['ok']).lower()}\n" for r in rows),
            "l.jsonl": "".join(json.dumps(r) + "\n" for r in rows),
            "a.json": json.dumps(rows, indent=1),
        }
        for name, content in files.items():
            self.ok("notarize", self.write(name, content), "--name", name.replace(".", "-"), "--no-prove")
            proved = self.ok_json("prove", name.replace(".", "-"), "sum:age")
            self.assertEqual(proved["outputs"]["sum"], str(sum(r["age"] for r in rows)), name)
        self.assert_whole()

    def test_nonce_answers_a_challenge_and_is_not_recorded(self):
        self.init()
        self.ok("notarize", self.table(), "--name", "people", "--no-prove")
        nonce, other = "ab" * 32, "cd" * 32
        proof = self.folder / "fresh.zkproof"
        before = self.size()
        proved = self.ok_json("prove", "people", "sum:age", "--nonce", nonce, "--out", proof)
        self.assertIsNone(proved["index"])
        self.assertEqual(self.size(), before)
        self.assertEqual(self.run_ledger("verify", proof, "--nonce", nonce).code, YES)
        self.assertEqual(self.run_ledger("verify", proof, "--nonce", other).code, NO)
        self.assertEqual(self.run_ledger("verify", proof).code, NO)

    def test_verify_data_recomputes_from_the_file(self):
        self.init()
        data = self.table()
        noted = self.ok_json("notarize", data, "--name", "people", "--no-prove")
        receipt = noted["entries"][0]["receipt"]
        opening = self.folder / "people.opening"
        self.ok("export", "people", "--opening", "--out", opening)
        self.assertEqual(oct(opening.stat().st_mode & 0o777), "0o600")
        good = self.run_ledger("verify", receipt, "--data", data, "--opening", opening)
        self.assertEqual(good.code, YES, str(good))
        changed = self.write("changed.csv", data.read_text().replace("20,0,", "21,0,"))
        bad = self.run_ledger("verify", receipt, "--data", changed, "--opening", opening)
        self.assertEqual(bad.code, NO, str(bad))
        self.assertIn("not the one that was notarised", bad.out)

    def test_same_file_is_reported_not_duplicated(self):
        self.init()
        data = self.table()
        self.ok("notarize", data, "--name", "people", "--no-prove")
        size = self.size()
        again = self.ok_json("notarize", data, "--name", "people", "--no-prove")
        self.assertTrue(again["entries"][0]["existed"])
        self.assertEqual(self.size(), size)
        self.ok("notarize", data, "--name", "people", "--no-prove", "--again")
        self.assertEqual(self.size(), size + 1)

    def test_statements_about_two_tables(self):
        self.init()
        rows = [f"{i},{i * i}" for i in range(12)]
        for name, part in (("all", rows), ("turned", rows[::-1]), ("train", rows[:9]), ("test", rows[9:])):
            self.ok("notarize", self.write(f"{name}.csv", "id,square\n" + "\n".join(part) + "\n"), "--name", name, "--no-prove",
                    "--type", "id=int16", "--type", "square=int16")
        same, split = self.folder / "same.zkproof", self.folder / "split.zkproof"
        self.ok("prove", "all", "shuffle;with=turned", "--out", same)
        self.ok("prove", "all", "split;key=id;train=train;test=test", "--out", split)
        for file in (same, split):
            verified = self.run_ledger("--json", "verify", file, "--log-key", self.ledger / "log.vkey")
            self.assertEqual(verified.code, YES, str(verified))
        before = self.size()
        self.assert_refused(self.command("prove", "all", "shuffle;with=train"), USAGE, "rows")
        self.assert_refused(self.command("prove", "all", "shuffle;with=nobody"), BAD_INPUT, "nobody")
        self.assertEqual(self.size(), before)
        self.assertEqual(len(self.ok_json("show", "train")["proofs"]), 1)
        report = self.folder / "r.json"
        self.ok("audit", "--dataset", "turned", "--output", report)
        self.assertEqual(self.run_ledger("verify", report).code, YES)
        self.assert_whole()

    def test_null_and_text_columns_are_committed_and_proved(self):
        self.init()
        data = self.write("n.csv", "id,score,who\n1,5,ann\n2,,bob\n3,7,\n")
        noted = self.ok_json("notarize", data, "--name", "n", "--type", "who=utf8")
        self.assertEqual(self.ok_json("show", "n")["state"], "accepted")
        self.assertTrue(noted["proofs"])
        self.assertEqual(self.ok_json("prove", "n", "sum:score")["outputs"]["sum"], "12")
        self.assert_refused(self.command("prove", "n", "sum:who"), USAGE)

    def test_batch_is_all_or_nothing(self):
        self.init()
        good, bad = self.table("good.csv"), self.write("bad.csv", "a,b\n1,2\n3\n")
        size = self.size()
        self.assert_refused(self.command("notarize", "--batch", "--no-prove", good, bad), BAD_INPUT, "bad.csv", "row 2")
        self.assertEqual(self.size(), size)
        other = self.table("other.csv", rows=5)
        self.ok("notarize", "--batch", "--no-prove", good, other)
        self.assertEqual(self.size(), size + 2)

    def test_one_file_under_two_names_is_notarised_once(self):
        self.init()
        data, copy, other = self.table(), self.table("copy.csv"), self.table("other.csv", rows=5)
        entries = self.ok_json("notarize", "--batch", "--no-prove", data, copy, other)["entries"]
        self.assertEqual([e.get("existed", False) for e in entries], [False, True, False])
        self.assertEqual(entries[0]["dataset"], entries[1]["dataset"])
        self.assertEqual(self.size(), 3)
        # Once more on purpose: from then on the file leads to the newer dataset.
        newer = self.ok_json("notarize", data, "--name", "newer", "--no-prove", "--again")["entries"][0]
        self.assertEqual(self.ok_json("notarize", copy, "--name", "x", "--no-prove")["entries"][0]["dataset"], newer["dataset"])

    def test_ledger_without_development_keys_needs_a_reference_string(self):
        outcome = self.run_ledger("init", self.ledger)
        self.assertEqual(outcome.code, YES, str(outcome))
        self.assert_refused(self.command("notarize", self.table(), "--name", "people"), ENVIRONMENT, "import-phase1")
        self.assertEqual(self.size(), 1)

    def test_missing_keys_are_an_environment_error_with_the_command_to_run(self):
        self.init()
        outcome = self.command("notarize", self.table(), "--name", "people", env={"ZKP_SETUP_DIR": str(self.folder / "none")})
        self.assert_refused(outcome, ENVIRONMENT, "setup --insecure-dev")
        self.assertEqual(self.size(), 1)

    def test_verifier_library_alone_checks_the_proof(self):
        verify_lib = os.path.join(os.path.dirname(BINARY), "verify_lib")
        self.init()
        self.ok("notarize", self.table(), "--name", "people", "--no-prove")
        proof = self.folder / "p.zkproof"
        self.ok("prove", "people", "sum:age", "--out", proof)
        outcome = subprocess.run([verify_lib, proof], capture_output=True, text=True, check=False)
        self.assertEqual(outcome.returncode, 0, outcome.stdout + outcome.stderr)
        linked = subprocess.run(["ldd", verify_lib], capture_output=True, text=True, check=True).stdout
        for library in ("arrow", "rocksdb", "ssl", "crypto", "tbb", "parquet"):
            self.assertNotIn(f"lib{library}.so", linked)

    def test_installed_verifier_is_enough_for_a_program_of_ones_own(self):
        root = pathlib.Path(__file__).resolve().parents[2]
        prefix = self.folder / "prefix"
        subprocess.run(["cmake", "--install", pathlib.Path(BINARY).parents[1], "--component", "verify", "--prefix", prefix],
                       capture_output=True, check=True)
        program = self.folder / "verify"
        subprocess.run(["g++", "-std=c++20", "-I", prefix / "include", root / "examples/verify-cpp/verify.cpp",
                        prefix / "lib/libzkp_verify.a", "-lcrypto", "-o", program]
                       + os.environ.get("ZKP_LINK_FLAGS", "").split(), check=True)
        self.init()
        self.ok("notarize", self.table(), "--name", "people", "--no-prove")
        proof, report = self.folder / "p.zkproof", self.folder / "r.json"
        self.ok("prove", "people", "sum:age", "--out", proof)
        self.ok("audit", "--output", report)
        for file in (proof, report):
            outcome = subprocess.run([program, file, self.ledger / "log.vkey"], capture_output=True, text=True, check=False)
            self.assertEqual(outcome.returncode, 0, outcome.stdout + outcome.stderr)
        proof.write_bytes(proof.read_bytes().replace(b'"sums:age"', b'"sums:agf"'))
        self.assertEqual(subprocess.run([program, proof], capture_output=True, check=False).returncode, 1)
        self.assertEqual(subprocess.run([program, "/dev/null"], capture_output=True, check=False).returncode, 3)

    def test_log_show_and_queries(self):
        self.init()
        self.ok("notarize", self.table(), "--name", "people")
        log = self.ok_json("log")["entries"]
        self.assertEqual([e["type"] for e in log], ["proof", "notarize", "genesis"])
        self.assertEqual([e["index"] for e in log], [2, 1, 0])
        self.assertEqual(len(self.ok_json("log", "--op", "proof")["entries"]), 1)
        self.assertEqual(len(self.ok_json("log", "--dataset", "people")["entries"]), 2)
        self.assertEqual(len(self.ok_json("log", "--limit", "1")["entries"]), 1)
        self.assertEqual(len(self.ok_json("log", "--author", log[0]["author"])["entries"]), 3)
        self.assertEqual(self.ok_json("log", "--author", "00" * 32)["entries"], [])
        self.assertEqual(self.ok_json("log", "--until", "2001-01-01")["entries"], [])
        self.assertEqual(len(self.ok_json("log", "--since", "2001-01-01")["entries"]), 3)
        self.assertEqual(len(self.ok_json("log", "--lineage", "people")["entries"]), 2)
        shown = self.ok_json("show", "people")
        self.assertEqual(shown["index"], 1)
        self.assertEqual(self.ok_json("show", shown["digest"][:12])["index"], 1)
        self.assertEqual(self.ok_json("show", shown["dataset"])["index"], 1)
        self.assertEqual(log[0]["parents"], [log[1]["digest"]])
        self.assert_refused(self.command("show", "nobody"), BAD_INPUT, "nobody")

    def test_found_upwards_from_the_current_folder(self):
        self.init()
        deep = self.ledger / "out"
        self.assertEqual(self.run_ledger("status", cwd=deep).code, YES)
        self.assert_refused(self.run_ledger("status", cwd="/"), BAD_INPUT, "no ledger")

    def test_usage_errors_exit_2_and_later_commands_say_so(self):
        self.init()
        for arguments in (["frobnicate"], ["notarize"], ["status", "--no-such-flag"], [], ["prove", "--nonce", "xyz", "a", "rows"]):
            self.assertEqual(self.command(*arguments).code, USAGE, arguments)
        for later in ("transform", "split", "branch", "merge"):
            outcome = self.command(later, "--whatever", "x")
            self.assert_refused(outcome, USAGE, "not built yet")
        self.assert_refused(self.command("audit", "--output", "r.pdf"), USAGE, "not built yet")

    def test_a_processor_path_that_is_not_there_is_refused(self):
        self.init()
        outcome = self.run_ledger("status", cwd=self.ledger, env={"ZKP_CPU": "avx1024"})
        self.assert_refused(outcome, ENVIRONMENT, "ZKP_CPU must be portable, adx or ifma")
        self.assertEqual(self.run_ledger("status", cwd=self.ledger, env={"ZKP_CPU": "portable"}).code, YES)

    def test_errors_as_json(self):
        self.init()
        outcome = self.command("--json", "notarize", self.write("bad.csv", "a,b\n1,x\ny,2\n"), "--name", "t", "--type", "a=int")
        self.assertEqual(outcome.code, BAD_INPUT, str(outcome))
        error = outcome.json["error"]
        self.assertEqual(error["where"]["row"], 2)
        self.assertEqual(error["where"]["column"], "a")
        self.assertTrue(error["code"].startswith("table."))

    def test_init_refuses_a_folder_that_holds_something(self):
        self.init()
        self.assert_refused(self.run_ledger("init", self.ledger), BAD_INPUT, "already holds a ledger")
        full = self.folder / "full"
        full.mkdir()
        (full / "x").write_text("x")
        self.assert_refused(self.run_ledger("init", full), BAD_INPUT, "not empty")
        self.assert_refused(self.run_ledger("init", self.folder / "n", "--name", "a b"), USAGE, "name")

    def test_keys_and_private_folder_are_for_the_owner_alone(self):
        self.init()
        self.ok("notarize", self.table(), "--name", "people", "--no-prove")
        for path in list((self.ledger / "keys").iterdir()) + list((self.ledger / "private").glob("*.opening")):
            self.assertEqual(oct(path.stat().st_mode & 0o777), "0o600", path)
        sealed = next((self.ledger / "private").glob("*.opening")).read_bytes()
        self.assertNotIn(b"people.csv", sealed)
        os.chmod(self.ledger / "keys" / "author.pem", 0o644)
        self.assert_refused(self.command("notarize", self.table("o.csv", 5), "--name", "o"), BAD_INPUT, "author.pem")

    def test_category_dictionary_becomes_public_with_a_warning(self):
        self.init()
        data = self.write("c.csv", "label,n\n" + "".join(f"{'ab'[i % 2]},{i}\n" for i in range(10)))
        noted = self.ok("notarize", data, "--name", "c", "--type", "label=category", "--no-prove")
        self.assertIn("public", noted.err)
        columns = {c["name"]: c for c in self.ok_json("show", "c")["columns"]}
        self.assertEqual(columns["label"]["dictionary"], ["a", "b"])
        self.assert_refused(self.command("prove", "c", "sum:label"), USAGE)

    def test_sum_of_fractions_hints_at_decimal(self):
        self.init()
        data = self.write("f.csv", "x\n1.5\n2.25\n")
        self.ok("notarize", data, "--name", "f", "--no-prove")
        self.assert_refused(self.command("prove", "f", "sum:x"), USAGE, "decimal")
        self.ok("notarize", data, "--name", "d", "--type", "x=decimal(2)", "--no-prove")
        self.assertEqual(self.ok_json("prove", "d", "sum:x")["outputs"]["sum"], "3.75")
        inexact = self.command("notarize", data, "--name", "e", "--type", "x=decimal(1)", "--no-prove")
        self.assert_refused(inexact, BAD_INPUT, "row 2", "x")


if __name__ == "__main__":
    main()
