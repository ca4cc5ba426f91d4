import { adoptRules } from '../src/rulebook/adopt-rules';
import type { DutyRule } from '../src/rulebook/duty-rules';
import { BodyEstablished, type RuleBookData, RulesAdopted } from '../src/rulebook/events';
import { bedfordshireBody, bedfordshireRules } from '../src/rulebook/seed/bedfordshire';
import { ruleBook } from '../src/rulebook/state';
import { made } from './support/made';
import { contextOf, recorded, specificationOf } from './support/specification';

const { given } = specificationOf(ruleBook);
const first = bedfordshireRules[0] as RuleBookData;
const duty = (id: string): DutyRule =>
  bedfordshireRules.flatMap(({ duties }) => duties).find((each) => each.id === id) as DutyRule;
const whenOwed = (...duties: ReadonlyArray<object>) =>
  given(...recorded([made(BodyEstablished, bedfordshireBody)])).when(
    adoptRules,
    { ...first, duties },
    contextOf(),
  );

describe('the duties of a rule book', () => {
  test('are those that ship with it, and more of them under the Procurement Act', () => {
    const ids = bedfordshireRules.map(({ duties }) => duties.map(({ id }) => id as string));
    for (const each of ids) expect(each).toEqual(expect.arrayContaining(['pay-invoice', 'return-kpis']));
    expect(ids[2]).not.toContain('contract-details');
    expect(ids[3]).toContain('contract-details');
    whenOwed(...first.duties).then(made(RulesAdopted, first));
  });

  test('may be none', () => {
    whenOwed().then(made(RulesAdopted, { ...first, duties: [] }));
  });

  test('are each defined once', () => {
    const twice = duty('pay-invoice');
    whenOwed(twice, twice).refused('rulebook.names-once', { name: 'pay-invoice' }, '/duties/1/id');
  });

  test('are met by something about what starts them', () => {
    whenOwed({ ...duty('pay-invoice'), metBy: 'kpis-returned' }).refused(
      'rulebook.duty-can-be-met',
      { startedBy: 'invoice-received', metBy: 'kpis-returned', duty: 'pay-invoice' },
      '/duties/0/metBy',
    );
  });

  test('name the notice that meets them, where a notice does, and nowhere else', () => {
    const { notice: _notice, ...unnamed } = duty('award-notice');
    whenOwed(unnamed).refused(
      'rulebook.duty-can-be-met',
      { notice: null, duty: 'award-notice' },
      '/duties/0/notice',
    );
    whenOwed({ ...duty('pay-invoice'), notice: 'UK8' }).refused(
      'rulebook.duty-can-be-met',
      { notice: 'UK8' },
      '/duties/0/notice',
    );
  });

  test.each([
    { count: 'calendar-days', days: 0, beginning: 'with' },
    { count: 'working-days', days: 0, beginning: 'after' },
    { count: 'months', months: 0 },
    // Nothing states a day by which an invoice is paid.
    { count: 'stated-day' },
  ])('are not due within %j', (within) => {
    whenOwed({ ...duty('pay-invoice'), within }).refused(
      'rulebook.duty-counted',
      { duty: 'pay-invoice', count: within.count },
      '/duties/0/within',
    );
  });

  test('that bind from a sum on name a threshold of the book', () => {
    whenOwed({ ...duty('pay-invoice'), fromValue: 'a-lot' }).refused(
      'rulebook.duty-names-threshold',
      { named: 'a-lot', duty: 'pay-invoice' },
      '/duties/0/fromValue',
    );
  });
});
