const { projects } = require('./jest.config.js');

const [unit] = projects;

// Stryker sets up one environment, not one for each project: the domain's own tests are all there is here.
module.exports = { ...unit, testMatch: ['<rootDir>/packages/domain/test/**/*.test.ts'], testTimeout: 30_000 };
