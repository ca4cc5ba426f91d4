import { parseArgs } from 'node:util';
import { startDouble } from './double';

/** Runs the double as a process of its own until it is told to stop: `--port N` `--folder PATH`. */
const main = async (): Promise<void> => {
  const { values } = parseArgs({ options: { port: { type: 'string' }, folder: { type: 'string' } } });
  const double = await startDouble({
    ...(values.port !== undefined && { port: Number(values.port) }),
    ...(values.folder !== undefined && { folder: values.folder }),
  });
  process.stdout.write(`A double of EventStoreDB, a test tool, listens on ${double.url}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void double.stop());
};

void main();
