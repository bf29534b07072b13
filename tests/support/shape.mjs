// shape: what the demonstration looks like apart from days and hours: a row a matter, with its state, its desk, what is said
// of it, and every step on its way; then figures. It is the same whatever day it was played on (src/cli/demo.h).
//
// Left out is what is a calendar's by nature: figures of a month, and how many days something took.

const rows = `SELECT title || ' | ' || place, 'state ' || state || ' kind ' || kind || ' size ' || size || ' door ' || door || ' closing ' || closing
    || ' level ' || length(at_place) || ' owner ' || (owner <> 0) || ' overdue ' || is_overdue || ' extended ' || is_extended || ' urgent ' || is_urgent
    || ' stale ' || is_stale || ' objected ' || is_objected || ' round ' || round || ' reopened ' || reopened || ' returned ' || returned
    || ' voices ' || voices || ' of ' || households || ' group ' || (grp IS NOT NULL) || ' led ' || (lead IS NOT NULL)
    || ' late ' || (due <= (SELECT max(at) FROM event)) || ' onward ' || length(onward_county) || ' before ' || length(from_county),
    (SELECT group_concat(kind, ' ') FROM (SELECT substr(kind, 6) AS kind FROM event WHERE county = n.county AND subject = n.id ORDER BY seq))
  FROM need AS n`
const figures = `SELECT 'figure ' || place || ' ' || kind, value FROM counter WHERE part = 0 AND value <> 0 AND kind <> 'need.days'
  UNION ALL SELECT 'log ' || log, size FROM loghead
  UNION ALL SELECT 'waiting ' || kind, count(*) FROM job GROUP BY kind
  UNION ALL SELECT 'told ' || county || ' ' || message, count(*) FROM inbox GROUP BY county, message
  UNION ALL SELECT 'judged ' || need.place || ' round ' || need_judge.round || ' done ' || done, count(*)
    FROM need_judge JOIN need ON need.county = need_judge.county AND need.id = need_judge.need GROUP BY need.place, need_judge.round, done
  UNION ALL SELECT 'pictures ' || noun || ' ' || role, count(*) FROM file GROUP BY noun, role`

/// Lines, matters first. `sql` is that of a house: it gives the lines of a query.
export const shape = (sql) => [...sql(rows).sort(), ...sql(figures).sort()]

/// What the second has instead of the first, for a person.
export function differences(a, b) {
  const gone = a.filter((line) => !b.includes(line)), come = b.filter((line) => !a.includes(line))
  return [...gone.map((line) => `- ${line}`), ...come.map((line) => `+ ${line}`)].slice(0, 12)
}
