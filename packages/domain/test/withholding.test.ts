import { CommissionClosed } from '../src/commission/review/events';
import { recordInsight } from '../src/commission/review/record-insight';
import { withholdItem } from '../src/commission/review/withhold-item';
import { ItemWithheld } from '../src/commission/review/withholding-events';
import { signedGrant } from './support/agreement';
import { after, contextAt } from './support/commission';
import { made } from './support/made';

const spring = contextAt('2027-03-01T09:00:00.000Z');
const grant = signedGrant();
const withholding = {
  withholding: 'refuge',
  item: 'purpose',
  ground: 'safety-of-a-person',
  inTheViewOf: 'chief-officer-of-police',
  formedOn: '2027-02-26',
  award: 'w1',
  until: '2027-03-01',
  because: 'The wording lets anybody find the street.',
};
const withheld = made(ItemWithheld, withholding);
const asking = (change: object) => after(...grant).when(withholdItem, { ...withholding, ...change }, spring);

describe('withholding a part of what is public', () => {
  test('is done of an award or of the commission itself, until a day or for good', () => {
    asking({}).then(withheld);
    const { award: _award, until: _until, ...own } = { ...withholding, item: 'need' };
    after(...grant)
      .when(withholdItem, own, spring)
      .then(made(ItemWithheld, own));
  });

  test('names a part that the public is told of it', () => {
    const rule = 'withholding.of-a-known-part';
    asking({ item: 'summary' }).refused(
      rule,
      {
        item: 'summary',
        parts: ['title', 'purpose', 'provider', 'outcomes', 'conditions', 'reasons'],
      },
      '/item',
    );
    const { award: _award, ...own } = withholding;
    after(...grant)
      .when(withholdItem, own, spring)
      .refused(rule, { item: 'purpose' });
    asking({ award: 'w2' }).refused('award.known', { award: 'w2' }, '/award');
  });

  test('is of what is public; what is not yet, is withheld when its decision is published', () => {
    const unpublished = grant.filter(({ type }) => type !== 'DecisionPublished');
    const { award: _award, ...own } = { ...withholding, item: 'need' };
    for (const command of [withholding, own])
      after(...unpublished)
        .when(withholdItem, command, spring)
        .refused('withholding.of-what-is-public', {}, '/award');
  });

  test('rests on a ground of the order, in the view of the chief officer; commercial confidence is none', () => {
    asking({ ground: 'commercial-confidentiality' }).refused('withheld.on-ground-of-order', {}, '/ground');
    asking({ inTheViewOf: 'commissioner' }).refused('withheld.in-chief-officers-view', {}, '/inTheViewOf');
    const barred = { ground: 'barred-by-enactment', inTheViewOf: 'commissioner' };
    asking(barred).then(made(ItemWithheld, { ...withholding, ...barred }));
  });

  test('follows a view that was formed, until a day that is to come', () => {
    asking({ formedOn: '2027-03-02' }).refused(
      'dates.not-in-the-future',
      { day: '2027-03-02', today: '2027-03-01' },
      '/formedOn',
    );
    asking({ until: '2027-02-28' }).refused(
      'withholding.until-to-come',
      { until: '2027-02-28', today: '2027-03-01' },
      '/until',
    );
  });

  test('is said once under its id', () => {
    after(...grant, withheld)
      .when(withholdItem, { ...withholding, because: 'Another.' }, spring)
      .refused('entry.said-once', {}, '/withholding');
  });

  test('may be done after the commission was closed, when nothing else may', () => {
    const closed = made(CommissionClosed, { outcome: 'delivered', summary: 'It ended.', lessons: [] });
    after(...grant, closed)
      .when(withholdItem, withholding, spring)
      .then(withheld);
    after(...grant, closed)
      .when(recordInsight, { insight: 'l1', text: 'Evenings.' }, spring)
      .refused('commission.open');
  });
});
