#!/bin/bash
# engine_committee: what it costs to count approval ballots for a committee.
#
#   bench/engine_committee.sh          with the elections in $YC_SHARED/ranked (../shared/data), and some made here
#
# The reference is cpu_s of abcvoting (Python) as it came with the data (expected_approval.json); it is given again beside
# each line, not run here. `rule` is the rule alone on a poll in memory, as a library counts it, and is what the ratio
# compares; `command` is yuanchang tally committee with its start, the reading and the JSON.
source "$(dirname "$0")/lib.sh"
need cc python3
committee_bench=$(build committee_bench)
data=${YC_SHARED:-../shared/data}/ranked
rules="av sav seqpav revseqpav seqphragmen equal-shares greedy-monroe"

made() { # name, alternatives, ballots, most approved, skew: some are approved more than others
    python3 - "$@" >"$BENCH_DIR/$1" <<'PY'
import itertools, random, sys
m, n, most, skew = int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), float(sys.argv[5])
dice = random.Random(1)
weights = list(itertools.accumulate((i + 10) ** -skew for i in range(m)))
print(f"# TITLE: made\n# DATA TYPE: cat\n# NUMBER ALTERNATIVES: {m}\n# NUMBER VOTERS: {n}\n# NUMBER UNIQUE PREFERENCES: {n}\n# NUMBER CATEGORIES: 2")
for _ in range(n):
    print("1: {%s}" % ",".join(map(str, sorted(set(dice.choices(range(1, m + 1), cum_weights=weights, k=dice.randint(1, most)))))))
PY
}

if [ -d "$data" ] && [ -z "${BENCH_SMOKE:-}" ]; then
    printf '%-20s %3s %-14s %10s %10s %10s %8s\n' file k rule 'rule ms' 'command ms' 'ref ms' ratio
    python3 - "$data/expected_approval.json" <<'PY' >"$BENCH_DIR/expected"
import json, sys
for name, poll in json.load(open(sys.argv[1])).items():
    for k, rules in poll["committees"].items():
        for rule, result in rules.items():
            print(name, k, rule, result["cpu_s"] * 1000)
PY
    while read -r name k rule ref; do
        alone=$("$committee_bench" "$data/$name" "$k" "$rule" | awk '{ print $2 }')
        whole=$(cost "$YC" tally committee "$data/$name" --seats "$k" --rule "$rule" --json | awk '{ print $1 }')
        echo "$name $k $rule $alone $whole $ref"
    done <"$BENCH_DIR/expected" | awk '{ printf "%-20s %3d %-14s %10.4f %10.2f %10.1f %8.0f\n", $1, $2, $3, $4, $5, $6, $6 / $4 }'
else
    echo "no folder $data: only what is made here is counted"
fi

ROUNDS=1
table() { # file, k, rules..
    local file=$1 k=$2 rule
    shift 2
    for rule in "$@"; do
        cost "$YC" tally committee "$BENCH_DIR/$file" --seats "$k" --rule "$rule" --json |
            awk -v f="$file" -v k="$k" -v r="$rule" '{ printf "%-20s %3d %-14s %10.1f %10.1f %8.1f\n", f, k, r, $1, $2, $3 }'
    done
}
echo "500 candidates, a committee of 200, 1,000,000 different ballots; then the best of 5,586,853,480 committees"
printf '%-20s %3s %-14s %10s %10s %8s\n' file k rule 'cpu ms' 'wall ms' MB
made million.cat "$(size 500 30)" "$(size 1000000 200)" 19 0.7
table million.cat "$(size 200 5)" $rules
made forty.cat 40 200 11 0
table forty.cat "$(size 12 2)" pav cc
made thirty.cat 30 "$(size 1400000 200)" 15 0
table thirty.cat 5 pav cc
echo "all rules of million.cat at once, wall ms on one core and on all"
for cores in 0 "0-$(($(nproc) - 1))"; do
    cost taskset -c "$cores" "$YC" tally committee "$BENCH_DIR/million.cat" --seats "$(size 200 5)" --json | awk -v c="$cores" '{ print "  cores " c ": " $2 " ms, " $3 " MB" }'
done
