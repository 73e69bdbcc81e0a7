# Sourced by the Groth16 interoperability tests: counts checks. POSIX sh.
passed=0
failed=0
report() {  # report yes|no WHAT
  if [ "$1" = yes ]; then
    passed=$((passed + 1))
    echo "ok     $2"
  else
    failed=$((failed + 1))
    echo "FAILED $2"
    sed 's/^/       | /' "$folder/output.txt"
  fi
}
# ok WHAT COMMAND...: the command exits with 0.
ok() {
  what=$1
  shift
  if "$@" >"$folder/output.txt" 2>&1; then report yes "$what"; else report no "$what"; fi
}
# exits CODE WHAT COMMAND...: the command exits with CODE.
exits() {
  wanted=$1
  what=$2
  shift 2
  code=0
  "$@" >"$folder/output.txt" 2>&1 || code=$?
  if [ "$code" -eq "$wanted" ]; then report yes "$what"; else report no "$what (exit $code)"; fi
}
# says TEXT WHAT COMMAND...: the command fails and prints TEXT.
says() {
  text=$1
  what=$2
  shift 2
  if "$@" >"$folder/output.txt" 2>&1; then
    report no "$what"
  elif grep -q "$text" "$folder/output.txt"; then
    report yes "$what"
  else
    report no "$what"
  fi
}
skip() {
  echo "skipped: $1"
  exit 77
}
finish() {
  echo "$passed passed, $failed failed"
  [ "$failed" -eq 0 ]
}
