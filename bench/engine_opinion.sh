#!/bin/bash
# engine_opinion: what an opinion map costs, in ms of processor time, beside red-dwarf, the
# Python form of Polis' method. Expected: at least 50 times less than its pipeline on the largest conversation.
#
#   bench/engine_opinion.sh     with the conversations in $YC_SHARED/opinion (../shared/data), and one made of
#                                1,000,000 votes of 20,000 participants on 500 comments
#
# The reference is not run here: its figures (0.4.0, Python 3.11, numpy 1.24, scikit-learn 1.2, one thread, without
# reading) are those told with the data. Ours: `engine` goes from votes in memory to groups and all statistics;
# `reading` reads both files and holds the votes; with reading it is reading + map + groups + statistics.
. "$(dirname "$0")/lib.sh"
engine_opinion_bench=$(build engine_opinion_bench)
bench=$engine_opinion_bench
data=${YC_SHARED:-../shared/data}/opinion
export ROUNDS

for line in london.youth.policing:90 brexit-consensus:120 scoop-hivemind.biodiversity:220 vtaiwan.uberx:480; do
    name=${line%:*} reference=${line#*:}
    if [ ! -d "$data/$name" ] || [ -n "${BENCH_SMOKE:-}" ]; then
        echo "$name: left out ($data, set YC_SHARED)"
        continue
    fi
    "$bench" "$data/$name/votes.csv" "$data/$name/comments.csv" >"$BENCH_DIR/figures"
    echo "$name: $(cat "$BENCH_DIR/figures")"
    awk -v r="$reference" '{ for (i = 1; i < NF; i++) f[$i] = $(i + 1)
        all = f["reading"] + f["map"] + f["groups"] + f["statistics"]
        printf "    engine %.2f ms, reference %d ms: %.0f times less; with reading %.2f ms: %.0f times less\n", \
            f["engine"], r, r / f["engine"], all, r / all }' "$BENCH_DIR/figures"
done

"$bench" --make "$(size 20000 50)" "$(size 500 20)" "$(size 1000000 500)" "$BENCH_DIR/million.csv"
echo "1,000,000 votes: $(ROUNDS=$(size 3 1) "$bench" "$BENCH_DIR/million.csv")"
for width in 1 "$(nproc)"; do
    WIDTH=$width "$bench" --one "$BENCH_DIR/million.csv"
done
