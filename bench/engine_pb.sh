#!/bin/bash
# engine_pb: what it costs to count an election about a budget, with starting, reading the file and writing the JSON.
#
#   bench/engine_pb.sh             with the elections in $YC_SHARED/pb (../shared/data), and two made here
#
# The reference is pabutools 1.2.3 (Python 3.11, exact gmpy2 fractions, one core): processor time of the rule alone,
# as it came with the data, given again beside each line and not run here. Ours is processor ms of the whole command,
# so the ratio counts our start and our reading against us. At the end the rule that needs the most runs, on one core
# and on all.
source "$(dirname "$0")/lib.sh"
need cc python3
data=${YC_SHARED:-../shared/data}/pb

row() { # file, rule, reference in s or -
    local spent
    spent=$(cost "$YC" tally pb "$1" --rule "$2" --json)
    set -- "$1" "$2" "$3" $spent
    awk -v f="$(basename "$1" .pb | cut -c1-34)" -v k="$2" -v ref="$3" -v cpu="$4" -v wall="$5" -v mb="$6" 'BEGIN {
        known = ref != "-"
        printf "%-34s %-20s %10.2f %10.2f %8.1f %10s %8s\n", f, k, cpu, wall, mb, known ? ref * 1000 : "-",
            known ? sprintf("%.0f", ref * 1000 / cpu) : "-" }'
}

made() { # name, projects, ballots, choices at most
    python3 - "$@" >"$BENCH_DIR/$1" <<'PY'
import random, sys
m, n, most = map(int, sys.argv[2:])
random.seed(1)
print("META\nkey;value\nbudget;5000000\nvote_type;approval\nnum_votes;%d\nPROJECTS\nproject_id;cost" % n)
for p in range(m):
    print("project-%d;%d" % (p, random.randint(10000, 400000)))
print("VOTES\nvoter_id;vote")
weights = [1 / (p + 3) for p in range(m)]
ids = ["project-%d" % p for p in range(m)]
for i in range(n):
    print("voter-%d;%s" % (i, ",".join(dict.fromkeys(random.choices(ids, weights, k=random.randint(1, most))))))
PY
}

printf '%-34s %-20s %10s %10s %8s %10s %8s\n' file rule 'cpu ms' 'wall ms' MB 'ref ms' ratio
if [ -d "$data" ] && [ -z "${BENCH_SMOKE:-}" ]; then
    python3 - "$data" <<'PY' | while read -r name rule ref; do row "$data/$name" "$rule" "$ref"; done
import json, sys
for name, election in json.load(open(sys.argv[1] + "/expected.json")).items():
    for key, rule in election["rules"].items():
        ref = rule.get("pabutools_cpu_s", 0)
        large = election["n_votes"] > 9000 and ("add1" in key or key == "seq_phragmen")
        if ref >= 0.5 and not key.endswith("_greedy") or large and not key.endswith(("_greedy", "add1f")):
            print(name, key, ref or "-")
PY
else
    echo "no folder $data: only what is made here is counted"
fi
ROUNDS=1
made ballots-100000.pb "$(size 200 20)" "$(size 100000 200)" 12
made ballots-1000000.pb "$(size 100 20)" "$(size 1000000 200)" 16
ls -l "$BENCH_DIR"/*.pb | awk '{ printf "made here: %s, %.0f MB\n", $NF, $5 / 1e6 }'
for rule in greedy_cost mes_card mes_cost_add1 seq_phragmen; do row "$BENCH_DIR/ballots-100000.pb" $rule -; done
for rule in greedy_cost mes_cost seq_phragmen; do row "$BENCH_DIR/ballots-1000000.pb" $rule -; done
hungary=$data/Hungary_Budapest_2024.pb
[ -f "$hungary" ] && [ -z "${BENCH_SMOKE:-}" ] || hungary=$BENCH_DIR/ballots-100000.pb
echo "$(basename "$hungary"): mes_cost_add1, one core, then all"
for cores in 0 "0-$(($(nproc) - 1))"; do
    cost taskset -c "$cores" "$YC" tally pb "$hungary" --rule mes_cost_add1 --json |
        awk -v c="$cores" '{ printf "  cores %s: cpu %s ms, wall %s ms\n", c, $1, $2 }'
done
