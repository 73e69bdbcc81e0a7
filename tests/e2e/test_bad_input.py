"""Every bad table is handled or refused with its row and column, and nothing is appended."""
import json
import unittest

from harness import BAD_INPUT, YES, LedgerTest, main


class BadInput(LedgerTest):
    def refuse(self, name, content, *words, options=()):
        outcome = self.command("notarize", self.write(name, content), "--name", "t", "--no-prove", *options)
        self.assert_refused(outcome, BAD_INPUT, *words)
        self.assertEqual(self.size(), 1, f"{name}: something was appended")

    def accept(self, name, content, rows, *options):
        before = self.size()
        noted = self.ok_json("notarize", self.write(name, content), "--name", name.replace(".", "-"), "--no-prove", *options)
        self.assertEqual(noted["entries"][0]["rows"], rows, name)
        self.assertEqual(self.size(), before + 1)
        return {c["name"]: c for c in self.ok_json("show", name.replace(".", "-"))["columns"]}

    def test_no_rows(self):
        self.init()
        for name, content in (("e.csv", ""), ("h.csv", "a,b\n"), ("h2.csv", "a,b"), ("e.jsonl", ""), ("e.json", "[]")):
            self.refuse(name, content, "no rows")

    def test_too_little_memory_for_a_proof_says_what_it_takes(self):
        self.init()
        table = self.write("t.csv", "a\n1\n2\n")
        self.assert_refused(self.command("--max-memory", "10MB", "notarize", table, "--name", "t"), BAD_INPUT, "at least", "--max-memory")
        self.assertEqual(self.size(), 1)
        self.ok_json("--max-memory", "1GB", "notarize", table, "--name", "t")

    def test_broken_csv_names_row_and_column(self):
        self.init()
        self.refuse("ragged.csv", "a,b\n1,2\n3\n4,5\n", "row 2")
        self.refuse("long.csv", "a,b\n1,2\n3,4,5\n", "row 2")
        self.refuse("utf8.csv", b"a,b\n1,x\n2,\xff\xfe\n", "row 2", '"b"')
        self.refuse("nul.csv", b"a,b\n1,x\n2,y\0z\n", "row 2")
        self.refuse("dup.csv", "a,a\n1,2\n", '"a"')
        self.refuse("typed.csv", "age\n1\n2\nn/a\n", "row 3", '"age"', options=("--type", "age=int"))
        self.refuse("wide.csv", "age\n99999999999999999999999\n", "row 1", '"age"', options=("--type", "age=int"))
        self.refuse("huge.csv", "a,b\n1," + "x" * (3 << 20) + "\n", "row 1")

    def test_odd_but_right_csv_is_read(self):
        self.init()
        self.accept("bom.csv", b"\xef\xbb\xbfa,b\n1,2\n", 1)
        self.accept("crlf.csv", "a,b\r\n1,2\r\n3,4\r\n", 2)
        self.accept("mixed.csv", "a,b\r\n1,2\n3,4\r\n", 2)
        self.accept("quoted.csv", 'a,b\n1,"x\ny, ""z"""\n2,w\n', 2)
        self.accept("field.csv", "a,b\n1," + "x" * 1_000_000 + "\n", 1)
        columns = self.accept("null.csv", "a,b\n1,2\n,3\n", 2)
        self.assertTrue(columns["a"]["nullable"])
        columns = self.accept("token.csv", "a,b\n1,2\nn/a,3\n", 2, "--null", "n/a")
        self.assertEqual(columns["a"]["type"], "INT(16)")

    def test_widths_are_the_smallest_that_hold_the_column(self):
        self.init()
        columns = self.accept("w.csv", "s,m,l,x,u,f\n1,32768,2147483648,140737488355328,18446744073709551615,0.5\n", 1)
        self.assertEqual([columns[c]["type"] for c in "smlxuf"], ["INT(16)", "INT(32)", "INT(48)", "INT(64)", "UINT64", "F64ORD"])

    def test_broken_json(self):
        self.init()
        self.refuse("cut.json", '[{"a":1},{"a":2', "cut.json")
        self.refuse("notarray.json", '{"a":1}x', "notarray.json")
        self.refuse("line.jsonl", '{"a":1}\n{"a":}\n', "row 2")
        self.refuse("dup.jsonl", '{"a":1,"a":2}\n', '"a"')
        self.refuse("deep.jsonl", '{"a":' + "[" * 100_000 + "]" * 100_000 + "}\n", "row 1")

    def test_broken_parquet(self):
        self.init()
        self.refuse("magic.parquet", b"not a parquet file at all", "magic.parquet")
        self.refuse("short.parquet", b"PAR1", "short.parquet")
        self.refuse("footer.parquet", b"PAR1" + b"\0" * 100 + b"\xff\xff\xff\x7fPAR1", "footer.parquet")

    def test_absent_and_odd_files(self):
        self.init()
        outcome = self.command("notarize", self.folder / "absent.csv", "--name", "t")
        self.assert_refused(outcome, BAD_INPUT, "absent.csv")
        outcome = self.command("notarize", self.folder, "--name", "t")
        self.assertNotEqual(outcome.code, YES)
        self.assertEqual(self.size(), 1)

    def test_schema_file_is_enforced(self):
        self.init()
        schema = self.write("schema.json", json.dumps({"columns": [{"name": "age", "type": "int16", "nullable": "no"}, {"name": "x", "type": "decimal(2)"}]}))
        columns = self.accept("good.csv", "age,x\n1,2.50\n", 1, "--schema", schema)
        self.assertEqual(columns["x"]["type"], "DECIMAL(2)")
        before = self.size()
        outcome = self.command("notarize", self.write("bad.csv", "age,x\n1,2.505\n"), "--name", "t", "--schema", schema)
        self.assert_refused(outcome, BAD_INPUT, "row 1", '"x"')
        outcome = self.command("notarize", self.write("missing.csv", "age\n1\n"), "--name", "t", "--schema", schema)
        self.assert_refused(outcome, BAD_INPUT, '"x"')
        self.assert_refused(self.command("notarize", self.write("good2.csv", "age,x\n1,1\n"), "--name", "t", "--schema", self.write("s.json", "{")), BAD_INPUT, "s.json")
        self.assertEqual(self.size(), before)

    def test_configuration_errors_name_the_line(self):
        self.init()
        config = self.ledger / "zkp-ledger.toml"
        good = config.read_text()
        for bad, words in (("[ledger]\nnmae = \"x\"\n", ("toml:2", "nmae")), ("[storage]\nbackend = 7\n", ("toml:2", "backend")),
                           ("[storage]\nbackend = \"postgres\"\n", ("not built yet",)), ("[server]\nbind_address = \"x\"\n", ("not built yet",)), ("[ledger\n", ("toml:1",))):
            config.write_text(bad)
            outcome = self.command("status")
            self.assertNotEqual(outcome.code, YES)
            for word in words:
                self.assertIn(word, outcome.err)
        config.write_text(good)
        self.ok("status")
        self.assertNotEqual(self.command("status", env={"ZKP_STORAGE_BACKEND": "postgres"}).code, YES)


if __name__ == "__main__":
    main()
