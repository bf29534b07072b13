-- payment (付款): draft, submitted, approved, paid; only what is paid stands in the ledger. A return begins a new round.
CREATE TABLE payment (
    county  TEXT  NOT NULL,
    id      {int} NOT NULL,
    place   TEXT  NOT NULL,
    life    TEXT  NOT NULL DEFAULT 'payment' CHECK (life = 'payment'),
    title   TEXT  NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    was     {int},
    state   {int} NOT NULL DEFAULT 0 CHECK (state BETWEEN 0 AND 5),
    version {int} NOT NULL DEFAULT 1,
    changed_at {int} NOT NULL,
    purse   {int} NOT NULL,
    money   {int} NOT NULL,
    heading {int} NOT NULL,
    amount  {int} NOT NULL CHECK (amount > 0),
    drive   {int} NOT NULL,
    project {int} NOT NULL,
    part    {int} NOT NULL,
    payee   TEXT  NOT NULL CHECK (length(payee) <= 60),
    payee_county TEXT NOT NULL,
    payee_person {int} NOT NULL,
    round   {int} NOT NULL DEFAULT 1,
    needs   {int} NOT NULL DEFAULT 1 CHECK (needs BETWEEN 1 AND 3),
    approvals {int} NOT NULL DEFAULT 0,
    entry   {int} NOT NULL DEFAULT 0,
    CONSTRAINT payment_key PRIMARY KEY (county, id),
    CONSTRAINT payment_step FOREIGN KEY (life, was, state) REFERENCES move (noun, from_state, to_state),
    CONSTRAINT payment_birth CHECK (was IS NOT NULL OR state = 0),
    CONSTRAINT payment_purse FOREIGN KEY (county, purse) REFERENCES ledger_purse (county, id),
    CONSTRAINT payment_money FOREIGN KEY (county, money) REFERENCES ledger_account (county, id),
    CONSTRAINT payment_heading FOREIGN KEY (county, heading) REFERENCES ledger_account (county, id),
    CONSTRAINT payment_approved CHECK (state NOT IN (2, 3, 5) OR approvals >= needs),
    CONSTRAINT payment_posted CHECK ((state IN (3, 5)) = (entry <> 0))
) {strict};
CREATE INDEX payment_state ON payment (county, purse, state, id);
CREATE INDEX payment_payee ON payment (payee_county, payee_person, county, id) WHERE payee_person <> 0;

-- Who did what in a round: 0 wrote, 1 approved, 2 paid. One person does one of these, under whatever account.
CREATE TABLE payment_hand (
    county  TEXT  NOT NULL,
    payment {int} NOT NULL,
    round   {int} NOT NULL,
    person_county TEXT NOT NULL,
    person  {int} NOT NULL,
    part    {int} NOT NULL CHECK (part BETWEEN 0 AND 2),
    account {int} NOT NULL,
    at      {int} NOT NULL,
    CONSTRAINT payment_hand_key PRIMARY KEY (county, payment, round, person_county, person),
    CONSTRAINT payment_hand_of FOREIGN KEY (county, payment) REFERENCES payment (county, id)
) {strict};
{append_only payment_hand}
