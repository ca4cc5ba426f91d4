'use strict';
// The thread in which batches are written. It is JavaScript because a thread begins with a file that Node can run as it
// is, from the sources as well as from what was built of them.

const { parentPort, workerData } = require('node:worker_threads');
const Database = require('better-sqlite3');

/** @typedef {import('./writing-thread').Task} Task */
/** @typedef {import('./writing-thread').Outcome} Outcome */

/** @type {import('./writing-thread').Beginning} */
const { file, pragmas } = workerData;
if (parentPort === null) throw new Error('This is run as a thread');
const port = parentPort;

const database = new Database(file);
for (const pragma of pragmas) database.pragma(pragma);

/** @type {Map<string, import('better-sqlite3').Statement<unknown[]>>} */
const prepared = new Map();

/** @param {string} text */
const statementOf = (text) => {
  const statement = prepared.get(text) ?? database.prepare(text);
  prepared.set(text, statement);
  return statement;
};

/** @param {Task['steps']} steps @param {Task['statements']} statements */
const runAll = (steps, statements) => {
  const all = statements.map(({ text, values }) => ({ statement: statementOf(text), values }));
  let at = 0;
  while (at < steps.length) {
    const { statement, values } = /** @type {typeof all[number]} */ (all[Number(steps[at])]);
    statement.run(steps.slice(at + 1, at + 1 + values));
    at += 1 + values;
  }
};

/** @param {Task} task @returns {Outcome} */
const carryOut = ({ guard, steps, statements }) => {
  if (guard !== undefined) {
    const { text, value, expected } = guard;
    const actual = /** @type {string | undefined} */ (statementOf(text).pluck().get(value));
    if (actual !== expected) return { _tag: 'Refused', actual };
  }
  runAll(steps, statements);
  return { _tag: 'Done' };
};

const transaction = database.transaction(carryOut);

/** @param {Task} task @returns {Outcome} */
const outcomeOf = (task) => {
  try {
    return transaction.immediate(task);
  } catch (error) {
    const { message, code } = /** @type {Error & { code?: unknown }} */ (error);
    return { _tag: 'Failed', message, code: typeof code === 'string' ? code : undefined };
  }
};

port.on('message', (/** @type {Task | 'close'} */ task) => {
  if (task !== 'close') return port.postMessage(outcomeOf(task));
  database.close();
  port.close();
});
