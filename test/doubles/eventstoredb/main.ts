import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { startDouble } from './double';
import { carryOut, Order } from './orders';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/**
 * Runs the double as a process of its own until it is told to stop: `--port N` `--folder PATH`. Takes orders on standard
 * input and answers each with a report, in JSON, one a line.
 */
const main = async (): Promise<void> => {
  const { values } = parseArgs({ options: { port: { type: 'string' }, folder: { type: 'string' } } });
  const double = await startDouble({
    ...(values.port !== undefined && { port: Number(values.port) }),
    ...(values.folder !== undefined && { folder: values.folder }),
  });
  say(`A double of EventStoreDB, a test tool, listens on ${double.url}`);
  const orders = createInterface(process.stdin);
  orders.on('line', (line) => {
    const order: unknown = JSON.parse(line);
    if (Order.is(order)) say(JSON.stringify(carryOut(double, order)));
    else throw new Error(`This is no order: ${line}`);
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      orders.close();
      process.stdin.unref();
      void double.stop();
    });
};

void main();
