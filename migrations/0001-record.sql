-- What every noun needs (src/record/). Enduring: events and their texts, heads, keys of requests, rules, holidays,
-- messages, files. Derived, made again by `yuanchang rebuild`: counter, seen, outbox,
-- term, term_list.
--
-- `county` (the first six digits; a higher place's own code) comes first in every key. Tables without it are kept whole
-- on every machine (rule, holiday), or are keyed by what is the same in the whole country (file_use).

-- Every change of state, in a Merkle log per village (log: the place cut to twelve digits). `parts` is the end of the
-- line that is hashed: numbers, and commitments to the texts that lie in event_text.
CREATE TABLE event (
    county      TEXT   NOT NULL,
    log         TEXT   NOT NULL,
    seq         {int}  NOT NULL CHECK (seq >= 1),
    id          {int}  NOT NULL,
    kind        TEXT   NOT NULL,
    subject     {int}  NOT NULL,
    account     {int}  NOT NULL,
    person      {int}  NOT NULL,
    channel     {int}  NOT NULL CHECK (channel BETWEEN 0 AND 5),
    at          {int}  NOT NULL,
    happened_at {int}  NOT NULL,
    parts       TEXT   NOT NULL,
    leaf        {blob} NOT NULL CHECK (length(leaf) = 32),
    CONSTRAINT event_key PRIMARY KEY (county, log, seq)
) {strict};
CREATE UNIQUE INDEX event_id ON event (county, id);
CREATE INDEX event_timeline ON event (county, subject, seq);
CREATE INDEX event_person ON event (county, person) WHERE person <> 0;
{append_only event}

-- A text, its salt and the commitment that entered the leaf. Erasing sets text and salt to NULL; the proof stays.
CREATE TABLE event_text (
    county     TEXT   NOT NULL,
    log        TEXT   NOT NULL,
    seq        {int}  NOT NULL,
    name       TEXT   NOT NULL,
    text       TEXT,
    salt       {blob} CHECK (length(salt) = 16),
    commitment {blob} NOT NULL CHECK (length(commitment) = 32),
    CONSTRAINT event_text_key PRIMARY KEY (county, log, seq, name),
    CONSTRAINT event_text_of FOREIGN KEY (county, log, seq) REFERENCES event (county, log, seq),
    CONSTRAINT event_text_whole CHECK ((text IS NULL) = (salt IS NULL))
) {strict};
{append_only event_text text,salt}

-- The newest head of each log. Its row is the log's lock and its sequence; the frontier lives here and nowhere else.
CREATE TABLE loghead (
    county   TEXT   NOT NULL,
    log      TEXT   NOT NULL,
    size     {int}  NOT NULL CHECK (size >= 1),
    frontier {blob} NOT NULL,
    root     {blob} NOT NULL,
    at       {int}  NOT NULL,
    CONSTRAINT loghead_key PRIMARY KEY (county, log)
) {strict};

-- Figures of a place and all its ancestors. `above` is the place over it, so that a place's children are one range.
-- A county's row stands in its own shard and, swept, once more in its city's, so that a city reads its own shard only;
-- likewise a city's in its province's.
CREATE TABLE counter (
    county TEXT  NOT NULL,
    place  TEXT  NOT NULL,
    kind   TEXT  NOT NULL,
    part   {int} NOT NULL,
    above  TEXT  NOT NULL,
    value  {int} NOT NULL,
    CONSTRAINT counter_key PRIMARY KEY (county, place, kind, part)
) {strict};
CREATE INDEX counter_children ON counter (county, above, part, place, kind);

-- What was counted once: a household that took part, in its own place.
CREATE TABLE seen (
    county TEXT  NOT NULL,
    place  TEXT  NOT NULL,
    kind   TEXT  NOT NULL,
    part   {int} NOT NULL,
    thing  {int} NOT NULL,
    CONSTRAINT seen_key PRIMARY KEY (county, place, kind, part, thing)
) {strict_by_key};

-- Deltas on their way above the county; `place` is where they begin (a county, or what lies above it).
CREATE TABLE outbox (
    county TEXT  NOT NULL,
    id     {int} NOT NULL,
    place  TEXT  NOT NULL,
    kind   TEXT  NOT NULL,
    part   {int} NOT NULL,
    delta  {int} NOT NULL,
    at     {int} NOT NULL,
    CONSTRAINT outbox_key PRIMARY KEY (county, id)
) {strict};

-- Idempotency keys, kept 90 days. id 0 is never seen by others: the row is completed in its own transaction.
CREATE TABLE once (
    county  TEXT   NOT NULL,
    account {int}  NOT NULL,
    act     TEXT   NOT NULL,
    once_key TEXT  NOT NULL CHECK (length(once_key) BETWEEN 8 AND 64),
    payload {blob} NOT NULL CHECK (length(payload) = 32),
    id      {int}  NOT NULL,
    at      {int}  NOT NULL,
    CONSTRAINT once_by_key PRIMARY KEY (county, account, act, once_key)
) {strict};
CREATE INDEX once_at ON once (at);

-- Numbers that law or a place sets; place '' is the default of the product; to_day 0: still in force, else its last day.
CREATE TABLE rule (
    name       TEXT  NOT NULL,
    place      TEXT  NOT NULL,
    from_day   {int} NOT NULL,
    to_day     {int} NOT NULL DEFAULT 0,
    value      {int} NOT NULL,
    unit       TEXT  NOT NULL,
    source     TEXT  NOT NULL,
    confidence TEXT  NOT NULL CHECK (confidence IN ('V', 'V~', 'G', 'G?', 'L')),
    CONSTRAINT rule_key PRIMARY KEY (name, place, from_day),
    CONSTRAINT rule_days CHECK (to_day = 0 OR to_day >= from_day)
) {strict};
CREATE INDEX rule_place ON rule (place, name);

-- Days that differ from the five-day week: off, or a weekend day that is worked instead (调休).
CREATE TABLE holiday (
    day        {int} NOT NULL,
    worked     {int} NOT NULL CHECK (worked IN (0, 1)),
    name       TEXT  NOT NULL,
    source     TEXT  NOT NULL,
    confidence TEXT  NOT NULL CHECK (confidence IN ('V', 'V~', 'G', 'G?', 'L')),
    CONSTRAINT holiday_key PRIMARY KEY (day)
) {strict};

-- Work that is due at a time; at most one a kind and subject.
CREATE TABLE job (
    county  TEXT  NOT NULL,
    kind    TEXT  NOT NULL,
    subject {int} NOT NULL,
    place   TEXT  NOT NULL,
    arg     {int} NOT NULL,
    due     {int} NOT NULL,
    tries   {int} NOT NULL DEFAULT 0,
    CONSTRAINT job_key PRIMARY KEY (county, kind, subject)
) {strict};
CREATE INDEX job_due ON job (due);

-- Messages; owner is a household or an account. The text is a message key (`key`) with two values.
CREATE TABLE inbox (
    county        TEXT  NOT NULL,
    owner         {int} NOT NULL,
    id            {int} NOT NULL,
    owner_kind    TEXT  NOT NULL CHECK (owner_kind IN ('household', 'account')),
    message       TEXT  NOT NULL,
    a             TEXT  NOT NULL,
    b             TEXT  NOT NULL,
    noun          TEXT  NOT NULL,
    about_county  TEXT  NOT NULL,
    about         {int} NOT NULL,
    about_place   TEXT  NOT NULL,
    at            {int} NOT NULL,
    read_at       {int} NOT NULL DEFAULT 0,
    CONSTRAINT inbox_key PRIMARY KEY (county, owner, id)
) {strict};
CREATE INDEX inbox_unread ON inbox (county, owner) WHERE read_at = 0;

-- Search terms: pairs of characters, and Han characters by themselves.
CREATE TABLE term (
    county  TEXT  NOT NULL,
    noun    TEXT  NOT NULL,
    term    TEXT  NOT NULL,
    subject {int} NOT NULL,
    CONSTRAINT term_key PRIMARY KEY (county, noun, term, subject)
) {strict_by_key};

-- The terms of each record once more, in one row with spaces between, so that they are found again when they change.
CREATE TABLE term_list (
    county  TEXT  NOT NULL,
    noun    TEXT  NOT NULL,
    subject {int} NOT NULL,
    terms   TEXT  NOT NULL,
    CONSTRAINT term_list_key PRIMARY KEY (county, noun, subject)
) {strict};

-- Pictures of a record. `hash` names what is shown, `original` what came in; `id` keeps their order.
CREATE TABLE file (
    county   TEXT   NOT NULL,
    noun     TEXT   NOT NULL,
    subject  {int}  NOT NULL,
    role     TEXT   NOT NULL,
    hash     {blob} NOT NULL CHECK (length(hash) = 32),
    original {blob} NOT NULL CHECK (length(original) = 32),
    width    {int}  NOT NULL CHECK (width > 0),
    height   {int}  NOT NULL CHECK (height > 0),
    bytes    {int}  NOT NULL CHECK (bytes > 0),
    id       {int}  NOT NULL,
    at       {int}  NOT NULL,
    CONSTRAINT file_key PRIMARY KEY (county, noun, subject, role, hash)
) {strict};

-- Which records show a picture: found by its hash alone, whatever the county. Written together with `file`.
CREATE TABLE file_use (
    hash     {blob} NOT NULL,
    county   TEXT   NOT NULL,
    noun     TEXT   NOT NULL,
    subject  {int}  NOT NULL,
    place    TEXT   NOT NULL,
    original {blob} NOT NULL,
    CONSTRAINT file_use_key PRIMARY KEY (hash, county, noun, subject)
) {strict};
CREATE INDEX file_use_original ON file_use (original);

-- Defaults of the product. Time limits of 12345 chains are set locally; these are the values in wide use.
INSERT INTO rule (name, place, from_day, value, unit, source, confidence) VALUES
    ('need.take.workdays',          '', 20210101, 1,  'workdays', '国办发〔2020〕53号，签收时限由地方定', 'L'),
    ('need.small.group.workdays',   '', 20210101, 3,  'workdays', '四个百分之百：小事不出组', 'L'),
    ('need.small.village.workdays', '', 20210101, 5,  'workdays', '四个百分之百：小事不出村', 'L'),
    ('need.town.workdays',          '', 20210101, 10, 'workdays', '国办发〔2020〕53号，办理时限由地方定', 'L'),
    ('need.county.workdays',        '', 20210101, 15, 'workdays', '国办发〔2020〕53号，办理时限由地方定', 'L'),
    ('need.city.workdays',          '', 20210101, 15, 'workdays', '国办发〔2020〕53号，办理时限由地方定', 'L'),
    ('need.extend.most',            '', 20210101, 1,  'times',    '延期一次，须说明理由，由地方定', 'L'),
    ('need.extend.workdays',        '', 20210101, 10, 'workdays', '延期一次，须说明理由，由地方定', 'L'),
    ('need.return.workdays',        '', 20210101, 1,  'workdays', '退回须在一个工作日内说明理由，由地方定', 'L'),
    ('need.return.most',            '', 20210101, 2,  'times',    '两次退回后由上级定，时限不重算', 'L'),
    ('need.silence.days',           '', 20210101, 15, 'days',     '办完十五日无人答复，单独计数，由地方定', 'L'),
    ('need.reopen.most',            '', 20210101, 2,  'times',    '两次重办后由上级定，由地方定', 'L'),
    ('need.stale.days',             '', 20210101, 90, 'days',     '议题库中久未动的，提醒，由地方定', 'L'),
    ('need.callback.percent',       '', 20210101, 5,  'percent',  '随机回访，由别的单位做，由地方定', 'L'),
    ('notice.days',                 '', 20210101, 7,  'days',     '公示期，由地方定', 'L');

-- 国务院办公厅关于2025年部分节假日安排的通知 (国办发明电〔2024〕12号), 2024-11-12; only days that differ from the week.
INSERT INTO holiday (day, worked, name, source, confidence) VALUES
    (20250101, 0, '元旦',   '国办发明电〔2024〕12号', 'V~'),
    (20250126, 1, '春节',   '国办发明电〔2024〕12号', 'V~'),
    (20250128, 0, '春节',   '国办发明电〔2024〕12号', 'V~'),
    (20250129, 0, '春节',   '国办发明电〔2024〕12号', 'V~'),
    (20250130, 0, '春节',   '国办发明电〔2024〕12号', 'V~'),
    (20250131, 0, '春节',   '国办发明电〔2024〕12号', 'V~'),
    (20250203, 0, '春节',   '国办发明电〔2024〕12号', 'V~'),
    (20250204, 0, '春节',   '国办发明电〔2024〕12号', 'V~'),
    (20250208, 1, '春节',   '国办发明电〔2024〕12号', 'V~'),
    (20250404, 0, '清明节', '国办发明电〔2024〕12号', 'V~'),
    (20250427, 1, '劳动节', '国办发明电〔2024〕12号', 'V~'),
    (20250501, 0, '劳动节', '国办发明电〔2024〕12号', 'V~'),
    (20250502, 0, '劳动节', '国办发明电〔2024〕12号', 'V~'),
    (20250505, 0, '劳动节', '国办发明电〔2024〕12号', 'V~'),
    (20250602, 0, '端午节', '国办发明电〔2024〕12号', 'V~'),
    (20250928, 1, '国庆节', '国办发明电〔2024〕12号', 'V~'),
    (20251001, 0, '国庆节', '国办发明电〔2024〕12号', 'V~'),
    (20251002, 0, '国庆节', '国办发明电〔2024〕12号', 'V~'),
    (20251003, 0, '国庆节', '国办发明电〔2024〕12号', 'V~'),
    (20251006, 0, '中秋节', '国办发明电〔2024〕12号', 'V~'),
    (20251007, 0, '国庆节', '国办发明电〔2024〕12号', 'V~'),
    (20251008, 0, '国庆节', '国办发明电〔2024〕12号', 'V~'),
    (20251011, 1, '国庆节', '国办发明电〔2024〕12号', 'V~');

-- 国务院办公厅关于2026年部分节假日安排的通知, 2025-11-04 (新华社全文).
INSERT INTO holiday (day, worked, name, source, confidence) VALUES
    (20260101, 0, '元旦',   '国务院办公厅 2025-11-04 通知', 'V'),
    (20260102, 0, '元旦',   '国务院办公厅 2025-11-04 通知', 'V'),
    (20260104, 1, '元旦',   '国务院办公厅 2025-11-04 通知', 'V'),
    (20260214, 1, '春节',   '国务院办公厅 2025-11-04 通知', 'V'),
    (20260216, 0, '春节',   '国务院办公厅 2025-11-04 通知', 'V'),
    (20260217, 0, '春节',   '国务院办公厅 2025-11-04 通知', 'V'),
    (20260218, 0, '春节',   '国务院办公厅 2025-11-04 通知', 'V'),
    (20260219, 0, '春节',   '国务院办公厅 2025-11-04 通知', 'V'),
    (20260220, 0, '春节',   '国务院办公厅 2025-11-04 通知', 'V'),
    (20260223, 0, '春节',   '国务院办公厅 2025-11-04 通知', 'V'),
    (20260228, 1, '春节',   '国务院办公厅 2025-11-04 通知', 'V'),
    (20260406, 0, '清明节', '国务院办公厅 2025-11-04 通知', 'V'),
    (20260501, 0, '劳动节', '国务院办公厅 2025-11-04 通知', 'V'),
    (20260504, 0, '劳动节', '国务院办公厅 2025-11-04 通知', 'V'),
    (20260505, 0, '劳动节', '国务院办公厅 2025-11-04 通知', 'V'),
    (20260509, 1, '劳动节', '国务院办公厅 2025-11-04 通知', 'V'),
    (20260619, 0, '端午节', '国务院办公厅 2025-11-04 通知', 'V'),
    (20260920, 1, '国庆节', '国务院办公厅 2025-11-04 通知', 'V'),
    (20260925, 0, '中秋节', '国务院办公厅 2025-11-04 通知', 'V'),
    (20261001, 0, '国庆节', '国务院办公厅 2025-11-04 通知', 'V'),
    (20261002, 0, '国庆节', '国务院办公厅 2025-11-04 通知', 'V'),
    (20261005, 0, '国庆节', '国务院办公厅 2025-11-04 通知', 'V'),
    (20261006, 0, '国庆节', '国务院办公厅 2025-11-04 通知', 'V'),
    (20261007, 0, '国庆节', '国务院办公厅 2025-11-04 通知', 'V'),
    (20261010, 1, '国庆节', '国务院办公厅 2025-11-04 通知', 'V');
