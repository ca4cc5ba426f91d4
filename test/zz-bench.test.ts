import {
  eventStoreContract as _,
  storedEventsFor,
  freshBody,
  commissionStream,
} from '@commissioning/event-store/contract';
import { openEventStoreDb } from '@commissioning/event-store/eventstoredb';
import { startDouble } from './doubles/eventstoredb/double';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
test('bench', async () => {
  const child = spawn(
    process.execPath,
    ['-r', './test/support/typescript.js', 'test/doubles/eventstoredb/main.ts'],
    { stdio: ['ignore', 'pipe', 'inherit'], cwd: '/work/main' },
  );
  const [line] = await once(child.stdout, 'data');
  const url = /esdb:\S+/.exec(String(line))![0];
  const opened: any = openEventStoreDb({ url });
  const store = opened.right;
  const body = freshBody();
  const n = 20000,
    per = 50;
  let t = Date.now();
  for (let s = 0; s < n / per; s += 8)
    await Promise.all(
      Array.from({ length: 8 }, (_, k) => {
        const stream = commissionStream(body, s + k);
        return store.append(
          stream,
          -1,
          storedEventsFor(stream, 0, per, undefined, () => ({ data: { text: 'x'.repeat(900) } })),
        )();
      }),
    );
  console.log('append 50/batch ev/s', n / ((Date.now() - t) / 1000));
  t = Date.now();
  let c = 0,
    pages = 0;
  for await (const p of store.readAll()) {
    c += p.length;
    pages++;
  }
  console.log('readAll ev/s', c / ((Date.now() - t) / 1000), c, pages);
  t = Date.now();
  c = 0;
  pages = 0;
  for await (const p of store.follow({ signal: new AbortController().signal })) {
    c += p.events.length;
    pages++;
    if (p.caughtUp) break;
  }
  console.log('follow ev/s', c / ((Date.now() - t) / 1000), c, pages);
  t = Date.now();
  c = 0;
  for (let s = 0; s < 300; s++) {
    const stream = commissionStream(body, 1000 + s);
    await store.append(stream, -1, storedEventsFor(stream, 0, 1))();
  }
  console.log('single appends/s', 300 / ((Date.now() - t) / 1000));
  await store.close();
  child.kill();
}, 120000);
