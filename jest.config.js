const esmOnly = ['cookie', 'temporal-[a-z]+', 'uuidv7'];

const common = {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@commissioning/source', 'node', 'require', 'default'] },
  transform: {
    '\\.m?[jt]s$': [
      '@swc/jest',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  transformIgnorePatterns: [`/node_modules/\\.pnpm/(?!(${esmOnly.join('|')})@)`],
};

module.exports = {
  maxWorkers: '100%',
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
