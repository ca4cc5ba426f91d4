import type { Instant } from '@commissioning/kernel';
import type { CommissionEvent } from '../src/commission/events';
import { extendConsultation } from '../src/commission/plan/extend-consultation';
import { holdConsultation } from '../src/commission/plan/hold-consultation';
import { openConsultation } from '../src/commission/plan/open-consultation';
import { withdrawConsultation } from '../src/commission/plan/withdraw-consultation';
import {
  ConsultationExtended,
  ConsultationOpened,
  ConsultationWithdrawn,
} from '../src/commission/plan/consultation-events';
import { ConsultationHeld } from '../src/commission/plan/events';
import { CommissionCancelled } from '../src/commission/purchase/halt-events';
import { after, contextAt, need } from './support/commission';
import { made } from './support/made';

const opening = {
  consultation: 'winter',
  title: 'What would help',
  asks: 'What helped you, and what was missing?',
  consulted: ['public', 'service-users'],
  from: '2026-11-30',
  until: '2027-01-15',
  answer: 'By the form, by post or by telephone.',
};
const opened = made(ConsultationOpened, opening);
const extending = { consultation: 'winter', extension: 'snow', until: '2027-01-29', reason: 'Snow.' };
const extended = made(ConsultationExtended, extending);
const withdrawing = { consultation: 'winter', reason: 'The council asks the same.' };
const withdrawn = made(ConsultationWithdrawn, withdrawing);
const holding = {
  consultation: 'winter',
  consulted: ['public', 'service-users'],
  from: '2026-11-30',
  to: '2027-01-15',
  findings: 'One person to call.',
};
const held = made(ConsultationHeld, holding);
const on = (day: string) => contextAt(`${day}T12:00:00.000Z` as Instant);
const given = (...events: ReadonlyArray<CommissionEvent>) => after(need, ...events);

describe('opening a consultation', () => {
  const asking = (change: object, day = '2026-11-23') =>
    given().when(openConsultation, { ...opening, ...change }, on(day));

  test('says what is asked of whom, until when and how to answer', () => {
    asking({}).then(opened);
    asking({ from: '2027-01-15' }, '2027-01-15').then(
      made(ConsultationOpened, { ...opening, from: '2027-01-15' }),
    );
  });

  test('leaves time to answer', () => {
    asking({}, '2027-01-16').refused(
      'consultation.time-to-answer',
      { until: '2027-01-15', today: '2027-01-16' },
      '/until',
    );
    asking({ from: '2027-01-16' }).refused(
      'consultation.in-order',
      { from: '2027-01-16', to: '2027-01-15' },
      '/until',
    );
  });

  test('comes before it is held, and is said once', () => {
    given(held)
      .when(openConsultation, opening, on('2027-01-15'))
      .refused('consultation.not-held-yet', { consultation: 'winter' }, '/consultation');
    given(opened)
      .when(openConsultation, { ...opening, asks: 'Something else?' }, on('2026-12-01'))
      .refused('entry.said-once', {}, '/consultation');
  });

  test('is over once the commission is cancelled; what is open is then withdrawn', () => {
    const cancelled = made(CommissionCancelled, {
      cancellation: 'c1',
      whole: true,
      lots: ['whole'],
      decision: 'BEDS-PCC24-0041',
      reason: 'No money.',
      noticeDue: false,
    });
    given(cancelled).when(openConsultation, opening, on('2026-11-23')).refused('cancel.nothing-follows');
    given(opened, cancelled)
      .when(extendConsultation, extending, on('2026-12-01'))
      .refused('cancel.nothing-follows');
    given(opened, cancelled).when(withdrawConsultation, withdrawing, on('2026-12-01')).then(withdrawn);
  });
});

describe('while a consultation is open', () => {
  test('it is made longer, up to its last day, and never shorter', () => {
    given(opened).when(extendConsultation, extending, on('2027-01-15')).then(extended);
    given(opened)
      .when(extendConsultation, extending, on('2027-01-16'))
      .refused('consultation.open', { until: '2027-01-15', withdrawn: false }, '/consultation');
    given(opened, extended)
      .when(extendConsultation, { ...extending, reason: 'Frost.' }, on('2027-01-15'))
      .refused('entry.said-once', {}, '/extension');
    given(opened, extended)
      .when(extendConsultation, { ...extending, extension: 'again', until: '2027-01-29' }, on('2027-01-20'))
      .refused('consultation.extended-longer', { before: '2027-01-29' }, '/until');
  });

  test('it is withdrawn with a reason, and is then over', () => {
    given(opened).when(withdrawConsultation, withdrawing, on('2026-12-01')).then(withdrawn);
    given(opened, withdrawn)
      .when(extendConsultation, extending, on('2026-12-02'))
      .refused('consultation.open', { until: '2027-01-15', withdrawn: true }, '/consultation');
    given(opened, withdrawn)
      .when(withdrawConsultation, { ...withdrawing, reason: 'Again.' }, on('2026-12-02'))
      .refused('entry.said-once', {}, '/consultation');
    given()
      .when(withdrawConsultation, withdrawing, on('2026-12-01'))
      .refused('consultation.open', { until: null, withdrawn: false }, '/consultation');
    given(opened, held)
      .when(withdrawConsultation, withdrawing, on('2027-01-15'))
      .refused('consultation.not-held-yet', { consultation: 'winter' }, '/consultation');
  });
});

describe('a consultation that was opened', () => {
  const noting = (events: ReadonlyArray<CommissionEvent>, change: object, day = '2027-02-01') =>
    given(...events).when(holdConsultation, { ...holding, ...change }, on(day));

  test('was held of those who were asked, from its first day to its last as extended', () => {
    noting([opened], {}).then(held);
    noting([opened, extended], { to: '2027-01-29' }).then(
      made(ConsultationHeld, { ...holding, to: '2027-01-29' }),
    );
    const rule = 'consultation.held-as-opened';
    noting([opened, extended], {}).refused(rule, { until: '2027-01-29' }, '/consultation');
    noting([opened], { from: '2026-12-01' }).refused(rule, { from: '2026-11-30' });
    noting([opened], { consulted: ['public'] }).refused(rule, {
      consulted: opening.consulted,
      withdrawn: false,
    });
    noting([opened, withdrawn], {}).refused(rule, { withdrawn: true });
  });

  test('may have heard others besides; one that was never opened is noted as it was', () => {
    const more = { consulted: ['public', 'service-users', 'partners'] };
    noting([opened], more).then(made(ConsultationHeld, { ...holding, ...more }));
    noting([], { to: '2027-01-10' }).then(made(ConsultationHeld, { ...holding, to: '2027-01-10' }));
  });
});
