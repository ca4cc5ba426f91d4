import { specifiedInformation } from '@projections/specified-information';
import { publicRegister } from '@projections/public-register';
import { inStream, like, momentOf, noon, type World, worldOf } from '../../../test/support/read-models';
import { asking } from './support/asking';

const stream = 'commission-BEDS-2026-0007';
const outside = (pence: number) => ({ pence, vat: 'outside' });
const ask = (url: string) => asking(world, () => momentOf(noon('2027-01-01')))(url);

let world: World;
beforeEach(async () => {
  world = worldOf(specifiedInformation, publicRegister);
  const { statutoryReasons } = like('GrantAwarded').data as { readonly statutoryReasons: object };
  await world.tell(
    ...inStream(
      stream,
      like('GrantAwarded', {
        award: 'w1',
        legalPower: 'victims-services',
        title: '=HYPERLINK("http://evil.example","Grant")',
        recipient: { provider: 'BEDS-village-hall', name: '@SUM(A1:A9) Trust' },
        purpose: '+44 is the number,\r\n"quoted" and on a second line',
        statutoryReasons: { ...statutoryReasons, valueForMoney: '-2+3' },
      }),
      like('DecisionPublished', { awards: ['w1'], withheld: [] }),
      like('PaymentMade', { award: 'w1', payment: 'p1', amount: outside(60_005), paidOn: '2026-11-02' }),
      like('PaymentMade', { award: 'w1', payment: 'p2', amount: outside(70_000), paidOn: '2026-11-20' }),
      like('PaymentMade', { award: 'w1', payment: 'p3', amount: outside(80_000), paidOn: '2026-12-01' }),
    ),
  );
});

const spending = '/v1/specified-information/spending';

test('the lists are named, each with the paragraph of the Order that asks for it', async () => {
  const { items } = (await ask('/v1/specified-information')).json() as {
    readonly items: ReadonlyArray<{ readonly list: string; readonly paragraph: string }>;
  };
  expect(items.map(({ list, paragraph }) => `${paragraph} ${list}`)).toEqual([
    '3(f) crime-and-disorder-grants',
    '3(g) spending',
    '4(b) contracts',
    '4(c) invitations-to-tender',
    '4(d) smaller-contracts',
    '5(c) minutes',
    '5(d) decisions',
  ]);
});

test('a period is added up over all its entries, whichever page is shown', async () => {
  const first = await ask(`${spending}?month=2026-11&limit=1`);
  const { items, totals } = first.json() as {
    readonly items: ReadonlyArray<object>;
    readonly totals: ReadonlyArray<object>;
  };
  expect(items).toHaveLength(1);
  expect(totals).toEqual([{ vat: 'outside', entries: 2, pence: 130_005 }]);
  expect((await ask(`${spending}?quarter=2026-27-Q3`)).json()['totals']).toEqual([
    { vat: 'outside', entries: 3, pence: 210_005 },
  ]);
  expect((await ask(spending)).json()['totals']).toBeUndefined();
});

test('as a spreadsheet no text is carried out as a formula, and sums are in pounds', async () => {
  const { status, body, headers } = await ask(`${spending}?month=2026-11&format=csv`);
  expect(status).toBe(200);
  expect(headers['content-type']).toBe('text/csv; charset=utf-8; header=present');
  expect(headers['content-disposition']).toBe('attachment; filename="spending-2026-11.csv"');
  expect(body.startsWith('\uFEFFdate,month,quarter,title,recipient,purpose,')).toBe(true);
  expect(body.split('\r\n2026-11-')).toHaveLength(3);
  expect(body).toContain(`,"'=HYPERLINK(""http://evil.example"",""Grant"")",'@SUM(A1:A9) Trust,"'+44`);
  expect(body).toContain(`,'-2+3,600.05,outside,victims-services,`);
  expect(body).not.toMatch(/(^|,|")[=+@-]/m);
});

test('an empty list is a spreadsheet with its columns', async () => {
  const { body } = await ask('/v1/specified-information/smaller-contracts?format=csv');
  expect(body.trim()).toBe(
    '\uFEFFdate,month,quarter,title,recipient,purpose,amount in pounds,VAT,commission,decision,withheld'.trim(),
  );
});

test('a question that is not well formed is answered with what is wrong with it', async () => {
  expect((await ask('/v1/specified-information/gifts')).status).toBe(404);
  expect((await ask(`${spending}?month=2026-13`)).status).toBe(400);
  expect((await ask(`${spending}?quarter=2026-Q3`)).status).toBe(400);
  expect((await ask(`${spending}?format=xls`)).status).toBe(400);
});
