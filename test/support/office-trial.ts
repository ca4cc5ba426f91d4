import { setTimeout as delay } from 'node:timers/promises';
import { describeFaults } from './eventstoredb';
import { buildPatience, describeFaultsOfMongodb } from './ferretdb';
import { describeOwnNats } from './nats';
import { faultsAfter, isReady, type OfficeOnEngines, openOfficeOnEngines } from './office-on-engines';
import {
  aNeed,
  type Answer,
  type Officers,
  officersAt,
  reading,
  type Recorded,
  recordedBy,
  sending,
  type Sent,
} from './officers';
import type { RunningOffice } from './running-office';

/** An office on engines that are taken away from it, and what it has acknowledged so far. */
export interface Trial {
  readonly where: () => OfficeOnEngines;
  /** The status of the answer to an auditor. */
  readonly reads: (path: string) => Promise<number>;
  readonly send: (command: Sent) => Promise<Answer>;
  /** Sends a command that must be acknowledged. */
  readonly sent: (command: Sent) => Promise<Recorded>;
  /** Begins a commission that the read models have; its reference. */
  readonly begun: () => Promise<string>;
  /** Officers at work, while something is done, at the office that there is. */
  readonly atWork: (
    done: (working: Officers) => Promise<void>,
    office?: () => RunningOffice | undefined,
  ) => Promise<ReadonlyArray<Answer>>;
  /** Waits until the office is ready again by itself: then nothing that it acknowledged may be lost or doubled. */
  readonly mustBeWhole: () => Promise<void>;
}

/** Waits until officers have had so many more commands acknowledged. */
export const more = async ({ recorded }: Officers, count: number): Promise<void> => {
  const goal = recorded.length + count;
  while (recorded.length < goal) await delay(5);
};

/**
 * Describes tests that take an office's engines away from it. Real servers, which a URL names, are not ours to kill: then
 * these are skipped, aloud.
 */
export const describeTrials = (name: string, tests: (trial: Trial) => void): void => {
  const described = (): void => {
    let where: OfficeOnEngines;
    let officers: Officers | undefined;
    const acknowledged: Array<Recorded> = [];

    beforeAll(async () => {
      where = await openOfficeOnEngines();
    }, buildPatience);
    afterEach(() => officers?.leave());
    afterAll(() => where.close());

    const reads: Trial['reads'] = async (path) => (await reading(where.office(), path, 'auditor')).status;
    const send: Trial['send'] = (command) => sending(where.office(), command);
    const sent: Trial['sent'] = async (command) => {
      const done = recordedBy(command, await send(command));
      acknowledged.push(done);
      return done;
    };
    tests({
      where: () => where,
      reads,
      send,
      sent,
      begun: async () => {
        const { reference, position } = await sent(aNeed());
        expect(await reads(`/v1/commissions/${reference}?after=${position}`)).toBe(200);
        return reference;
      },
      atWork: async (done, office = where.office) => {
        officers = officersAt(office);
        await done(officers);
        await officers.goHome();
        acknowledged.push(...officers.recorded);
        return officers.turnedAway;
      },
      mustBeWhole: async () => {
        await isReady(where.office());
        expect(await faultsAfter(where, acknowledged)).toEqual([]);
      },
    });
  };
  describeFaults(name, () =>
    describeFaultsOfMongodb('one of them for read models', () =>
      describeOwnNats('one to publish on', described),
    ),
  );
};
