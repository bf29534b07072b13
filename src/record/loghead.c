/* loghead: see loghead.h. The stored head is not signed: Ed25519 is deterministic, so the signature is made whenever a
 * head is read, and a copied or restored database with the same key gives the same one. */
#include "record/loghead.h"

#include <jansson.h>
#include <sodium.h>
#include <string.h>

#include "record/event.sql.h"
#include "record/keyfile.h"
#include "record/loghead.sql.h"
#include "record/lognode.h"

static struct {
    bool is_open;
    u8   secret[crypto_sign_SECRETKEYBYTES], public[crypto_sign_PUBLICKEYBYTES];
} key;

static Err key_read(Ctx *c, Str data_folder)
{
    u8 seed[crypto_sign_SEEDBYTES];
    BUG_ON(sodium_init() < 0); /* once, and it fails on no input */
    TRY(keyfile_read(c, data_folder, "log.key", seed));
    crypto_sign_seed_keypair(key.public, key.secret, seed);
    sodium_memzero(seed, sizeof seed);
    key.is_open = true;
    return OK;
}

Err loghead_keys_make(Ctx *c, Str data_folder)
{
    TRY(keyfile_make(c, data_folder, "log.key"));
    TRY(key_read(c, data_folder));
    Str hex = loghead_public_key(c->arena);
    return keyfile_publish(c, data_folder, "log.pub", arena_printf(c->arena, "%.*s\n", STR_ARG(hex)));
}

Err loghead_keys_open(Ctx *c, Str data_folder)
{
    return key_read(c, data_folder);
}

Str loghead_public_key(Arena *a)
{
    BUG_ON(!key.is_open); /* cli_keys_open() comes before the store (CLI_KEYS) */
    return bytes_hex(a, (Str){ (const char *)key.public, sizeof key.public });
}

Str loghead_line(Arena *a, const LogHead *h)
{
    Str root = hash_hex(a, &h->root);
    return arena_printf(a, "yc1 %.*s %lld %.*s %lld", STR_ARG(h->log), (long long)h->size, STR_ARG(root),
                        (long long)h->at);
}

static void sign(Arena *a, LogHead *h)
{
    u8 *out = arena_take(a, crypto_sign_BYTES);
    Str line = loghead_line(a, h);
    BUG_ON(!key.is_open); /* cli_keys_open() comes before the store (CLI_KEYS) */
    crypto_sign_detached(out, NULL, (const u8 *)line.p, line.n, key.secret);
    h->signature = (Str){ (const char *)out, crypto_sign_BYTES };
}

static bool is_signed(Str line, Str signature, Str public_key_hex)
{
    u8     public[crypto_sign_PUBLICKEYBYTES];
    size_t n = 0;
    return signature.n == crypto_sign_BYTES && public_key_hex.n == 2 * sizeof public &&
           sodium_hex2bin(public, sizeof public, public_key_hex.p, public_key_hex.n, NULL, &n, NULL) == 0 &&
           n == sizeof public &&
           crypto_sign_verify_detached((const u8 *)signature.p, (const u8 *)line.p, line.n, public) == 0;
}

bool loghead_verify(const LogHead *h, Str public_key_hex)
{
    Arena *a = arena_open();
    bool   right = is_signed(loghead_line(a, h), h->signature, public_key_hex);
    arena_close(a);
    return right;
}

Err loghead_read(Ctx *c, Code log, LogHead *ret_head)
{
    Row r;
    TRY(db_one(db_read(c), Q_LOGHEAD_GET, ARGS(code_county(log), log), &r));
    *ret_head = (LogHead){ .log = log, .size = row_int(r, C_LOGHEAD_GET_SIZE), .root = row_hash(r, C_LOGHEAD_GET_ROOT),
                           .at = row_int(r, C_LOGHEAD_GET_AT) };
    sign(c->arena, ret_head);
    return OK;
}

/* ---- proofs: made ---- */

struct LogProver {
    Ctx     *c;
    LogHead  head;
    LogTree *nodes;
};

/* The head as it was when the log had `size` events; beyond the newest there is nothing to prove. */
static Err head_at(Ctx *c, Code log, i64 size, LogHead *ret_head, LogTree **ret_nodes)
{
    Row newest;
    TRY(loghead_read(c, log, ret_head));
    size = size == 0 ? ret_head->size : size;
    if (size < 1 || size > ret_head->size)
        return fail(c, ERR_MISSING, NULL, "log %.*s has no head of size %lld", STR_ARG(log), (long long)size);
    *ret_nodes = lognode_open(c, log, size);
    if (size == ret_head->size)
        return OK;
    MerkleTree tree = lognode_tree(*ret_nodes);
    TRY(db_one(db_read(c), Q_EVENT_GET, ARGS(code_county(log), log, size), &newest));
    *ret_head = (LogHead){ .log = log, .size = size, .at = event_from_row(newest).at };
    TRY(merkle_root_at(&tree, size, &ret_head->root));
    sign(c->arena, ret_head);
    return OK;
}

/* A proof that leads elsewhere does not go out. */
static Err not_proved(Ctx *c, Code log, i64 size)
{
    return fail(c, ERR_DB, NULL, "log %.*s: its nodes do not lead to its head of size %lld (yuanchang check, rebuild)",
                STR_ARG(log), (long long)size);
}

static void member_text(Buf *b, const char *name, Str value)
{
    buf_printf(b, "%s\"%s\":", b->n == 1 ? "" : ",", name);
    buf_json(b, value);
}

static void member_int(Buf *b, const char *name, i64 value)
{
    buf_printf(b, "%s\"%s\":%lld", b->n == 1 ? "" : ",", name, (long long)value);
}

static void put_path(Buf *b, const MerklePath *p)
{
    buf_cstr(b, ",\"path\":[");
    for (int i = 0; i < p->n; i++) {
        buf_cstr(b, i ? ",\"" : "\"");
        buf_hex(b, p->node[i].b, sizeof p->node[i].b);
        buf_char(b, '"');
    }
    buf_char(b, ']');
}

static void put_head(Buf *b, const char *head, const char *signature, const LogHead *h)
{
    member_text(b, head, loghead_line(b->a, h));
    member_text(b, signature, bytes_hex(b->a, h->signature));
}

static Buf proof_begin(Arena *a, const char *proof, Code log)
{
    Buf b = buf_new(a, 4096, 65536);
    buf_char(&b, '{');
    member_text(&b, "proof", str_from(proof));
    member_text(&b, "log", log);
    return b;
}

static Str proof_end(Buf *b)
{
    member_text(b, "public_key", loghead_public_key(b->a));
    buf_char(b, '}');
    return buf_text(b);
}

Err loghead_prover(Ctx *c, Code log, i64 size, LogProver **ret_prover)
{
    LogProver *p = NEW(c->arena, LogProver);
    p->c = c;
    TRY(head_at(c, log, size, &p->head, &p->nodes));
    *ret_prover = p;
    return OK;
}

const LogHead *loghead_of_prover(const LogProver *p)
{
    return &p->head;
}

Err loghead_prove(LogProver *p, i64 seq, Str *ret_json)
{
    Ctx       *c = p->c;
    Code       log = p->head.log;
    i64        size = p->head.size;
    MerkleTree tree = lognode_tree(p->nodes);
    MerklePath path;
    Row        row;
    if (seq < 1 || seq > size)
        return fail(c, ERR_MISSING, NULL, "log %.*s has no event %lld below size %lld", STR_ARG(log), (long long)seq,
                    (long long)size);
    TRY(db_one(db_read(c), Q_EVENT_GET, ARGS(code_county(log), log, seq), &row));
    Event e = event_from_row(row);
    TRY(merkle_path(&tree, size, seq - 1, &path));
    if (!merkle_verify(e.leaf, seq - 1, size, &path, p->head.root))
        return not_proved(c, log, size);

    Buf b = proof_begin(c->arena, "inclusion", log);
    member_int(&b, "seq", seq);
    member_int(&b, "index", seq - 1);
    member_int(&b, "size", size);
    member_text(&b, "leaf", event_leaf(c->arena, &e));
    put_path(&b, &path);
    member_text(&b, "root", hash_hex(c->arena, &p->head.root));
    put_head(&b, "head", "signature", &p->head);
    *ret_json = proof_end(&b);
    return OK;
}

Err loghead_prove_growth(Ctx *c, Code log, i64 from, i64 to, Str *ret_json)
{
    LogHead    before, after;
    LogTree   *old, *new;
    MerklePath path;
    TRY(head_at(c, log, to, &after, &new));
    if (from < 1 || from > after.size)
        return fail(c, ERR_MISSING, NULL, "log %.*s did not grow from %lld to %lld", STR_ARG(log), (long long)from,
                    (long long)after.size);
    TRY(head_at(c, log, from, &before, &old));
    MerkleTree tree = lognode_tree(new);
    TRY(merkle_growth_path(&tree, from, after.size, &path));
    if (!merkle_verify_growth(from, before.root, after.size, after.root, &path))
        return not_proved(c, log, after.size);

    Buf b = proof_begin(c->arena, "growth", log);
    member_int(&b, "from", from);
    member_int(&b, "to", after.size);
    put_path(&b, &path);
    put_head(&b, "from_head", "from_signature", &before);
    put_head(&b, "to_head", "to_signature", &after);
    *ret_json = proof_end(&b);
    return OK;
}

/* ---- proofs: checked ---- */

typedef struct Checking {
    Ctx    *c;
    json_t *proof;
    Str     public_key; /* empty: signatures are not checked */
    Str     record;     /* that the file is of; empty: it does not say */
} Checking;

static Err wrong(Ctx *c, const char *key_of_message, const char *log)
{
    return fail(c, ERR_INVALID, key_of_message, "proof: %s", log);
}

static Str text_of(const Checking *k, const char *name)
{
    json_t *v = json_object_get(k->proof, name);
    return json_is_string(v) ? (Str){ json_string_value(v), json_string_length(v) } : STR_NONE;
}

static i64 int_of(const Checking *k, const char *name)
{
    json_t *v = json_object_get(k->proof, name);
    return json_is_integer(v) ? json_integer_value(v) : -1;
}

static bool merkle_path_read(const Checking *k, MerklePath *ret_path)
{
    json_t *list = json_object_get(k->proof, "path"), *v;
    size_t  i;
    ret_path->n = 0;
    if (!json_is_array(list) || json_array_size(list) > COUNTOF(ret_path->node))
        return false;
    json_array_foreach(list, i, v)
        if (!json_is_string(v) ||
            !hash_from_hex((Str){ json_string_value(v), json_string_length(v) }, &ret_path->node[ret_path->n++]))
            return false;
    return true;
}

/* "yc1 LOG SIZE ROOT AT" back into its parts. */
static bool head_from_line(Str line, LogHead *ret_head)
{
    Str rest = line, word, root;
    *ret_head = (LogHead){ 0 };
    return str_next(&rest, ' ', &word) && str_is(word, "yc1") && str_next(&rest, ' ', &ret_head->log) &&
           str_next(&rest, ' ', &word) && str_int(word, &ret_head->size) && str_next(&rest, ' ', &root) &&
           hash_from_hex(root, &ret_head->root) && str_int(rest, &ret_head->at);
}

/* A head of the proof: in its own words, signed where that is asked, and of the proof's own log. */
static Err head_of(const Checking *k, const char *name, const char *signature, LogHead *ret_head)
{
    Str line = text_of(k, name), bytes = STR_NONE;
    if (!head_from_line(line, ret_head) || !str_eq(ret_head->log, text_of(k, "log")))
        return wrong(k->c, "proof.unreadable", "its head cannot be read or is of another log");
    if (k->public_key.n == 0)
        return OK;
    if (!bytes_from_hex(k->c->arena, text_of(k, signature), &bytes) || !is_signed(line, bytes, k->public_key))
        return wrong(k->c, "proof.not_signed", "the signature is not of this key");
    return OK;
}

/* Does the head that one holds on paper say the same as this one of the proof? The whole line: a root alone names no log and no size,
 * so a proof of another place's log of that root would do. */
static Err held_check(const Checking *k, Str held, Str line)
{
    Hash root;
    if (hash_from_hex(held, &root))
        return wrong(k->c, "proof.root_alone", "a root alone proves nothing");
    return str_eq(held, line) ? OK : wrong(k->c, "proof.other_head", "it leads to another head");
}

/* The leaf that is proved: the line, which must be the index-th of this log, or its hash alone where the line is not for
 * everyone to read. */
static bool leaf_of(const Checking *k, const LogHead *head, i64 index, Hash *ret_leaf)
{
    Str leaf = text_of(k, "leaf"), rest = leaf, word;
    i64 seq;
    if (leaf.n == 0)
        return hash_from_hex(text_of(k, "leaf_hash"), ret_leaf);
    *ret_leaf = merkle_leaf(leaf);
    return str_next(&rest, ' ', &word) && str_is(word, "yc1") && str_next(&rest, ' ', &word) &&
           str_eq(word, head->log) && str_next(&rest, ' ', &word) && str_int(word, &seq) && seq == index + 1;
}

/* Are the words of a line still those that it was committed to by? Each stands in it as NAME#=HASH. */
static Err check_texts(const Checking *k)
{
    Arena  *a = k->c->arena;
    json_t *list = json_object_get(k->proof, "texts"), *v;
    size_t  i;
    json_array_foreach(list, i, v) {
        Checking one = { .c = k->c, .proof = v };
        Str      salt, line = str_join(a, (Str[]){ text_of(k, "leaf"), STR_NONE }, 2, STR(" "));
        if (!bytes_from_hex(a, text_of(&one, "salt"), &salt))
            return wrong(k->c, "proof.unreadable", "a salt is no hex");
        Hash made = hash_of_parts((Str[]){ salt, text_of(&one, "text") }, 2);
        Str  part = arena_printf(a, " %.*s#=%.*s ", STR_ARG(text_of(&one, "name")), STR_ARG(hash_hex(a, &made)));
        if (!str_find(line, part, NULL))
            return wrong(k->c, "proof.text_changed", "words are not those of the line");
    }
    return OK;
}

/* Is it a line of the record that the file says? yc1 LOG SEQ ID KIND RECORD .. */
static bool is_of_record(const Checking *k)
{
    Str rest = text_of(k, "leaf"), word = STR_NONE;
    for (int i = 0; rest.n && i < 6; i++)
        (void)str_next(&rest, ' ', &word);
    return k->record.n == 0 || word.n == 0 || str_eq(word, k->record);
}

static Err check_inclusion(const Checking *k, Str held)
{
    LogHead    head;
    MerklePath path;
    Hash       leaf;
    i64        index = int_of(k, "index");
    TRY(head_of(k, "head", "signature", &head));
    TRY(held_check(k, held, text_of(k, "head")));
    if (!merkle_path_read(k, &path) || head.size != int_of(k, "size") || index < 0 || index >= head.size || int_of(k, "seq") != index + 1 ||
        !is_of_record(k))
        return wrong(k->c, "proof.unreadable", "path, index or size cannot be");
    if (!str_eq(hash_hex(k->c->arena, &head.root), text_of(k, "root")))
        return wrong(k->c, "proof.unreadable", "its root is not that of its head");
    if (!leaf_of(k, &head, index, &leaf) || !merkle_verify(leaf, index, head.size, &path, head.root))
        return wrong(k->c, "proof.wrong", "the leaf is not under this head");
    return check_texts(k);
}

static Err check_growth(const Checking *k, Str held)
{
    LogHead    from, to;
    MerklePath path;
    TRY(head_of(k, "from_head", "from_signature", &from));
    TRY(head_of(k, "to_head", "to_signature", &to));
    if (!str_eq(held, text_of(k, "from_head")))
        TRY(held_check(k, held, text_of(k, "to_head")));
    else if (!str_eq(held, text_of(k, "to_head")) && k->public_key.n == 0) /* anybody can make a later head that begins with this one */
        return wrong(k->c, "proof.needs_key", "the later head is neither held nor signed with a known key");
    if (!merkle_path_read(k, &path) || from.size != int_of(k, "from") || to.size != int_of(k, "to") || from.size < 1 ||
        from.size > to.size)
        return wrong(k->c, "proof.unreadable", "path or sizes cannot be");
    if (!merkle_verify_growth(from.size, from.root, to.size, to.root, &path))
        return wrong(k->c, "proof.wrong", "the earlier log is not the beginning of the later one");
    return OK;
}

static Err check_proof(const Checking *k, Str held)
{
    if (str_is(text_of(k, "proof"), "inclusion"))
        return check_inclusion(k, held);
    if (str_is(text_of(k, "proof"), "growth"))
        return check_growth(k, held);
    return wrong(k->c, "proof.unreadable", "neither an inclusion nor a growth");
}

/* A matter's proofs come in one file: each must hold, and there must be one. */
static Err check_proofs(Checking k, Str held)
{
    json_t *list = json_object_get(k.proof, "proofs");
    if (!json_is_array(list) || json_array_size(list) == 0)
        return check_proof(&k, held);
    const char *name;
    json_t     *v;
    json_object_foreach(k.proof, name, v)
        if (json_is_string(v) && strcmp(name, "head") != 0)
            k.record = (Str){ json_string_value(v), json_string_length(v) };
    for (size_t i = 0; i < json_array_size(list); i++) {
        k.proof = json_array_get(list, i);
        TRY(check_proof(&k, held));
    }
    return OK;
}

Err loghead_verify_proof(Ctx *c, Str json, Str head_line, Str public_key_hex)
{
    Checking k = { .c = c, .public_key = public_key_hex,
                   .proof = json_loadb(json.p, json.n, JSON_REJECT_DUPLICATES, NULL) };
    Err      e = check_proofs(k, str_trim(head_line));
    json_decref(k.proof);
    return e;
}

Err loghead_all(Ctx *c, i64 *ret_logs, i64 *ret_at)
{
    Row row;
    TRY(db_one(db_read(c), Q_LOGHEAD_ALL, ARGS(), &row));
    *ret_logs = row_int(row, C_LOGHEAD_ALL_N);
    *ret_at = row_int(row, C_LOGHEAD_ALL_AT);
    return OK;
}
