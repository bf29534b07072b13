META
value;key
ordinal;vote_type
9000;budget
三户排次序 (虚构);description
PROJECTS
project_id;cost;name
10;3000;水井盖板
9;3000;晒场
2;4000;公厕维修
VOTES
voter_id;vote
1;9,10,2
2;2,9
3;10
