import { bedfordshireBody, bedfordshireRules } from '@commissioning/domain';
import { tokenFor } from '@commissioning/http';
import type { Role } from '@commissioning/kernel';
import { foldersOf, localActor, namedKey } from '@services/office';
import { busStreams } from '@services/relay';
import { openNatsEventBus } from '@commissioning/event-bus/nats';
import * as E from 'fp-ts/Either';
import { need } from '../../services/commands/test/support/world';
import { startDouble } from '../doubles/eventstoredb/double';
import {
  buildPatience,
  describeMongodb,
  mongodbServer,
  type MongodbServer,
  ownDatabase,
} from '../support/ferretdb';
import { describeNats, someNats } from '../support/nats';
import { heldIn } from '../support/relayed';
import { type RunningOffice, startOffice, temporaryFolder } from '../support/running-office';

jest.setTimeout(buildPatience);

describeMongodb('the services of an office, each in a process of its own', () => {
  describeNats('on engines that they share', () => {
    const [folder, disk] = [temporaryFolder(), temporaryFolder()];
    const running: Array<RunningOffice> = [];
    let double: Awaited<ReturnType<typeof startDouble>>;
    let mongodb: MongodbServer;
    let bus: Awaited<ReturnType<typeof someNats>>;
    let settings: Record<string, string>;

    const start = async (services: string): Promise<RunningOffice> => {
      const office = await startOffice(folder.path, { ...settings, SERVICES: services });
      running.push(office);
      return office;
    };

    beforeAll(async () => {
      double = await startDouble({ folder: disk.path });
      mongodb = await mongodbServer();
      bus = await someNats();
      settings = {
        OFFICE_DATA: folder.path,
        OFFICE_ADDRESS: 'https://record.example',
        EVENT_STORE: 'eventstoredb',
        EVENTSTOREDB_URL: double.url,
        READ_STORE: 'mongodb',
        DOCUMENT_STORE: 'gridfs',
        MONGODB_URL: mongodb.url.replace(/^(mongodb(?:\+srv)?:\/\/[^/?]+)\/?/, `$1/${ownDatabase()}`),
        EVENT_BUS: 'nats',
        NATS_URL: bus.url,
      };
    }, buildPatience);
    afterAll(async () => {
      for (const office of running) await office.stop('SIGKILL');
      await bus.remove();
      await mongodb.stop();
      await double.stop();
      for (const { remove } of [folder, disk]) remove();
    });

    const as = (role: Role) =>
      `Bearer ${tokenFor(namedKey(foldersOf(folder.path).keys, 'sign-in'), localActor(role))}`;

    const asked = async (url: string, role: Role, key: string, body: object) => {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { authorization: as(role), 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify(body),
      });
      const said = (await answer.json()) as { reference: string; position: string };
      if (answer.status !== 201) throw new Error(`${url}: ${answer.status} ${JSON.stringify(said)}`);
      return said;
    };

    const ready = async ({ url }: RunningOffice): Promise<void> => {
      while ((await fetch(`${url}/health/ready`)).status !== 200)
        await new Promise((resolve) => setTimeout(resolve, 100));
    };

    test('are one office: what one records another projects, a third shows and a fourth publishes', async () => {
      const commanding = await start('commands');
      const projecting = await start('projector,watch');
      const asking = await start('queries');
      const relaying = await start('relay');
      expect(commanding.printed()).toContain('Services here           commands');
      await asked(
        `${commanding.url}/v1/rulebook/BEDS/establish-body`,
        'administrator',
        'apart-00000001',
        bedfordshireBody,
      );
      for (const [index, rules] of bedfordshireRules.entries())
        await asked(
          `${commanding.url}/v1/rulebook/BEDS/adopt-rules`,
          'administrator',
          `apart-rules-${index}`,
          rules,
        );
      const begun = await asked(
        `${commanding.url}/v1/commissions`,
        'commissioning-officer',
        'apart-00000003',
        need,
      );

      const read = `${asking.url}/v1/commissions/${begun.reference}?after=${begun.position}`;
      const headers = { authorization: as('auditor') };
      const shown = await fetch(read, { headers });
      expect(shown.status).toBe(200);
      expect(await shown.json()).toMatchObject({ title: need.title });
      for (const each of [commanding, projecting, asking, relaying]) await ready(each);

      // Each serves its own and nothing else.
      expect((await fetch(`${asking.url}/v1/commissions`, { method: 'POST', headers })).status).toBe(404);
      expect((await fetch(`${commanding.url}/v1/register`)).status).toBe(404);

      const opened = openNatsEventBus({ url: bus.url, name: 'a subscriber' });
      if (E.isLeft(opened)) throw new Error(opened.left.reason);
      while ((await heldIn(opened.right, busStreams.internal.name)).length < 3)
        await new Promise((resolve) => setTimeout(resolve, 100));
      await opened.right.close();

      // Without a projector what was read is read on, and what is new is waited for in vain; then it is there.
      await projecting.stop('SIGKILL');
      const later = await asked(
        `${commanding.url}/v1/commissions`,
        'commissioning-officer',
        'apart-00000004',
        need,
      );
      expect((await fetch(read, { headers })).status).toBe(200);
      while ((await fetch(`${asking.url}/health/ready`)).status !== 503)
        await new Promise((resolve) => setTimeout(resolve, 100));
      await start('projector,watch');
      const shownLater = await fetch(
        `${asking.url}/v1/commissions/${later.reference}?after=${later.position}`,
        { headers },
      );
      expect(shownLater.status).toBe(200);
      await ready(asking);
    });
  });
});
