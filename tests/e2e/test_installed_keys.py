"""Which installed ceremony keys `verify` trusts: those in a folder with an absolute path, and it says where it found one.

A key that is well formed and belongs to no ceremony stands for one, and a proof file is made to name it: so the proof
itself never verifies here, and the check of the verification key says whether the key was trusted. That keys of a real
ceremony verify is shown in test_ceremony.py.
"""
import base64
import hashlib
import json
import os
import pathlib
import subprocess

from harness import NO, YES, LedgerTest, main

GROTH16 = os.environ.get("ZKP_GROTH16_BIN", "")
LABEL = b"ceremony:" + b"ab" * 32
# A reference string of two powers (tau = 271828) labelled as a ceremony's: enough of one to be installed, not to prove.
SRS_ID = "8a316ffe715b84e12074b4c56b4b8b58cb34ccd01e52aaebfe7974e2480d52ce"
SRS = base64.b64decode(
    "WlNSUwABAEljZXJlbW9ueTpjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjAA"
    "AAAo38WCRVVtMYI/mM8wr18AHaQzh8ZIQjAr6yZU26VBRwl6tU+PS7PI9aD3oEtpG7gaPC+MOfiA8h8lp4hn0CuQvd80po9uP6DFAitUySDjUr"
    "+t7Iirlxl5c3K9ug39+91A1eO1H1Hs2OJfQNuIKdgTfzYZXXUT/VfiW116sd3bqnm2LORXLr29eMotlhNgDTFAIKgIaDbIZfQq50NfdmbP6LZR"
    "Y5gchVkjs5qsCzR+Qd8oNnj91K9ycMBY64oc/Q1SsGBwVKP3QcUgWwIKMEpH69AeGH61m3qPW0FJLL0VsXm3X44oWdWh4qgFDyULTxa8tmDa4n"
    "5dvXfjTflDUWv5SaEjrxIW5iRp9vXv+us8IcKAsF1gr5ldDuSkIDEBOq8hK9vRUguJtLFo2/nlUcDZnIkA/JZStSrzjFbNEKsF2mrNiEpI+p9K"
    "tVYvvJRf1dOfiZ/gAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABYMU/2Qh7Nc9f92mWf8F3jBoTsUx5VPFUfn0PPNaq7wQPTbIcxuzu11+wueQXcB"
    "EnEi5wzVk6y6jv0YeRpjIozOJQdXE19Z3ZRRQFApWKxRwFkArT+MHA5qoghQ/D68CztAIs0/tw46uOKmVk/XOoQ2cEx08RaSFgDGNnEFIb/b/x"
    "bZgiU9tmp2nYFfK31REb+wDGM//sRufOFeyd9KuyZYrsbtgMcLSnOvcmaIVCUR40Xh0KGByCc8b5n1IyTBE5RznzjCtPwGTqvQKYCWDSzYAAtV"
    "y+kEPgcEYBBUWGyF")


class InstalledKeys(LedgerTest):
    def planted(self):
        """A proof file that names a key, and the content of that key's file."""
        self.init()
        self.ok("notarize", self.table(), "--name", "people", "--no-prove")
        proof = self.folder / "p.zkproof"
        self.ok("prove", "people", "sum:age", "--out", proof)
        proving_key = next(pathlib.Path(os.environ["ZKP_SETUP_DIR"]).glob("dataset-s-*.pk"))
        subprocess.run([GROTH16, "convert", proving_key, "dev.zvk"], cwd=self.folder, check=True, capture_output=True)
        # docs/formats/groth16-keys.md: magic, version, label, circuit id, count, alpha, beta, gamma, delta, IC, SHA-256.
        data = (self.folder / "dev.zvk").read_bytes()[:-32]
        at = 8 + int.from_bytes(data[6:8], "big")
        circuit, count, key = data[at:at + 32], data[at + 32:at + 36], data[at + 36:]
        alpha, beta, gamma, rest = key[:48], key[48:144], key[144:240], key[336:]
        key = rest[:48] + gamma + beta + key[240:336] + rest
        self.assertNotEqual(rest[:48], alpha)
        body = data[:6] + len(LABEL).to_bytes(2, "big") + LABEL + circuit + count + key
        value = dict(json.loads(proof.read_text()), vk=hashlib.sha256(key).hexdigest(), srs=SRS_ID, setup=LABEL.decode())
        forged = self.write("forged.zkproof", json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False))
        return forged, value["vk"] + ".vk", body + hashlib.sha256(body).digest()

    def verified(self, proof, folder=None, cwd=None):
        without = ("env", "-u", "HOME", "-u", "XDG_CACHE_HOME", "-u", "ZKP_SETUP_DIR")
        prefix = (*without, f"ZKP_SETUP_DIR={folder}") if folder else without
        outcome = self.run_ledger("verify", proof, cwd=cwd, prefix=prefix)
        self.assertEqual(outcome.code, NO, str(outcome))
        return outcome.out

    def test_a_key_in_the_set_up_folder_is_trusted_and_its_place_printed(self):
        proof, name, content = self.planted()
        keys = self.folder / "keys"
        keys.mkdir()
        self.assertIn("unknown verification key", self.verified(proof, keys))
        (keys / name).write_bytes(content)
        self.assertIn("unknown verification key", self.verified(proof, keys), "a key without its reference string")
        (keys / f"{SRS_ID[:16]}.ceremony.srs").write_bytes(SRS)
        out = self.verified(proof, keys)
        self.assertNotIn("unknown verification key", out)
        self.assertIn(f"set-up    {LABEL.decode()}, installed in {keys}\n", out)

    def test_a_folder_below_the_current_one_is_trusted_for_nothing(self):
        proof, name, content = self.planted()
        for folder, given in (("zkp-setup", None), ("keys", "keys"), ("keys", "./keys")):
            archive = self.folder / "archive"
            (archive / folder).mkdir(parents=True, exist_ok=True)
            (archive / folder / name).write_bytes(content)
            (archive / folder / f"{SRS_ID[:16]}.ceremony.srs").write_bytes(SRS)
            out = self.verified(proof, given, cwd=archive)
            self.assertIn("unknown verification key", out, folder)
            self.assertNotIn("installed in", out)

    def test_of_compiled_in_keys_no_place_is_named(self):
        self.planted()
        outcome = self.run_ledger("verify", self.folder / "p.zkproof")
        self.assertEqual(outcome.code, YES, str(outcome))
        self.assertNotIn("installed in", outcome.out)


if __name__ == "__main__":
    if not GROTH16:
        print("skipped: ZKP_GROTH16_BIN names no program")
        raise SystemExit(77)
    main()
