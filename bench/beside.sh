#!/bin/bash
# beside: how long lists take, made anew, while 64 households at a time raise needs as fast as they are answered: on one base of
# 1,000,000 needs of one township, beside the same of another program. Expected: half of them, and 99 of 100, at least six times
# sooner than by the program that had all of its workers wait behind writers (docs/decisions/0019).
#   OTHER=/path/to/old/yuanchang bench/beside.sh      NEEDS=1000000 WRITERS=64 SECONDS_EACH=3
# A hundred lists are due a second, whether or not those before were answered, and their time counts from when they were due.
# Each round is a server of its own, because an account may raise twenty needs an hour. The base is made by the older of the
# two, ours migrates its copy. BASE=FOLDER keeps it, or has it from before: 1,000,000 needs take 7 GB of disk and ten minutes.
. "$(dirname "$0")/lib.sh"
need sqlite3 node
NEEDS=${NEEDS:-$(size 1000000 1000)} WRITERS=${WRITERS:-$(size 64 4)} EACH=${SECONDS_EACH:-$(size 3 0.5)} ROUNDS=${BESIDE_ROUNDS:-$(size 5 1)}
BASE=${BASE:-$BENCH_DIR/base}
LISTS="/place/420325103205/need?x=@@@@@@@@ /place/420325103/need?x=@@@@@@@@ /place/420325/need?x=@@@@@@@@"

if [ ! -d "$BASE" ]; then
    many_needs "$BENCH_DIR/making" "$NEEDS" 420325103 "${OTHER:-$YC}" # where nobody writes: made logs do not go on
    mv "$BENCH_DIR/making" "$BASE"
fi
for side in ours ${OTHER:+other}; do cp -r "$BASE" "$BENCH_DIR/$side"; done
"$YC" migrate --data "$BENCH_DIR/ours" >/dev/null 2>&1
echo "beside: $(sqlite3 "$BENCH_DIR/ours/yuanchang.db" 'SELECT COUNT(*) FROM need') needs, $(($(stat -c %s "$BENCH_DIR/ours/yuanchang.db") >> 20)) MB, $WRITERS writers"
for side in ours ${OTHER:+other}; do
    program=$YC; [ $side = ours ] || program=$OTHER
    YC=$program raisers "$BENCH_DIR/$side" "$(size 230 5)"
    mv "$BENCH_DIR/raise.requests" "$BENCH_DIR/$side.requests"
done
most=$(($(wc -l <"$BENCH_DIR/cards.tsv") * 20))

# asked NAME PROGRAM: a line into NAME.p50, NAME.p99 and NAME.raised
asked() {
    serve_of "$2" "$BENCH_DIR/$1"
    cp "$BENCH_DIR/$1.requests" "$BENCH_DIR/raise.requests"
    load -c 1 -n 30 $(printf "$URL%s " $LISTS) >/dev/null
    raise -c "$WRITERS" -n "$most" -d "$(awk -v e="$EACH" 'BEGIN { print e + 0.4 }')" "$URL" >"$BENCH_DIR/raise.out" &
    local writers=$!
    sleep 0.2
    load -c 8 -r 100 -d "$EACH" $(printf "$URL%s " $LISTS) >"$BENCH_DIR/load.out"
    wait "$writers"
    load_of p50_ms <"$BENCH_DIR/load.out" >>"$BENCH_DIR/$1.p50"
    load_of p99_ms <"$BENCH_DIR/load.out" >>"$BENCH_DIR/$1.p99"
    load_of per_s <"$BENCH_DIR/raise.out" >>"$BENCH_DIR/$1.raised"
    stop "$SERVER"
}

for round in $(seq "$ROUNDS"); do
    asked ours "$YC"
    [ -z "$OTHER" ] || asked other "$OTHER"
done
for side in ours ${OTHER:+other}; do
    echo "$side, p50 ms             $(spread <"$BENCH_DIR/$side.p50")"
    echo "$side, p99 ms             $(spread <"$BENCH_DIR/$side.p99")"
    echo "$side, raised a second    $(spread <"$BENCH_DIR/$side.raised")"
done
[ -n "$OTHER" ] || { echo "beside: OTHER names no program, nothing to compare with"; exit 0; }
echo "times sooner, p50               $(ratio "$BENCH_DIR/other.p50" "$BENCH_DIR/ours.p50")"
echo "times sooner, p99 (at least 6)  $(ratio "$BENCH_DIR/other.p99" "$BENCH_DIR/ours.p99")"
