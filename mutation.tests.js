const { readdirSync } = require('node:fs');
const { join } = require('node:path');
const { expect } = require('expect');
const fc = require('fast-check');
const { bind } = require('jest-each');

// Mutation testing asks the domain's tests thousands of times. Jest would load the domain anew each time; Mocha loads it
// once, so that a mutant waits for its tests alone. What the tests ask of Jest is little, and is given to them here.
globalThis.expect = expect;
globalThis.test = (name, body) => it(name, () => body());
globalThis.test.each = bind(globalThis.test);
globalThis.describe.each = bind((name, body) => describe(name, body));

// The same cases each time, and the first that fails is enough.
fc.configureGlobal({ seed: 1, endOnFailure: true });

// Those that try thousands of cases are left out. What they would find besides is not counted, so that a score is the
// least that is reached.
const { MUTATION_TESTS: named } = process.env;
const slow = ['agreement-totals', 'fund-laws', 'laws', 'robustness', 'round'];
const chosen = (name) => (named === undefined ? !slow.includes(name) : named.split('|').includes(name));

const tests = join(__dirname, 'packages/domain/test');
const suffix = '.test.ts';
for (const file of readdirSync(tests))
  if (file.endsWith(suffix) && chosen(file.slice(0, -suffix.length))) require(join(tests, file));

// A mutant in what runs while the tests are read as well would have the domain loaded anew. It is enough that the tests
// which run it are asked.
after(() => {
  const { static: whileReading = {}, perTest = {} } = globalThis.__stryker__?.mutantCoverage ?? {};
  for (const covered of Object.values(perTest))
    for (const id of Object.keys(covered)) delete whileReading[id];
});
