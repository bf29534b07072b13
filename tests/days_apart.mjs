// days_apart: which tests of the command line are the same on every day: tests/build/no_day.test.mjs holds them to it.
export const knowsNoDay = (file) => /^(?:book|tally|draw)/.test(file)
