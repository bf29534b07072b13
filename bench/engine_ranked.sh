#!/bin/bash
# engine_ranked: what it costs to count ranked ballots, reading the file and writing the JSON included.
#
#   bench/engine_ranked.sh             with the elections in $YC_SHARED/ranked (../shared/data), and two made here
#
# The reference is pref_voting 1.18.1 (Python 3.11, numba on, one core) for one method with building its profile, as it
# came with the data; it is given again beside each line, not run here. Processor ms of the whole command, so the ratio
# counts our start and our reading against us.
source "$(dirname "$0")/lib.sh"
need cc python3
data=${YC_SHARED:-../shared/data}/ranked

row() { # file, method, reference ms, seats
    local spent
    spent=$(cost "$YC" tally ranked "$1" --method "$2" ${4:+--seats "$4"} --json)
    set -- "$1" "$2" "$3" $spent
    awk -v f="$(basename "$1")" -v k="$2" -v ref="$3" -v cpu="$4" -v wall="$5" -v mb="$6" 'BEGIN {
        printf "%-22s %-14s %10.2f %10.2f %8.1f %10s %8s\n", f, k, cpu, wall, mb, ref ? ref : "-", ref ? sprintf("%.0f", ref / cpu) : "-" }'
}

made() { # name, alternatives, ballots, least and most named
    python3 - "$@" >"$BENCH_DIR/$1" <<'PY'
import random, sys
m, n, low, high = map(int, sys.argv[2:])
random.seed(1)
print(f"# TITLE: made\n# DATA TYPE: soi\n# NUMBER ALTERNATIVES: {m}\n# NUMBER VOTERS: {n}\n# NUMBER UNIQUE ORDERS: {n}")
ids = list(range(1, m + 1))
for i in range(n):
    if i % 5 == 0:
        random.shuffle(ids)
    s = random.randrange(m)
    print("1: " + ",".join(map(str, (ids[s:] + ids[:s])[:random.randint(low, high)])))
PY
}

printf '%-22s %-14s %10s %10s %8s %10s %8s\n' file method 'cpu ms' 'wall ms' MB 'ref ms' ratio
if [ -d "$data" ] && [ -z "${BENCH_SMOKE:-}" ]; then
    for line in "00001-00000001.soi schulze 1100" "00001-00000001.soi stv 1800 4" "00014-00000001.soc schulze 240" \
                "00014-00000001.soc irv 2600" "00008-00000017.soi schulze 90" "00008-00000017.soi stv 120 4" \
                "00008-00000017.soi irv 950" "00058-00000100.soi schulze 20" "00058-00000100.soi irv 150" \
                "00008-00000001.soi schulze 70" "00008-00000001.soi stv 100 4" "00008-00000001.soi irv 830"; do
        set -- $line
        row "$data/$1" "$2" "$3" "${4:-}"
    done
else
    echo "no folder $data: only what is made here is counted"
fi
ROUNDS=1
made alternatives-500.soi "$(size 500 30)" "$(size 60000 100)" "$(size 300 10)" "$(size 500 30)"
made ballots-1000000.soi 40 "$(size 1000000 100)" 20 40
for method in plurality schulze ranked_pairs irv; do row "$BENCH_DIR/alternatives-500.soi" $method 0; done
row "$BENCH_DIR/alternatives-500.soi" stv 0 "$(size 200 5)"
for method in plurality schulze irv; do row "$BENCH_DIR/ballots-1000000.soi" $method 0; done
row "$BENCH_DIR/ballots-1000000.soi" stv 0 20
echo "one core, then all: schulze of 500 alternatives, wall ms"
for cores in 0 "0-$(($(nproc) - 1))"; do
    cost taskset -c "$cores" "$YC" tally ranked "$BENCH_DIR/alternatives-500.soi" --method schulze --json | awk -v c="$cores" '{ print "  cores " c ": " $2 }'
done
