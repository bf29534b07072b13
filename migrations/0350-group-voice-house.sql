-- In which groups a house is counted: its lists ask.
CREATE INDEX need_group_voice_house ON need_group_voice (county, household);
