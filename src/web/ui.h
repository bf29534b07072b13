/* ui: what every page can name beside its data. The dispatcher fills it (web/frame.c) and template_check() holds pages
 * to it. None of it leaves as JSON. */
#pragma once
#include "web/view.h"

/*  lang        "zh" or "en"; lang_tag "zh-CN"; is_zh
 *  size_large  elder size, from the cookie
 *  path, here  path of the page; path and query, to come back to
 *  tabs        [{href, icon, text, is_now, is_hot, unread}]: the bar, by the rows of the nouns
 *  works       [{href, text, is_now}]: on the pages of a place between which an office works, those that the actor may open there; has_works: there are any
 *  help_href   of a page for a house's own voice, to an account that has none but may help, and where the house that it acts for stopped it: where it asks one; empty else
 *  tab         which of them is lit: home need new board me desk
 *  csrf, signed_in, actor (how the person is called), is_official, unread
 *  home        {code, name, path}: the place the visitor is at
 *  house       the name of the visitor's own house, for which its forms speak; empty: of none, or of one that agreed (acting)
 *  acting      {id, label}: the house that the forms of this page speak for (?for= of its address)
 *  draft       {id, photos, until}: what was put aside that this form goes on with
 *  held        {wall, now}: the wall clock is not believed; for who has VERB_OPERATE
 *  notices     [{text}], shown once
 *  form.FORM   {typed, errors, problems [{field, label, text}]} of the form that failed ("need/sort"), and of no other:
 *              what fields of templates look at (web/template_field.c)
 *  problems    what is wrong with a form that is no longer on its page: the layout says it
 *  query.NAME  the GET form as asked
 *  may.VERB    verbs that the handler asked about and got
 *  css, js, mark, year, origin, version: for the layout */
extern const Out ui_out[];
/* In an Out table: any key below, of that type. */
#define OUT_ANY "*"
