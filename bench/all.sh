#!/bin/bash
# all: every bench there is, one after another. `bench/all.sh smoke` builds them all and runs each once with little of everything, to
# see that they run (./test does): what they print then measures nothing. A line "case ok" or "case failed" each.
#
# OTHER is another program that some run beside ours; a bench with a peer that is not installed says so and leaves it out.
cd "$(dirname "$0")/.."
[ "${1:-}" != smoke ] || export BENCH_SMOKE=1
work=$(mktemp -d "${TMPDIR:-/tmp}/yuanchang-benches.XXXXXX")
chmod 755 "$work"
trap 'rm -rf "$work"' EXIT
code=0

case_of() { # what, command..
    local what=$1 start=$SECONDS
    shift
    echo "== $what"
    if "$@" >"$work/out" 2>&1; then
        cat "$work/out"
        if [ -s "$work/out" ] && ! grep -qv 'skipped$' "$work/out"; then
            echo "case skipped $what" # nothing of it was there to be asked
        else
            echo "case ok $what ($((SECONDS - start)) s)"
        fi
    else
        cat "$work/out"
        echo "case failed $what"
        code=1
    fi
}

# Each file serves a bench that is run here.
all_named() {
    local f lost=0
    for f in bench/*.c bench/*.mjs bench/*.sql; do
        f=$(basename "$f") # a program is built by its name without .c
        grep -qE "(build |bench/)${f%.c}\b" bench/*.sh || { echo "$f serves no bench"; lost=1; }
    done
    return $lost
}

case_of "every file of bench/ is of use" all_named
case_of "benches build" make -s -j2 out/yuanchang $(for f in bench/*.c; do echo "out/bench/$(basename "$f" .c)"; done)
export BENCH_BUILT=1 BENCH_DEMO=$work/demo
case_of "demonstration" sh -c 'out/yuanchang init --data "$0" --no-admin && out/yuanchang demo --data "$0"' "$BENCH_DEMO"
for bench in bench/*.sh; do
    case $bench in bench/all.sh | bench/lib.sh | bench/engine.sh) continue ;; esac
    case_of "$bench" "$bench"
done
case_of "bench/book_suites.mjs" node bench/book_suites.mjs
case_of "bench/book_differ.mjs" node bench/book_differ.mjs "$([ -z "${BENCH_SMOKE:-}" ] && echo 2000 || echo 5)"
exit $code
