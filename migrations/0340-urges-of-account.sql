-- How many matters somebody who supervises has urged on lately: counted with each new one.
CREATE INDEX oversight_urged_by ON oversight (county, account, asked_at) WHERE kind = 1;
