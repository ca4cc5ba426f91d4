import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { openNatsEventBus } from '@commissioning/event-bus/nats';
import type { CloudEvent } from '@services/feeds';
import { busStreams } from '@services/relay';
import * as E from 'fp-ts/Either';
import { describeOwnNats, type NatsServer, startNats } from '../support/nats';
import { heldIn } from '../support/relayed';
import { type RunningOffice, startOffice, temporaryFolder } from '../support/running-office';

jest.setTimeout(120_000);

describeOwnNats('an office with its bus on NATS', () => {
  const folder = temporaryFolder();
  let server: NatsServer;
  let office: RunningOffice;
  const start = (): Promise<RunningOffice> =>
    startOffice(folder.path, {
      EVENT_BUS: 'nats',
      NATS_URL: server.url,
      OFFICE_ADDRESS: 'https://record.example/',
    });

  beforeAll(async () => {
    server = await startNats();
    office = await start();
  });
  afterAll(async () => {
    await office.stop();
    await server.remove();
    folder.remove();
  });

  /** All that a feed has over HTTP. */
  const fetched = async (feed: 'public' | 'internal'): Promise<ReadonlyArray<CloudEvent>> => {
    const token = /token=(auditor\.\S+)/.exec(office.printed())?.[1] ?? '';
    const headers = { authorization: `Bearer ${token}` };
    const events: Array<CloudEvent> = [];
    let after = '';
    for (;;) {
      const response = await fetch(`${office.url}/v1/events?feed=${feed}&limit=100${after}`, { headers });
      const page = (await response.json()) as {
        readonly items: ReadonlyArray<CloudEvent>;
        readonly next: string;
      };
      if (page.items.length === 0) return events;
      events.push(...page.items);
      after = `&after=${page.next}`;
    }
  };

  interface Publishing {
    readonly publishing: ReadonlyArray<{ readonly state: string }>;
  }

  const published = async (): Promise<void> => {
    for (;;) {
      const ready = await fetch(`${office.url}/health/ready`);
      const { publishing } = (await ready.json()) as Publishing;
      if (publishing.length === 2 && publishing.every(({ state }) => state === 'live')) return;
      await delay(50);
    }
  };

  const mustHaveAll = async (): Promise<void> => {
    const opened = openNatsEventBus({ url: server.url, name: 'a subscriber' });
    if (E.isLeft(opened)) throw new Error(opened.left.reason);
    for (const feed of ['public', 'internal'] as const) {
      const held = await heldIn(opened.right, busStreams[feed].name);
      expect(held.length).toBeGreaterThan(50);
      expect(held.map(({ body }) => JSON.parse(body) as CloudEvent)).toEqual(await fetched(feed));
    }
    await opened.right.close();
  };

  test('publishes all that it gives out over HTTP, the same and in the same order', async () => {
    await published();
    await mustHaveAll();
    const [first] = await fetched('public');
    expect(first?.dataschema).toMatch(/^https:\/\/record\.example\/schemas\/events\//);
  });

  /** What the doctor says, and whether it found all well. */
  const doctor = (): Promise<{ readonly code: number; readonly out: string }> =>
    new Promise((resolve) => {
      const bin = join(__dirname, '../../services/auditor/bin/commissioning.js');
      const env = { ...process.env, EVENT_BUS: 'nats', NATS_URL: server.url };
      execFile(process.execPath, [bin, 'doctor'], { cwd: folder.path, env }, (error, out) =>
        resolve({ code: error === null ? 0 : Number(error.code), out }),
      );
    });

  test('is looked at by the doctor, who says what is wrong with the bus', async () => {
    await published();
    const before = await doctor();
    expect(before.out).toMatch(/Event bus: nats, answers/);
    expect(before.out).toMatch(/Feed public: live/);
    await server.kill();
    const after = await doctor();
    expect(after).toMatchObject({ code: 1 });
    expect(after.out).toMatch(/Event bus: nats did not answer to last: /);
    await server.start();
  });

  test('goes on by itself when it was killed, and when its server was', async () => {
    await office.stop('SIGKILL');
    office = await start();
    await server.kill();
    await delay(300);
    expect((await fetch(`${office.url}/health/ready`)).status).toBe(200);
    await server.start();
    await published();
    await mustHaveAll();
  });
});
