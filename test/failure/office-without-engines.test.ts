import { readdirSync } from 'node:fs';
import type { Server } from '../support/engines';
import { isReady, readyOf } from '../support/office-on-engines';
import { describeTrials, more } from '../support/office-trial';
import { type RunningOffice, temporaryFolder } from '../support/running-office';

jest.setTimeout(120_000);

/** How a server goes away, and how it comes back. */
const absences: ReadonlyArray<
  readonly [string, (server: Server) => Promise<void> | void, (server: Server) => Promise<void> | void]
> = [
  ['gone', ({ kill }) => kill(), ({ start }) => start()],
  ['standing still', ({ hold }) => hold(), ({ release }) => release()],
];

describeTrials('an office', ({ where, reads, begun, atWork, mustBeWhole }) => {
  test.each(absences)(
    'whose read models are %s records all the same, and catches up',
    async (_, go, come) => {
      const reference = await begun();
      const { models, office } = where();
      await go(models);
      expect(await atWork((working) => more(working, 20))).toEqual([]);
      expect(await readyOf(office())).toMatchObject({
        code: 503,
        engines: { 'event-store': true, 'read-store': false, 'document-store': false },
      });
      const paths = ['/v1/register', `/v1/commissions/${reference}`];
      expect(await Promise.all(paths.map(reads))).toEqual([503, 503]);
      await come(models);
      await mustBeWhole();
    },
  );

  test.each(absences)('whose bus is %s is ready all the same, and publishes later', async (_, go, come) => {
    const { bus, office } = where();
    await go(bus);
    expect(await atWork((working) => more(working, 20))).toEqual([]);
    await isReady(office(), ({ code, publishing }) => code === 200 && publishing.includes('waiting'));
    await come(bus);
    await mustBeWhole();
  });

  test('that goes at once with all its engines begins without them, and goes on when they are', async () => {
    const { log, models, bus, startOffice, startOfficeOn } = where();
    const fresh = temporaryFolder();
    let office: RunningOffice | undefined = where().office();
    const goneAndBack = async (): Promise<void> => {
      await Promise.all([office?.stop('SIGKILL'), log.kill(), models.kill(), bus.kill()]);
      office = undefined;
      const withoutKeys = startOfficeOn(fresh.path).catch((error: unknown) => String(error));
      await startOffice();
      expect(await withoutKeys).toMatch(/there are no keys in .*, and the log cannot be asked/);
      expect(readdirSync(fresh.path)).toEqual([]);
      expect(await reads('/health/live')).toBe(200);
      expect(await readyOf(where().office())).toMatchObject({
        code: 503,
        engines: { 'event-store': false, 'read-store': false, 'document-store': false },
      });
      const register = reads('/v1/register');
      await Promise.all([log.start(), models.start(), bus.start()]);
      expect([200, 503]).toContain(await register);
      await isReady(where().office());
      office = where().office();
    };
    await atWork(
      async (working) => {
        await more(working, 10);
        await goneAndBack();
        await more(working, 10);
      },
      () => office,
    );
    fresh.remove();
    await mustBeWhole();
  });
});
