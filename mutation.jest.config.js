const { projects } = require('./jest.config.js');

const [unit] = projects;

// Tests that try thousands of cases are left out: each mutant would wait for them. MUTATION_TESTS names those that are
// enough for a part, as in `plan|facts`. What others would find besides is not counted: a score is the least that is reached.
const { MUTATION_TESTS: named = '!(round|laws|robustness|fund-laws|agreement-totals)' } = process.env;
const these = named.startsWith('!') ? named : `@(${named})`;

// Stryker sets up one environment, not one for each project: the domain's own tests are all there is here.
module.exports = {
  ...unit,
  testMatch: [`<rootDir>/packages/domain/test/**/${these}.test.ts`],
  testTimeout: 30_000,
};
