#!/bin/bash
# book: what 1,000,000 postings cost: `yuanchang book balance` and `check` beside hledger's and ledger's of the same book, each
# as its own export. Processor time, since the machine is shared; in one go, so that what disturbs one disturbs all.
#
#   bench/book.sh             1,000,000 postings, 1 round (hledger takes minutes)
#   ENTRIES=5000 ROUNDS=3 bench/book.sh
. "$(dirname "$0")/lib.sh"
need /usr/bin/time awk
ROUNDS=${BOOK_ROUNDS:-1}
ENTRIES=${ENTRIES:-$(size 500000 500)}
SIDES="our_balance our_check"
! have ledger || SIDES="$SIDES ledger_balance"
! have hledger || SIDES="$SIDES hledger_balance hledger_check"
has() { case " $SIDES " in *" $1 "*) ;; *) return 1 ;; esac; }
export LC_ALL=C.UTF-8

# Households of four villages give, funds pay, people work; sixteen years, every day in turn. No chance in it.
generate() {
    awk -v n="$ENTRIES" 'BEGIN {
        print "commodity 1000.00 \"元\"  ; yc-kind: money\ncommodity 1000.0 \"工\"  ; yc-kind: labour\n"
        split("资产 收入 支出", root, " "); split("A R X", type, " ")
        for (i = 1; i <= 3; i++) print "account " root[i] "\n    ; type:" type[i]
        print ""
        split("青山村 柳树坪 两河口 石桥", village, " ")
        for (i = 0; i < n; i++) {
            v = village[i % 4 + 1]; h = i * 7919 % 250 + 1; cents = i * 104729 % 9000000 + 100
            day = int(i * 5800 / n); y = 2010 + int(day / 360); m = int(day % 360 / 30) + 1; d = day % 28 + 1
            printf "%04d-%02d-%02d * (凭%d) %s\n", y, m, d, i, i % 5 == 4 ? "修路出工" : i % 5 == 3 ? "买水泥" : "捐款"
            if (i % 5 == 4) { to = "支出:" v ":工"; from = "收入:" v ":户" h; a = cents % 100 + 1; u = "工"; p = 1 }
            else if (i % 5 == 3) { to = "支出:" v ":修路"; from = "资产:" v ":银行"; a = cents; u = "元"; p = 2 }
            else { to = "资产:" v ":银行"; from = "收入:" v ":户" h; a = cents; u = "元"; p = 2 }
            t = p == 2 ? sprintf("%d.%02d", a / 100, a % 100) : sprintf("%d.%d", a / 10, a % 10)
            printf "    %s  %s \"%s\"\n    %s  -%s \"%s\"\n\n", to, t, u, from, t, u
        }
    }'
}

# measure NAME COMMAND..: processor seconds into NAME.s, the most memory into NAME.kb
measure() {
    local name=$BENCH_DIR/$1
    shift
    /usr/bin/time -f '%U %S %M' -o "$name.time" "$@" >"$name.out" 2>"$name.err" || { cat "$name.err" >&2; exit 1; }
    awk -v s="$name.s" -v kb="$name.kb" '{ print $1 + $2 >>s; print $3 >>kb }' "$name.time"
}

book=$BENCH_DIR/book.journal
generate >"$book"
"$YC" book export "$book" --to ledger >"$BENCH_DIR/book.ledger"
"$YC" book export "$book" --to hledger >"$BENCH_DIR/book.hledger"
echo "$((ENTRIES * 2)) postings, $(($(stat -c %s "$BENCH_DIR/book.hledger") / 1000000)) MB"

for _ in $(seq "$ROUNDS"); do
    measure our_balance "$YC" book balance "$BENCH_DIR/book.hledger"
    measure our_check "$YC" book check "$BENCH_DIR/book.hledger"
    ! has ledger_balance || measure ledger_balance ledger -f "$BENCH_DIR/book.ledger" balance --flat
    ! has hledger_balance || measure hledger_balance hledger -f "$BENCH_DIR/book.hledger" balance --flat -N -O csv --layout=bare
    ! has hledger_check || measure hledger_check hledger -f "$BENCH_DIR/book.hledger" check
done

# The same figures, or the times mean nothing.
! has hledger_balance || diff <(awk '/---/ { exit } { print $3 "," $2 "," $1 }' "$BENCH_DIR/our_balance.out" | sort) \
    <(sed '1d;s/"//g' "$BENCH_DIR/hledger_balance.out" | sort) || { echo "the balances differ" >&2; exit 1; }

for name in $SIDES; do
    printf '%-16s %8.2f s %8.0f MB\n' "$name" "$(sort -g "$BENCH_DIR/$name.s" | head -1)" \
        "$(awk '{ print $1 / 1024 }' "$BENCH_DIR/$name.kb" | sort -g | tail -1)"
done
! has ledger_balance || echo "balance, ledger / yuanchang:  $(ratio "$BENCH_DIR/ledger_balance.s" "$BENCH_DIR/our_balance.s")"
! has hledger_balance || echo "balance, hledger / yuanchang: $(ratio "$BENCH_DIR/hledger_balance.s" "$BENCH_DIR/our_balance.s")"
! has hledger_check || echo "check, hledger / yuanchang:   $(ratio "$BENCH_DIR/hledger_check.s" "$BENCH_DIR/our_check.s")"
