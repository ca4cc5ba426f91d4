import { anatomy } from '@commissioning/kernel';
import fc from 'fast-check';
import type * as t from 'io-ts';

/** Values of each branded or refined codec that a story may know: few, so that commands meet one another. */
const pools: Readonly<Record<string, ReadonlyArray<unknown>>> = {
  EventId: ['00000000-0000-7000-8000-000000000000', '00000000-0000-7000-8000-000000000004'],
  LocalId: (
    'a1 w1 p1 q1 r1 i1 m1 x1 v1 north south whole village azalea method seen staff ' +
    'grant-round direct-grant small-direct-grant tender victims urgent small-sum'
  ).split(' '),
  BodyId: ['BEDS'],
  ActorId: ['officer-1', 'approver-1', 'finance-1', 'ann', 'bob', 'trustee-1'],
  CommissionRef: ['BEDS-2026-0007', 'BEDS-2025-0001'],
  DecisionRef: ['BEDS-PCC24-0040', 'BEDS-PCC24-0041'],
  FundRef: ['BEDS-community-safety-2026-27', 'BEDS-moj-victims-2026-27'],
  ProviderRef: ['BEDS-village-hall', 'BEDS-azalea'],
  CalendarDate: ['2023-04-01', '2026-11-23', '2027-01-11', '2027-04-01', '2027-06-30', '2029-03-31'],
  Instant: [
    '2026-11-23T12:00:00.000Z',
    '2026-12-01T12:00:00.000Z',
    '2026-12-10T12:00:00.000Z',
    '2031-01-01T00:00:00.000Z',
  ],
  FinancialYear: ['2026-27', '2027-28'],
  Pence: [0, 1, 300_000, 4_500_000, 9_000_000, Number.MAX_SAFE_INTEGER],
  LightTouchCode: ['85312310'],
  'an age recipient, age1 and 58 letters and digits': [`age1${'q'.repeat(58)}`, `age1${'z'.repeat(58)}`],
  Sha256: ['a'.repeat(64), 'c'.repeat(64)],
};

/** Commands that a codec accepts, made from its own tree; optional fields come and go. */
export const arbitraryOf = (codec: t.Mixed): fc.Arbitrary<unknown> => {
  const node = anatomy(codec);
  const pool = pools[node.name];
  if (pool !== undefined) return fc.constantFrom(...pool);
  switch (node._tag ?? '') {
    case 'StringType':
      return fc.constantFrom('One.', 'Another.', 'kpis.measure-feedback');
    case 'NumberType':
      return fc.constantFrom(0, 1, 3, 10, 100, 350);
    case 'BooleanType':
      return fc.boolean();
    case 'LiteralType':
      return fc.constant(node.value);
    case 'KeyofType':
      return fc.constantFrom(...Object.keys(node.keys ?? {}));
    case 'RefinementType':
      return arbitraryOf(node.type as t.Mixed).filter((value) => codec.is(value));
    case 'ArrayType':
    case 'ReadonlyArrayType':
      return fc.array(arbitraryOf(node.type as t.Mixed), { maxLength: 3 });
    case 'InterfaceType':
    case 'PartialType': {
      const fields = Object.entries(node.props ?? {}).map(
        ([key, field]) => [key, arbitraryOf(field)] as const,
      );
      const given = Object.fromEntries(fields);
      return node._tag === 'PartialType' ? fc.record(given, { requiredKeys: [] }) : fc.record(given);
    }
    case 'IntersectionType':
      return fc
        .tuple(...(node.types ?? []).map(arbitraryOf))
        .map((parts) => Object.assign({}, ...parts) as unknown);
    case 'UnionType':
      return fc.oneof(...(node.types ?? []).map(arbitraryOf));
    default:
      throw new Error(`No command can be made of a ${node._tag ?? node.name}`);
  }
};
