"""Crashes, full disks, damaged stores, old backups, two writers: nothing acknowledged is lost, nothing is half there."""
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import time
import unittest

from harness import BINARY, BAD_INPUT, ENVIRONMENT, LONG, NO, YES, LedgerTest, main


class Faults(LedgerTest):
    def test_kill_9_at_random_moments_loses_nothing_acknowledged(self):
        """A child notarises one table after another; it is killed; what it had acknowledged is there and the chain is whole."""
        self.init()
        generator = random.Random(4)
        acknowledged = []
        rounds = 1000 if LONG else 50
        # Moments of death spread over somewhat more than one undisturbed run, however fast this machine is right now.
        start = time.monotonic()
        for i in range(3):
            self.ok("notarize", self.write("first.csv", f"n\n{i}\n{i + 7}\n"), "--name", f"first{i}", "--no-prove")
        one_run_s = (time.monotonic() - start) / 3
        for round_number in range(rounds):
            data = self.write("t.csv", f"n\n{round_number}\n{round_number + 1}\n")
            arguments = [BINARY, "--ledger", str(self.ledger), "--json", "notarize", str(data), "--name", f"t{round_number}", "--no-prove"]
            child = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            try:
                out, _ = child.communicate(timeout=generator.uniform(0.0, 1.6 * one_run_s))
            except subprocess.TimeoutExpired:
                child.send_signal(signal.SIGKILL)
                out, _ = child.communicate()
            if child.returncode == YES:
                acknowledged.append(json.loads(out)["entries"][0])
            if round_number % 10 == 9 or round_number == rounds - 1:
                chain = self.command("--json", "verify-chain", "--full")
                self.assertEqual(chain.code, YES, f"after round {round_number}: {chain}")
        for entry in acknowledged:
            shown = self.ok_json("show", entry["digest"])
            self.assertEqual(shown["index"], entry["index"])
        # A writer comes, catches up with whatever was written before its checkpoint, and goes on.
        self.ok("notarize", self.table(), "--name", "after", "--no-prove")
        self.assert_whole()
        self.assertGreater(len(acknowledged), 0, "every round was killed before it could finish: nothing was tested")
        self.assertLess(len(acknowledged), rounds, "no round was killed: nothing was tested")

    def test_second_writer_is_told_who_holds_the_lock(self):
        self.init()
        code = "import fcntl,sys,time; f=open(sys.argv[1],'a'); fcntl.flock(f, fcntl.LOCK_EX); print('held', flush=True); time.sleep(60)"
        holder = subprocess.Popen(["python3", "-c", code, str(self.ledger / "lock")], stdout=subprocess.PIPE)
        self.addCleanup(holder.wait)
        self.addCleanup(holder.kill)
        holder.stdout.readline()
        self.addCleanup(holder.stdout.close)
        outcome = self.command("--lock-timeout-ms", "50", "notarize", self.table(), "--name", "x", "--no-prove")
        self.assert_refused(outcome, ENVIRONMENT, "lock")
        self.assertEqual(self.size(), 1, "readers need no lock")

    def test_two_writers_at_once_both_get_through(self):
        self.init()
        children = []
        for i in range(4):
            data = self.write(f"w{i}.csv", f"n\n{i}\n")
            children.append(subprocess.Popen([BINARY, "--ledger", str(self.ledger), "notarize", str(data), "--name", f"w{i}", "--no-prove"],
                                             stdout=subprocess.DEVNULL, stderr=subprocess.PIPE))
        for child in children:
            _, err = child.communicate(timeout=120)
            self.assertEqual(child.returncode, YES, err)
        self.assertEqual(self.size(), 5)
        self.assert_whole()

    def store_files(self):
        return [p for p in sorted((self.ledger / "store").iterdir()) if p.suffix in (".sst", ".log") or p.name.startswith("MANIFEST")]

    def test_a_flipped_bit_in_the_store_is_found(self):
        self.init()
        for i in range(12):
            self.ok("notarize", self.write(f"t{i}.csv", f"n\n{i}\n{i + 5}\n"), "--name", f"t{i}", "--no-prove")
        self.assert_whole()
        backup = self.folder / "backup"
        shutil.copytree(self.ledger, backup)
        generator = random.Random(5)
        found = 0
        for path in [p for p in self.store_files() if p.stat().st_size > 0]:
            content = path.read_bytes()
            for _ in range(40 if LONG else 6):
                at = generator.randrange(len(content))
                changed = bytearray(content)
                changed[at] ^= 1 << generator.randrange(8)
                path.write_bytes(changed)
                outcome = self.command("verify-chain", "--full")
                self.assertNotEqual(outcome.code, YES, f"bit of byte {at} of {path.name} flipped, yet: {outcome}")
                found += 1
                shutil.rmtree(self.ledger)
                shutil.copytree(backup, self.ledger)
        self.assertGreater(found, 0)
        self.assert_whole()

    def test_restored_old_store_is_read_only_and_names_what_is_missing(self):
        self.init()
        self.ok("notarize", self.table("a.csv", 5), "--name", "a", "--no-prove")
        shutil.copytree(self.ledger / "store", self.folder / "old")
        self.ok("notarize", self.table("b.csv", 6), "--name", "b", "--no-prove")
        self.ok("notarize", self.table("c.csv", 7), "--name", "c", "--no-prove")
        shutil.rmtree(self.ledger / "store")
        shutil.copytree(self.folder / "old", self.ledger / "store")
        status = self.ok("status")
        self.assertIn("entries 2 to 3 are missing", status.err)
        outcome = self.command("notarize", self.table("d.csv", 8), "--name", "d", "--no-prove")
        self.assert_refused(outcome, ENVIRONMENT, "read-only", "2 to 3")
        chain = self.command("verify-chain", "--full")
        self.assertEqual(chain.code, NO, str(chain))

    def test_rewritten_history_is_never_signed(self):
        """Two ledgers under one key part ways after a copy; a store put under the other's checkpoint is refused."""
        self.init()
        other = self.folder / "fork"
        shutil.copytree(self.ledger, other)
        self.ok("notarize", self.table("a.csv", 5), "--name", "a", "--no-prove")
        self.assertEqual(self.run_ledger("--ledger", other, "notarize", self.table("b.csv", 6), "--name", "b", "--no-prove").code, YES)
        shutil.rmtree(self.ledger / "store")
        shutil.copytree(other / "store", self.ledger / "store")
        outcome = self.command("notarize", self.table("c.csv", 7), "--name", "c", "--no-prove")
        self.assert_refused(outcome, ENVIRONMENT, "not the ones that the checkpoint signs")
        self.assertEqual(self.command("verify-chain", "--full").code, NO)

    def test_full_disk_is_a_clear_error_and_nothing_acknowledged_is_lost(self):
        """RLIMIT_FSIZE stands for the full disk where no small file system can be mounted."""
        self.init()
        self.ok("notarize", self.table(), "--name", "before", "--no-prove")
        wide = self.write("wide.csv", ",".join(f"c{i}" for i in range(200)) + "\n" + ",".join("1" for _ in range(200)) + "\n")
        limited = ("bash", "-c", 'trap "" XFSZ; ulimit -f 4; exec "$0" "$@"')
        outcome = self.command("notarize", wide, "--name", "wide", "--no-prove", prefix=limited)
        self.assert_refused(outcome, ENVIRONMENT)
        self.assert_whole()
        self.assertEqual(self.ok_json("show", "before")["index"], 1)
        self.ok("notarize", wide, "--name", "wide", "--no-prove")
        self.assert_whole()

    def test_a_really_full_disk(self):
        mount = self.folder / "small"
        mount.mkdir()
        made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(mount)], capture_output=True, check=False)
        if made.returncode != 0:
            self.skipTest("no small file system can be mounted here")
        self.addCleanup(subprocess.run, ["umount", "-l", str(mount)], check=False)
        self.ledger = mount / "lab"
        self.init()
        self.ok("notarize", self.table(), "--name", "before", "--no-prove")
        (mount / "filler").write_bytes(b"\0" * (os.statvfs(mount).f_bavail * os.statvfs(mount).f_frsize))
        outcome = self.command("notarize", self.table("x.csv", 30), "--name", "x", "--no-prove")
        self.assert_refused(outcome, ENVIRONMENT, "space")
        (mount / "filler").unlink()
        self.ok("notarize", self.table("x.csv", 30), "--name", "x", "--no-prove")
        self.assertEqual(self.ok_json("show", "before")["index"], 1)
        self.assert_whole()

    def test_interrupt_leaves_the_ledger_as_it_was(self):
        self.init()
        big = self.folder / "big.csv"
        with open(big, "w") as out:
            out.write("a,b,c\n")
            out.writelines(f"{i},{i * 7},{i * 13}\n" for i in range(3_000_000))
        interrupted = 0
        for delay_s in (0.02, 0.05, 0.1, 0.15):
            size = self.size()
            child = subprocess.Popen([BINARY, "--ledger", str(self.ledger), "notarize", str(big), "--name", "big", "--again"],
                                     stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(delay_s)
            child.send_signal(signal.SIGINT)
            child.wait(timeout=60)
            if child.returncode != YES:  # a fast machine may be done by then
                interrupted += 1
                self.assertEqual(self.size(), size)
        self.assertGreater(interrupted, 0)
        self.assert_whole()


if __name__ == "__main__":
    main()
