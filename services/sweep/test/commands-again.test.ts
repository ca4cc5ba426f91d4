import { allActions, eventDefinitions } from '@commissioning/domain';
import type { Happened } from '@commissioning/kernel';
import { fixtureOf } from '../../../test/support/read-models';
import type { Act } from '../src/act';
import { askedAgain, decidedAgain, toldBy } from '../src/commands-again';

const happening = (type: string): Happened =>
  ({
    type,
    data: fixtureOf(type),
    id: 'e',
    stream: 's',
    revision: 0,
    position: '',
    metadata: {},
  }) as unknown as Happened;

const actOf = (kind: Act['kind'], events: ReadonlyArray<Happened>): Act =>
  ({ kind, id: 'BEDS-2026-0007', events }) as unknown as Act;

test('every action is decided again', () => {
  const left = allActions
    .map(({ aggregate, name }) => `${aggregate} ${name}`)
    .filter((name) => !decidedAgain.has(name));
  expect(left).toEqual([]);
});

test('every event leads an act or comes with one, but for refusals', () => {
  const left = eventDefinitions.map(({ type }) => type).filter((type) => !toldBy.has(type));
  expect(left).toEqual(['CommandRefused']);
});

const leading = eventDefinitions.filter(
  ({ type }) => !['CommandRefused', 'ReservesNamed', 'ForwardCovered'].includes(type),
);

test.each(leading.map(({ type, aggregate }) => [type, aggregate] as const))(
  'the command behind %s is found again, of its action’s shape',
  (type, aggregate) => {
    const event = happening(type);
    const asked = askedAgain(actOf(aggregate, [event]), [event], {});
    expect(asked?.action.aggregate).toBe(aggregate);
  },
);

test('what an act brings with it belongs to its command', () => {
  const signed = [happening('AgreementSigned'), happening('KPIsAgreed')];
  expect(askedAgain(actOf('commission', signed), signed, {})).toMatchObject({
    action: { name: 'sign-agreement' },
    command: {
      award: 'azalea',
      kpis: [{ id: 'supported' }, { id: 'satisfied' }],
      periods: [{ id: '2027-q1' }],
    },
  });
  const paid = [happening('PaymentApproved'), happening('PaymentMade')];
  expect(askedAgain(actOf('commission', paid), paid, {})).toMatchObject({
    action: { name: 'record-payment' },
    command: { approve: { for: 'First quarter of 2027-28', invoice: 'inv-1', period: '2027-q1' } },
  });
  const taken = [happening('DecisionTaken'), happening('DecisionPublished')];
  expect(askedAgain(actOf('decision', taken), taken, {})).toMatchObject({
    action: { name: 'take-decision' },
    command: { publication: { channel: expect.any(String) as string } },
  });
});

test('of events that nothing records there is no command', () => {
  const alone = [happening('ReservesNamed')];
  expect(askedAgain(actOf('commission', alone), alone, {})).toBeUndefined();
  const elsewhere = [happening('FundsPaid')];
  expect(askedAgain(actOf('commission', elsewhere), elsewhere, {})).toBeUndefined();
});
