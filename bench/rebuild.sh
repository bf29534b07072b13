#!/bin/bash
# rebuild: what making everything derived again costs a base of very many needs, and what memory `rebuild` and `check` take,
# for NEEDS needs (500,000) and for four times as many. OTHER=PROGRAM runs in turn with ours, on a base of its own, for it may
# know fewer migrations. The needs are made by SQL (bench/million.sql), so that `check` finds much: it says so line by line, which
# takes time and no memory.
#
# NEEDS=5000000 TIMES=1 bench/rebuild.sh: one base of five million, 13 GB with its log, half an hour of making it.
ROUNDS=${ROUNDS:-${BENCH_SMOKE:-3}}
. "$(dirname "$0")/lib.sh"
need sqlite3
NEEDS=${NEEDS:-$(size 500000 300)}
TIMES=${TIMES:-4}
cost=$(build cost)

# Processor ms, wall ms and peak MB of one run, into FILE. run FILE PROGRAM COMMAND FOLDER
run() { "$cost" 1 sh -c '"$0" "$1" --data "$2" 2>/dev/null; [ $? -le 1 ]' "$2" "$3" "$4" >>"$BENCH_DIR/$1"; }
column() { awk -v n="$2" '{ print $n }' "$BENCH_DIR/$1"; }

echo "== $NEEDS needs"
many_needs "$BENCH_DIR/few" "$NEEDS" 4203
if [ -n "$OTHER" ]; then many_needs "$BENCH_DIR/other" "$NEEDS" 4203 "$OTHER"; fi
for _ in $(seq "$ROUNDS"); do
    run rebuild "$YC" rebuild "$BENCH_DIR/few"
    if [ -n "$OTHER" ]; then run rebuild-other "$OTHER" rebuild "$BENCH_DIR/other"; fi
done
run check "$YC" check "$BENCH_DIR/few"
echo "rebuild: processor ms $(column rebuild 1 | spread)"
echo "rebuild: wall ms $(column rebuild 2 | spread)"
if [ -n "$OTHER" ]; then
    echo "  of the other: processor ms $(column rebuild-other 1 | spread)"
    echo "  times less processor time: $(ratio <(column rebuild-other 1) <(column rebuild 1))"
    echo "  times less time on the wall: $(ratio <(column rebuild-other 2) <(column rebuild 2))"
    echo "  peak MB of the other: $(column rebuild-other 3 | spread)"
fi
echo "peak MB: rebuild $(column rebuild 3 | spread)"
echo "check: processor ms $(column check 1 | spread)"
echo "peak MB: check $(column check 3 | spread)"
rm -rf "$BENCH_DIR/other" "$BENCH_DIR/few"

[ "$TIMES" -gt 1 ] || exit 0
echo "== $((NEEDS * TIMES)) needs"
many_needs "$BENCH_DIR/many" $((NEEDS * TIMES)) 4203
run rebuild-many "$YC" rebuild "$BENCH_DIR/many"
run check-many "$YC" check "$BENCH_DIR/many"
echo "rebuild: processor ms $(column rebuild-many 1 | spread)"
echo "check: processor ms $(column check-many 1)"
echo "peak MB: rebuild $(column rebuild-many 3), check $(column check-many 3)"
echo "memory for $TIMES times as many: rebuild $(ratio <(column rebuild-many 3) <(column rebuild 3 | head -1))"
echo "memory for $TIMES times as many: check $(ratio <(column check-many 3) <(column check 3))"
