// Writes the pages of docs/ that are made from the code. Run by `npm run docs`; a test compares them with the code.
const { readdirSync, readFileSync, writeFileSync } = require('node:fs');
const { join, relative, sep } = require('node:path');

const root = join(__dirname, '..');
const ownFiles = (name) => !['node_modules', 'dist', '.git'].includes(name);

const testFiles = (folder) =>
  readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => ownFiles(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return testFiles(path);
      return entry.name.endsWith('.test.ts') ? [path] : [];
    })
    .toSorted();

/** In which test files a rule is named, as paths from the root. */
const namedInTests = () => {
  const files = ['packages', 'projections', 'services', 'test'].flatMap((folder) => testFiles(join(root, folder)));
  const tests = files.map((file) => ({
    name: relative(root, file).split(sep).join('/'),
    text: readFileSync(file, 'utf8'),
  }));
  return (rule) => tests.filter(({ text }) => text.includes(`'${rule}'`)).map(({ name }) => name);
};

/** The pages that are made from the code, by their path from the root; from the domain, the commands and the red flags. */
const pagesOf = (domain, commands, redFlags) => ({
  'docs/events.md': domain.eventsPage(domain.eventDefinitions),
  'docs/commands.md': domain.commandsPage(domain.allActions, commands.requestCodecOf),
  'docs/rules.md': domain.rulesPage(domain.allActions, namedInTests()),
  'docs/red-flags.md': redFlags.redFlagsPage(),
});

module.exports = { pagesOf };

if (require.main === module) {
  const domain = require('../packages/domain/dist/index.js');
  const commands = require('../services/commands/dist/index.js');
  const redFlags = require('../projections/red-flags/dist/index.js');
  for (const [path, text] of Object.entries(pagesOf(domain, commands, redFlags))) {
    writeFileSync(join(root, path), text);
    console.log(`Wrote ${path}`);
  }
}
