import { setTimeout as delay } from 'node:timers/promises';
import type { Fault } from '../doubles/eventstoredb/faults';
import { isReady, readyOf } from '../support/office-on-engines';
import { describeTrials, more } from '../support/office-trial';
import { aNeed, type Answer, someEvidence } from '../support/officers';

jest.setTimeout(120_000);

const away: Answer = {
  status: 503,
  body: {
    type: '/problems/unavailable',
    title: 'The record cannot be reached at the moment.',
    status: 503,
    detail: 'Send the same command with the same Idempotency-Key again: it will not be carried out twice.',
  },
};

describeTrials('an office whose log', ({ where, reads, send, sent, begun, atWork, mustBeWhole }) => {
  test('is killed again and again records everything that it acknowledges, once', async () => {
    const { log } = where();
    const turnedAway = await atWork(async (working) => {
      for (let kill = 0; kill < 5; kill += 1) {
        await more(working, 5);
        await log.kill();
        await delay(100 * kill);
        await log.start();
      }
      await more(working, 5);
    });
    for (const answer of turnedAway) expect(answer).toEqual(away);
    await mustBeWhole();
  });

  test('does wrong whatever a server can does not trouble whoever sends a command', async () => {
    const { log } = where();
    const port = Number(/:(\d+)/.exec(log.url)?.[1]);
    const faults: ReadonlyArray<Fault> = [
      { does: 'cut' },
      { does: 'end' },
      { does: 'fail', code: 14 },
      { does: 'fail', code: 2, details: 'No leader info available in response' },
      { does: 'send-to-leader', host: '127.0.0.1', port },
      { does: 'dawdle', milliseconds: 300 },
    ];
    const turnedAway = await atWork(async (working) => {
      for (const fault of faults)
        for (const rpc of ['append', 'read', 'subscribe'] as const) {
          for (const after of [0, 1]) await log.order({ order: 'fault', rpc, fault, after });
          await more(working, 4);
        }
      await log.order({ order: 'clear' });
    });
    expect(turnedAway).toEqual([]);
    await mustBeWhole();
  });

  /** What is answered without it. */
  const mustReadOn = async (reference: string): Promise<void> => {
    const { code, engines } = await readyOf(where().office());
    expect(code).toBe(503);
    expect(engines).toEqual({ 'event-store': false, 'read-store': true, 'document-store': true });
    for (const path of ['/health/live', '/v1/register', `/v1/commissions/${reference}`])
      expect([path, await reads(path)]).toEqual([path, 200]);
  };

  test('is killed reads on; who sent a command waits until it is back, and is answered', async () => {
    const reference = await begun();
    const { log } = where();
    await log.kill();
    const answers = [aNeed(), someEvidence(reference)].map(sent);
    await mustReadOn(reference);
    await log.start();
    await Promise.all(answers);
    await mustBeWhole();
  });

  test('stands still reads on; a command is refused after a while, and taken when it is back', async () => {
    const reference = await begun();
    const { log, office } = where();
    log.hold();
    const commands = [aNeed(), someEvidence(reference)];
    const answers = Promise.all(commands.map(send));
    await mustReadOn(reference);
    const asAt = reads(`/v1/commissions/${reference}?as-at=2026-01-01`);
    expect(await answers).toEqual([away, away]);
    expect(await asAt).toBe(503);
    log.release();
    await isReady(office());
    await Promise.all(commands.map(sent));
    await mustBeWhole();
  });
});
