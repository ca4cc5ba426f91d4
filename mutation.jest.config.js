const { projects } = require('./jest.config.js');

const [unit] = projects;

// Stryker sets up one environment, not one for each project: the domain's own tests are all there is here. Those that try
// thousands of cases are left out; each mutant would wait for them, so that the score is the least that the tests reach.
module.exports = {
  ...unit,
  testMatch: [
    '<rootDir>/packages/domain/test/**/!(round|laws|robustness|fund-laws|agreement-totals).test.ts',
  ],
  testTimeout: 30_000,
};
