#!/bin/bash
# dear: how long everybody else's pages take while proofs, filtered lists and searches are asked for as fast as they come, by one
# address and by many; beside the same of another program. A county of 50,000 needs; the log of one village has 2,000 entries
# more, for a proof. Expected: half of the others within 50 ms, whatever is asked beside them.
#   OTHER=/path/to/old/yuanchang bench/dear.sh
. "$(dirname "$0")/lib.sh"
need sqlite3 curl
NEEDS=${NEEDS:-$(size 50000 1000)} EACH=${SECONDS_EACH:-$(size 4 0.5)} CLIENTS=${CLIENTS:-$(size 40 8)} ROUNDS=${DEAR_ROUNDS:-$(size 3 1)}
VILLAGE=/place/420325102212
OTHERS="$VILLAGE $VILLAGE/need?x=@@@@@@@@ /place/420325103205/need?x=@@@@@@@@ /place/420325/board?x=@@@@@@@@"

# Made by the older of the two, so that both have the same: ours migrates its copy. The village's log grows by the rules, or its
# proofs would not verify.
maker=${OTHER:-$YC}
demo_data "$BENCH_DIR/made" "$maker"
YC=$maker raisers "$BENCH_DIR/made" "$(size 100 5)" 420325102212
serve_of "$maker" "$BENCH_DIR/made"
raise -c 16 -n "$(size 2000 50)" "$URL" >/dev/null
stop "$SERVER"
more_needs "$BENCH_DIR/made" "$NEEDS" 420325103
"$maker" rebuild --data "$BENCH_DIR/made" >/dev/null
cp -r "$BENCH_DIR/made" "$BENCH_DIR/ours"
[ -z "$OTHER" ] || { cp -r "$BENCH_DIR/made" "$BENCH_DIR/other"; "$YC" migrate --data "$BENCH_DIR/ours" >/dev/null 2>&1; }

# Of a matter of that village that has gone some steps: the first of its list that was closed.
proof_path() {
    echo "$(curl -fsS -H 'Accept: application/json' "$URL$VILLAGE/need?show=closed" | grep -oE '/need/[0-9]+-[0-9a-z]+' | head -1)/proof.json"
}

# asked NAME PROGRAM: p50 and p99 of the others, quiet and beside each kind of load from one and from many addresses
asked() {
    local round kind from
    serve_of "$2" "$BENCH_DIR/$1"
    local proof filtered search
    proof=$(proof_path)
    filtered="/place/420325/need?category=light&x=@@@@@@@@"
    search="/place/420325/need?q=%E8%B7%AF%E7%81%AF&x=@@@@@@@@"
    for kind in quiet proof filtered search; do
        for from in 1 40; do
            [ "$kind$from" != quiet40 ] || continue
            local dear=
            if [ $kind != quiet ]; then
                load -c "$CLIENTS" -a "$from" -d "$EACH" -e "$URL${!kind}" >>"$BENCH_DIR/$1.$kind.$from.load" 2>/dev/null &
                dear=$!
                sleep 0.2
            fi
            load -c 4 -r 40 -d "$(awk -v e="$EACH" 'BEGIN { print e - 0.4 }')" $(printf "$URL%s " $OTHERS) >"$BENCH_DIR/load.out"
            load_of p50_ms <"$BENCH_DIR/load.out" >>"$BENCH_DIR/$1.$kind.$from.p50"
            load_of p99_ms <"$BENCH_DIR/load.out" >>"$BENCH_DIR/$1.$kind.$from.p99"
            [ -z "$dear" ] || wait "$dear"
        done
    done
    stop "$SERVER"
}

for round in $(seq "$ROUNDS"); do
    asked ours "$YC"
    [ -z "$OTHER" ] || asked other "$OTHER"
done
middle() { [ -s "$1" ] && sort -g "$1" | awk '{ v[NR] = $1 } END { print v[int((NR + 1) / 2)] }'; }
answered() { awk '{ ok += $2; no += $4 } END { print ok "/" no }' "$1"; }
printf '%-24s %10s %10s %10s %14s%s\n' 'others, ms' p50 p99 'to quiet' 'dear ok/no' "${OTHER:+   the other: p50        p99   to quiet     dear ok/no   p99 times better}"
for kind in quiet.1 proof.1 proof.40 filtered.1 filtered.40 search.1 search.40; do
    row=$kind
    for side in ours ${OTHER:+other}; do
        load=-; [ ! -f "$BENCH_DIR/$side.$kind.load" ] || load=$(answered "$BENCH_DIR/$side.$kind.load")
        row="$row $(middle "$BENCH_DIR/$side.$kind.p50") $(middle "$BENCH_DIR/$side.$kind.p99") $(middle "$BENCH_DIR/$side.quiet.1.p99") $load"
    done
    echo "$row" | awk '{ printf "%-24s %10.1f %10.1f %10.1f %14s", $1, $2, $3, $3 / $4, $5
        if (NF > 5) printf " %16.1f %10.1f %10.1f %14s %10.1f", $6, $7, $7 / $8, $9, $7 / $3
        print "" }'
done
