#!/bin/bash
# build: what it costs to build the program from nothing, in processor time for a thousand lines of source, beside another checkout.
#
#   git worktree add --detach ../old COMMIT && OTHER_TREE=../old bench/build.sh
#
# Both are copied and built in turn by one process with the plain compiler, so that no cache helps. Source is what the program is made
# of: C, SQL, templates and catalogs. Expected of a change to how it is built: no more than before for a line.
. "$(dirname "$0")/lib.sh"
need make gcc git
ROUNDS=${BENCH_ROUNDS:-$(size 3 1)}
TARGET=$(size all out/tools/querygen)

# Into TO: what git knows of the tree FROM.
copy() {
    mkdir -p "$2"
    git -C "$1" ls-files -z | tar -C "$1" --null -T - -cf - 2>/dev/null | tar -C "$2" -xf -
}
lines() { find "$1/src" "$1/migrations" "$1/i18n" "$1/tools" -type f \( -name '*.[ch]' -o -name '*.sql' -o -name '*.html' -o -name '*.po' \) -print0 | xargs -0 cat | wc -l; }

# Seconds of processor time of one build of a copy, with all that it runs.
built() {
    local TIMEFORMAT='%U %S'
    rm -rf "$1/out"
    { time env -u CC make -s -j1 -C "$1" "$TARGET" CC=gcc >/dev/null 2>&1; } 2>&1 | awk '{ printf "%.2f\n", $1 + $2 }'
}

copy . "$BENCH_DIR/ours"
[ -z "${OTHER_TREE:-}" ] || copy "$OTHER_TREE" "$BENCH_DIR/other"
for round in $(seq "$ROUNDS"); do
    for side in ours other; do
        [ -d "$BENCH_DIR/$side" ] || continue
        awk -v s="$(built "$BENCH_DIR/$side")" -v n="$(lines "$BENCH_DIR/$side")" 'BEGIN { printf "%.3f\n", s * 1000 / n }' >>"$BENCH_DIR/$side.cost"
    done
done
echo "lines of source                          $(lines "$BENCH_DIR/ours")"
echo "processor seconds a thousand lines       $(spread <"$BENCH_DIR/ours.cost")"
[ -z "${OTHER_TREE:-}" ] || {
    echo "the other: lines of source               $(lines "$BENCH_DIR/other")"
    echo "the other: seconds a thousand lines      $(spread <"$BENCH_DIR/other.cost")"
    echo "ours to the other (at most 1)            $(paste "$BENCH_DIR/ours.cost" "$BENCH_DIR/other.cost" | awk '{ printf "%.3f\n", $1 / $2 }' | spread)"
}
