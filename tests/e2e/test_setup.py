"""setup: development keys that are there already, and files that are no reference strings."""
import os
import pathlib

from harness import BAD_INPUT, USAGE, YES, LedgerTest, main

SNARKJS = pathlib.Path(__file__).parents[1] / "groth16_ceremony" / "snarkjs"


class Setup(LedgerTest):
    def test_what_is_there_is_found_and_named(self):
        made = self.run_ledger("setup", "--insecure-dev", "--rows", 1000)
        self.assertEqual(made.code, YES, str(made))
        outcome = self.run_ledger("--json", "setup", "--insecure-dev", "--rows", 1000)
        self.assertEqual(outcome.code, YES, str(outcome))
        answer = outcome.json
        self.assertEqual(answer["label"], "insecure-dev")
        self.assertEqual(answer["srs"]["powers"], 1 << 17)
        self.assertEqual([key["circuit"] for key in answer["keys"]], ["dataset-s"])
        for each in (answer["srs"], answer["keys"][0]):
            self.assertTrue(each["existed"])
            self.assertEqual(os.path.getsize(each["file"]), each["bytes"])
        self.assertIn("forge", outcome.err)

    def test_wrong_requests_are_refused(self):
        keys = {"ZKP_SETUP_DIR": str(self.folder / "keys")}
        def refused(*arguments, code, says):
            self.assert_refused(self.run_ledger("setup", *arguments, env=keys), code, says)
            self.assertFalse((self.folder / "keys").exists())
        refused(code=USAGE, says="--insecure-dev")
        refused("--insecure-dev", "direct-64", code=USAGE, says="dataset-s")
        refused("--insecure-dev", "--import-phase1", "x", code=USAGE, says="--import-phase1")
        refused("--import-phase1", "none", code=BAD_INPUT, says="none")
        self.write("text", "hello")
        refused("--import-phase1", "text", code=BAD_INPUT, says="text")
        for name in ("final.ptau", "challenge", "response"):
            self.write(name, (SNARKJS / name).read_bytes())
            refused("--import-phase1", name, code=BAD_INPUT, says="2^14")


if __name__ == "__main__":
    main()
