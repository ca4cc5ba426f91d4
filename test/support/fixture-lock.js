// Golden fixtures: one JSON file for every shape an event was ever stored in, and one for every public event, and a lock
// that says what each hashes to. What is locked stays as it is, for old logs must stay readable and others build on public
// events; a new shape adds a file. Run by `npm run fixtures`.
const { createHash } = require('node:crypto');
const { existsSync, readdirSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** The SHA-256 of every fixture in a folder, by file name in order. */
const hashesIn = (folder) =>
  Object.fromEntries(
    readdirSync(folder)
      .filter((name) => name.endsWith('.json') && name !== 'lock.json')
      .toSorted()
      .map((name) => [name, sha256(readFileSync(join(folder, name)))]),
  );

const lockOf = (folder) => {
  const file = join(folder, 'lock.json');
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
};

/** What is wrong with a folder against its lock: locked files that are gone or were edited, files not locked yet. */
const compare = (folder) => {
  const [hashes, lock] = [hashesIn(folder), lockOf(folder)];
  const locked = Object.keys(lock);
  return {
    missing: locked.filter((name) => hashes[name] === undefined),
    edited: locked.filter((name) => hashes[name] !== undefined && hashes[name] !== lock[name]),
    unlocked: Object.keys(hashes).filter((name) => lock[name] === undefined),
  };
};

/** Locks what is not locked yet, and gives what was added; refuses while anything locked is missing or edited. */
const lockNew = (folder) => {
  const { missing, edited, unlocked } = compare(folder);
  if (missing.length + edited.length > 0)
    throw new Error(
      `A stored shape never changes. Missing: ${missing.join(', ')}. Edited: ${edited.join(', ')}.`,
    );
  writeFileSync(join(folder, 'lock.json'), `${JSON.stringify(hashesIn(folder), null, 2)}\n`);
  return unlocked;
};

module.exports = { compare, lockNew };

if (require.main === module) {
  try {
    const added = ['packages/domain/fixtures', 'projections/integration-events/fixtures'].flatMap((folder) =>
      lockNew(join(__dirname, '../..', folder)),
    );
    console.log(added.length === 0 ? 'Every fixture was locked already.' : `Locked: ${added.join(', ')}`);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
