const esmOnly = [
  'age-encryption',
  '@noble\\+[a-z-]+',
  '@scure\\+base',
  'cookie',
  'temporal-[a-z]+',
  'uuidv7',
];

const common = {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@commissioning/source', 'node', 'require', 'default'] },
  transform: {
    '\\.m?[jt]s$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  // Copies that mutation testing makes while it runs.
  modulePathIgnorePatterns: ['<rootDir>/.stryker-tmp/'],
  transformIgnorePatterns: [`/node_modules/\\.pnpm/(?!(${esmOnly.join('|')})@)`],
};

module.exports = {
  maxWorkers: '100%',
  // Nothing here is judged by the clock: a slow machine must not fail a test.
  testTimeout: 30_000,
  reporters: ['default', '<rootDir>/test/support/count-reporter.js'],
  projects: [
    {
      ...common,
      displayName: 'unit',
      testMatch: ['<rootDir>/{packages,services,projections}/*/test/**/*.test.ts'],
    },
    { ...common, displayName: 'whole', testMatch: ['<rootDir>/test/**/*.test.ts'] },
  ],
};
