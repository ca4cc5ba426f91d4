import { tokenFor } from '@commissioning/http';
import type { Actor, Instant } from '@commissioning/kernel';
import { type Office, openOffice, serverOf } from '@services/office';
import * as E from 'fp-ts/Either';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import {
  bidder,
  closes,
  colleague,
  establish,
  freshCommandId,
  handedIn,
  logOf,
  officer,
  type Process,
  publishRound,
} from '../../services/commands/test/support/world';
import {
  buildPatience,
  describeFaultsOfMongodb,
  type FerretDb,
  ferretDb,
  ownDatabase,
} from '../support/ferretdb';
import { temporaryFolder } from '../support/running-office';

jest.setTimeout(120_000);

const commission = 'BEDS-2026-0001';

describeFaultsOfMongodb('sealed bids whose store is away', () => {
  const folder = temporaryFolder();
  let documents: FerretDb;
  let office: Office;
  let server: FastifyInstance;
  let now = '2026-09-01T09:00:00.000Z';

  beforeAll(async () => {
    documents = await ferretDb();
    const documentStore = { engine: 'gridfs', url: documents.url, database: ownDatabase() } as const;
    const config = { data: folder.path, demonstration: false, documentStore };
    const opened = await openOffice({ config, now: () => now as Instant })();
    if (E.isLeft(opened)) throw new Error(opened.left);
    office = opened.right;
    server = serverOf(office, pino({ level: 'silent' }));
    const done: Process['done'] = async (actor, kind, id, action, command) => {
      const request = { kind, id, action, command, actor, commandId: freshCommandId() as never };
      const outcome = await office.commands.execute(request)();
      if (E.isLeft(outcome)) throw new Error(`${action}: ${JSON.stringify(outcome.left)}`);
      return outcome.right;
    };
    await establish({ done });
    await publishRound({ done }, commission);
  }, buildPatience);
  afterAll(async () => {
    await server.close();
    await office.close();
    await documents.stop();
    folder.remove();
  });

  const sending = (actor: Actor, action: string, payload: object) => {
    const headers = {
      authorization: `Bearer ${tokenFor(office.signInKey, actor)}`,
      'idempotency-key': freshCommandId(),
    };
    return () =>
      server.inject({ method: 'POST', url: `/v1/commissions/${commission}/${action}`, headers, payload });
  };
  const recorded = async (type: string): Promise<number> =>
    (await logOf(office.events)).filter((event) => event.type === type).length;

  const cases = [
    ['BidReceived', () => sending(bidder, 'receive-bid', handedIn('b1', 'BEDS-one', 100))],
    ['BidsOpened', () => sending(officer, 'open-bids', { openers: [officer.id, colleague.id] })],
  ] as const;
  test.each(cases)('are refused, and recorded once when it is back: %s', async (type, command) => {
    if (type === 'BidsOpened') now = closes.replace('.000Z', '.001Z');
    const send = command();
    await documents.kill();
    const refused = await send();
    expect([refused.statusCode, refused.json<{ detail: string }>().detail]).toEqual([
      503,
      'Send the same command with the same Idempotency-Key again: it will not be carried out twice.',
    ]);
    expect(await recorded(type)).toBe(0);
    await documents.start();
    const [first, again] = [await send(), await send()];
    expect([first.statusCode, again.payload]).toEqual([201, first.payload]);
    expect(await recorded(type)).toBe(1);
  });
});
