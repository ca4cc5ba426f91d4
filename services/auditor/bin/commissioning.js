#!/usr/bin/env node
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const main = join(__dirname, '..', 'dist', 'main.js');
if (existsSync(main)) require(main);
else {
  process.stderr.write('This checkout has not been built yet: run `npm start` or `npm test` once.\n');
  process.exitCode = 2;
}
