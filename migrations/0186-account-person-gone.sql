-- Who leaves the roll loses the roles of all their accounts, in whatever county those lie (docs/decisions/0052).
CREATE INDEX account_of_whom ON account (person, id) WHERE person <> 0;
