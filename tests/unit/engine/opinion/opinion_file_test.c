/* The files of a conversation: what is read, and each refusal with its line. */
#include "support/unit.h"

#include <string.h>

#include "base/base.h"
#include "engine/opinion/opinion_file.h"

static int set_up(void **s)
{
    *s = arena_open();
    return 0;
}

static int tear_down(void **s)
{
    arena_close(*s);
    return 0;
}

/* ---- votes ---- */

static OpinionPlaces *read_votes(Arena *a, const char *text, const OpinionComments *known, OpinionSource *ret)
{
    OpinionMap *m = opinion_map_new(a);
    Lines      *l = lines_of(a, str_from(text));
    assert_true(opinion_read_votes(l, m, known, ret));
    assert_null(l->refusal.what);
    return opinion_places(m, a);
}

static void votes_in_any_order_of_rows_and_columns(void **s)
{
    OpinionSource  from;
    OpinionPlaces *p = read_votes(*s,
                                  "\xef\xbb\xbfvote,more,voter-id,comment-id,timestamp\r\n"
                                  "1,\"a, \"\"b\"\"\nc\",12,3,100\r\n"
                                  "-1,,12,3,99\r\n"
                                  "\r\n"
                                  "0,x,7,0,-5",
                                  NULL, &from);
    assert_false(from.is_matrix);
    assert_int_equal(from.n_rows, 3);
    assert_int_equal(p->n_votes, 2);
    assert_int_equal(p->n_participants, 2);
    assert_int_equal(p->participants[1], 12);
    assert_int_equal(p->comments[0], 0);
    assert_int_equal(p->counts[0][OPINION_PASS], 1);
    assert_int_equal(p->counts[1][OPINION_AGREE], 1);
}

static void a_matrix_has_a_column_for_each_comment(void **s)
{
    OpinionSource  from;
    const char    *text = "participant,group-id,n-votes,2,\"1\",5\n9,0,2,1,-1,\n4,,1,,0,\n6,,0,,,\n";
    OpinionPlaces *p = read_votes(*s, text, NULL, &from);
    assert_true(from.is_matrix);
    assert_int_equal(p->n_votes, 3);
    assert_int_equal(p->n_comments, 2); /* 5 has no vote, and who has none is no participant */
    assert_int_equal(p->n_participants, 2);
    assert_int_equal(p->counts[0][OPINION_DISAGREE], 1);
    assert_int_equal(p->counts[0][OPINION_PASS], 1);
    assert_int_equal(p->counts[1][OPINION_AGREE], 1);
}

typedef struct Bad {
    const char *text;
    i64         line;
    const char *what; /* how its sentence begins */
} Bad;

static void assert_refused(const Lines *l, const Bad *bad)
{
    Refusal r = l->refusal;
    bool    is_so = r.what != NULL && r.line == bad->line && strncmp(r.what, bad->what, strlen(bad->what)) == 0;
    if (!is_so)
        print_error("%s\nline %lld: %s\n", bad->text, (long long)r.line, r.what != NULL ? r.what : "not refused");
    assert_true(is_so);
}

#define HEAD "timestamp,comment-id,voter-id,vote\n"

static void votes_that_are_refused(void **s)
{
    static const Bad bad[] = {
        { "", 1, "the file is empty" },
        { "\n\n", 1, "the file is empty" },
        { HEAD, 1, "there are no votes" },
        { "\n" HEAD, 2, "there are no votes" },
        { "timestamp,comment-id,vote\n1,1,1\n", 1, "a column is missing" },
        { "timestamp,comment-id,voter-id,vote,vote\n1,1,1,1,1\n", 1, "a column is there twice" },
        { HEAD "1,1,1,1\n1,1,1\n", 3, "the row has another number of fields" },
        { HEAD "1,1,1,1,\n", 2, "the row has another number of fields" },
        { HEAD "1,1,1,2\n", 2, "a vote is not -1, 0 or 1" },
        { HEAD "1,1,1,\n", 2, "a vote is not -1, 0 or 1" },
        { HEAD "1,1,1,+1\n", 2, "a vote is not -1, 0 or 1" },
        { HEAD "1,1,1,-0\n", 2, "a vote is not -1, 0 or 1" },
        { HEAD "1,1,1,01\n", 2, "a vote is not -1, 0 or 1" },
        { HEAD "1,1,1,1.0\n", 2, "a vote is not -1, 0 or 1" },
        { HEAD "1,-1,1,1\n", 2, "comment-id is not" },
        { HEAD "1,1.5,1,1\n", 2, "comment-id is not" },
        { HEAD "1,,1,1\n", 2, "comment-id is not" },
        { HEAD "1,1,x,1\n", 2, "voter-id is not" },
        { HEAD "1,1,9223372036854775808,1\n", 2, "voter-id is not" },
        { HEAD "1,1, 1,1\n", 2, "voter-id is not" },
        { HEAD "now,1,1,1\n", 2, "timestamp is not" },
        { HEAD "1,1,1,1\n\"1\n\",1,1,1\n", 3, "timestamp is not" },
        { HEAD "1,1,1,1\n1,1,1,\"1\n1,1,1,1\n", 3, "a quote is opened" },
        { HEAD "1,1,1,1\n1,1,1,\"1\" \n", 3, "text follows a closing quote" },
        { HEAD "1,1,1,1\n1,1,1,1\xff\n", 3, "the line is not UTF-8" },
        { HEAD "1,4,1,1\n", 2, "a comment that the file of comments lacks" },
        { "participant,1\n", 1, "there are no votes" },
        { "participant,1\n3,\n", 1, "there are no votes" },
        { "participant,1,1\n3,1,1\n", 1, "a column is there twice" },
        { "participant,1,01\n3,1,1\n", 1, "a column is there twice" },
        { "participant,participant,1\n3,3,1\n", 1, "a column is there twice" },
        { "participant,1,4\n3,1,\n", 1, "a comment that the file of comments lacks" },
        { "participant,1\n3,1\n3,0\n", 3, "a participant is there twice" },
        { "participant,1\n-3,1\n", 2, "participant is not" },
        { "participant,1\n3,1\n4,x\n", 3, "a vote is not -1, 0, 1 or empty" },
        { "participant,1\n3,1,1\n", 2, "the row has another number of fields" },
    };
    for (size_t i = 0; i < COUNTOF(bad); i++) {
        OpinionMap     *m = opinion_map_new(*s);
        OpinionComments known;
        OpinionSource   from;
        assert_true(opinion_read_comments(lines_of(*s, STR("comment-id,moderated\n1,1\n3,0\n")), m, &known));
        Lines *l = lines_of(*s, str_from(bad[i].text));
        assert_false(opinion_read_votes(l, m, &known, &from));
        assert_refused(l, &bad[i]);
    }
}

static void a_nul_byte_and_an_endless_line_are_refused(void **s)
{
    OpinionMap   *m = opinion_map_new(*s);
    OpinionSource from;
    Lines        *l = lines_of(*s, STR(HEAD "1,1,1,1\n1,1,1,\0\n"));
    assert_false(opinion_read_votes(l, m, NULL, &from));
    assert_int_equal(l->refusal.line, 3);
    char *text = arena_take(*s, 2 * LINES_LONGEST);
    memset(text, '1', 2 * LINES_LONGEST);
    memcpy(text, HEAD, strlen(HEAD));
    l = lines_of(*s, (Str){ text, 2 * LINES_LONGEST });
    assert_false(opinion_read_votes(l, m, NULL, &from));
    assert_int_equal(l->refusal.line, 2);
}

/* ---- comments ---- */

static void comments_say_who_is_out_and_meta(void **s)
{
    OpinionMap     *m = opinion_map_new(*s);
    OpinionComments c;
    OpinionSource   from;
    const char     *text = "comment-body,is-meta,moderated,comment-id\n"
                       "\"first, and\nsecond line\",false,-1,4\nmeta,true,1,2\n,false,0,7\n";
    assert_true(opinion_read_comments(lines_of(*s, str_from(text)), m, &c));
    assert_int_equal(c.ids.n, 3);
    assert_true(str_is(c.bodies[0], "first, and\nsecond line"));
    assert_true(opinion_read_votes(lines_of(*s, STR(HEAD "1,2,1,1\n1,4,1,1\n")), m, &c, &from));
    OpinionPlaces *p = opinion_places(m, *s);
    assert_int_equal(p->n_comments, 2);
    assert_true(p->is_meta[0] && !p->is_out[0]);
    assert_true(p->is_out[1] && !p->is_meta[1]);
}

static void comments_that_are_refused(void **s)
{
    static const Bad bad[] = {
        { "", 1, "the file is empty" },
        { "comment-id\n1\n", 1, "a column is missing" },
        { "comment-id,moderated,comment-id\n1,1,1\n", 1, "a column is there twice" },
        { "comment-id,moderated,is-meta,is-meta\n1,1,false,false\n", 1, "a column is there twice" },
        { "comment-id,moderated\n1,1\n2,\n", 3, "moderated is not" },
        { "comment-id,moderated\n1,2\n", 2, "moderated is not" },
        { "comment-id,moderated\n-1,1\n", 2, "comment-id is not" },
        { "comment-id,moderated\n1,1\n2,1\n1,0\n", 4, "a comment is there twice" },
        { "comment-id,moderated\n1,1\n01,0\n", 3, "a comment is there twice" },
        { "comment-id,moderated,is-meta\n1,1,yes\n", 2, "is-meta is not" },
        { "comment-id,moderated,comment-body\n1,1,\"a\nb\"\n2,1,\"open\n\n", 4, "a quote is opened" },
        { "comment-id,moderated\n1,1,a, b\n", 2, "the row has another number of fields" },
    };
    for (size_t i = 0; i < COUNTOF(bad); i++) {
        OpinionComments c;
        Lines          *l = lines_of(*s, str_from(bad[i].text));
        assert_false(opinion_read_comments(l, opinion_map_new(*s), &c));
        assert_refused(l, &bad[i]);
    }
}

/* ---- groups ---- */

static void groups_are_numbered_by_their_names(void **s)
{
    OpinionSource  from;
    OpinionLabels  l;
    OpinionPlaces *p = read_votes(*s, HEAD "1,1,5,1\n1,1,6,1\n1,1,8,1\n1,1,9,1\n", NULL, &from);
    assert_true(opinion_read_groups(lines_of(*s, STR("group,participant,why\n30,9,\n-4,5,x\n30,6,\n")), p, &l));
    assert_int_equal(l.n, 2);
    assert_int_equal(l.names[0], -4);
    assert_int_equal(l.names[1], 30);
    const int expected[] = { 0, 1, -1, 1 };
    assert_memory_equal(l.label, expected, sizeof expected);
}

static void groups_that_are_refused(void **s)
{
    static const Bad bad[] = {
        { "", 1, "the file is empty" },
        { "participant,group\n", 1, "nobody has a group" },
        { "participant\n5\n", 1, "a column is missing" },
        { "participant,group,group\n5,1,1\n", 1, "a column is there twice" },
        { "participant,group\n5,1\n5,1\n", 3, "a participant is there twice" },
        { "participant,group\n6,1\n", 2, "a participant without a vote" },
        { "participant,group\n5,\n", 2, "group is not" },
        { "participant,group\n5,1.5\n", 2, "group is not" },
        { "participant,group\nx,1\n", 2, "participant is not" },
        { "participant,group\n5,1,1\n", 2, "the row has another number of fields" },
    };
    OpinionSource  from;
    OpinionPlaces *p = read_votes(*s, HEAD "1,1,5,1\n", NULL, &from);
    for (size_t i = 0; i < COUNTOF(bad); i++) {
        OpinionLabels labels;
        Lines        *l = lines_of(*s, str_from(bad[i].text));
        assert_false(opinion_read_groups(l, p, &labels));
        assert_refused(l, &bad[i]);
    }
}

/* ---- too many ---- */

/* The header and `n` rows, in each %lld the row's number. */
static Str many_rows(Arena *a, const char *head, const char *row, i64 n)
{
    Buf b = buf_new(a, 1 << 16, 1 << 24);
    buf_cstr(&b, head);
    for (i64 i = 0; i < n; i++)
        buf_printf(&b, row, (long long)i, (long long)(i % 2100));
    return buf_text(&b);
}

static void more_than_there_is_room_for_is_refused(void **s)
{
    OpinionComments c;
    OpinionSource   from;
    OpinionLabels   labels;
    OpinionMap     *m = opinion_map_new(*s);
    i64             most = OPINION_MOST_COMMENTS;
    Lines          *l = lines_of(*s, many_rows(*s, "comment-id,moderated\n", "%lld,1\n", most + 1));
    assert_false(opinion_read_comments(l, m, &c));
    assert_refused(l, &(Bad){ "comments", most + 2, "there are more than 100000 comments" });
    l = lines_of(*s, many_rows(*s, HEAD, "0,%lld,1,1\n", most + 1));
    assert_false(opinion_read_votes(l, opinion_map_new(*s), NULL, &from));
    assert_refused(l, &(Bad){ "votes", most + 2, "there are more than 100000 comments" });
    m = opinion_map_new(*s); /* 2,100 comments leave room for 1,904 groups */
    assert_true(opinion_read_votes(lines_of(*s, many_rows(*s, HEAD, "0,%2$lld,%1$lld,1\n", 4000)), m, NULL, &from));
    OpinionPlaces *p = opinion_places(m, *s);
    l = lines_of(*s, many_rows(*s, "participant,group\n", "%1$lld,%2$lld\n", 4000));
    assert_false(opinion_read_groups(l, p, &labels));
    assert_refused(l, &(Bad){ "groups", OPINION_MOST_CELLS / 2100 + 2, "there are more groups than can be counted" });
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(votes_in_any_order_of_rows_and_columns),
        cmocka_unit_test(a_matrix_has_a_column_for_each_comment),
        cmocka_unit_test(votes_that_are_refused),
        cmocka_unit_test(a_nul_byte_and_an_endless_line_are_refused),
        cmocka_unit_test(comments_say_who_is_out_and_meta),
        cmocka_unit_test(comments_that_are_refused),
        cmocka_unit_test(groups_are_numbered_by_their_names),
        cmocka_unit_test(groups_that_are_refused),
        cmocka_unit_test(more_than_there_is_room_for_is_refused),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
