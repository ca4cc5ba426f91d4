import type { CommissionEvent } from '../src/commission/events';
import { DirectAwardAuthorised, NoticePublished, RouteChosen } from '../src/commission/plan/events';
import { StandstillEnded } from '../src/commission/purchase/events';
import { signAgreement } from '../src/commission/purchase/sign-agreement';
import { startStandstill } from '../src/commission/purchase/start-standstill';
import type { Context } from '../src/context';
import type { RouteProfile } from '../src/rulebook/events';
import { awardedToBirch, officer, officerOn, on, signing, standstillStarted } from './support/awarded-tender';
import { made } from './support/made';
import { afterHappened, route } from './support/tender';

const direct: Partial<RouteProfile> = { competition: 'none', steps: [], standstillWorkingDays: 0 };
const open: Partial<RouteProfile> = { steps: [], standstillWorkingDays: 0 };

/** An award under a regime, by a route that names no standstill of its own, and what followed. */
const awarded = (
  regime: string,
  profile: Partial<RouteProfile>,
  ground: string,
  ...after: ReadonlyArray<CommissionEvent>
) => [
  ...awardedToBirch.flatMap((event) =>
    event.type === 'RouteChosen'
      ? [
          {
            ...event,
            ...made(RouteChosen, { ...event.data, regime, profile: { ...route, ...profile } } as object),
          },
          ...officerOn('2026-11-01', made(DirectAwardAuthorised, { ground, evidence: 'Why.' })),
        ]
      : [event],
  ),
  ...officerOn('2026-11-26', ...after),
];

const awardNotice = made(NoticePublished, {
  notice: 'uk6',
  kind: 'UK6',
  channel: 'central-platform',
  reference: '2026/S UK6',
  publishedOn: '2026-11-26',
});
const ended = made(StandstillEnded, { lot: 'north', lastDay: '2026-12-08' });

const today = on('2026-12-15', [], { actor: officer });
/** Before the Act named a standstill in the rules of the body. */
const unruled = { ...today, rules: { ...today.rules, standstill: undefined } } as unknown as Context;

const sign = (told: ReturnType<typeof awarded>, context = today) =>
  afterHappened(...told).when(signAgreement, signing('w1', '2026-12-10'), context);

describe('a standard public contract', () => {
  test.each([
    ['awarded directly', direct],
    ['that others competed for', open],
  ])('%s is signed after a standstill, whatever its route names', (_, profile) => {
    const ground = profile === direct ? 'sole-supplier' : null;
    sign(awarded('standard', profile, 'sole-supplier', awardNotice)).refused(
      'agreement.after-lawful-standstill',
      { lot: 'north', ground, lastDay: null },
    );
    const running = standstillStarted('2026-11-26', '2026-12-08');
    sign(awarded('standard', profile, 'sole-supplier', running)).refused(
      'agreement.after-lawful-standstill',
      { lastDay: '2026-12-08' },
    );
    const over = awarded('standard', profile, 'sole-supplier', running, ended);
    expect(sign(over).decided).toMatchObject({ right: [{ data: { award: 'w1' } }] });
  });

  test('awarded directly in urgency asks for none; one that others competed for does, on whatever ground', () => {
    const urgent = awarded('standard', direct, 'urgent', awardNotice);
    expect(sign(urgent).decided).toMatchObject({ right: [{ data: { award: 'w1' } }] });
    sign(awarded('standard', open, 'urgent', awardNotice)).refused('agreement.after-lawful-standstill');
  });

  test('asked for none under rules that name none', () => {
    const told = awarded('standard', direct, 'sole-supplier', awardNotice);
    expect(sign(told, unruled).decided).toMatchObject({ right: [{ data: { award: 'w1' } }] });
  });
});

test.each(['light-touch', 'below-threshold', 'exempt'])(
  'a contract under %s asks for none by law',
  (regime) => {
    const told = awarded(regime, direct, 'sole-supplier', awardNotice);
    expect(sign(told).decided).toMatchObject({ right: [{ data: { award: 'w1' } }] });
  },
);

describe('the standstill of a public contract whose route names none', () => {
  const start = (regime: string, profile: Partial<RouteProfile>, workingDays?: number, context = today) =>
    afterHappened(...awarded(regime, profile, 'sole-supplier')).when(
      startStandstill,
      { lot: 'north', noticePublishedOn: '2026-11-26', ...(workingDays && { workingDays }) },
      context,
    );
  const started = (lastDay: string) => ({ right: [{ data: { lot: 'north', lastDay } }] });

  test.each(['standard', 'light-touch'])('is of eight working days under %s, or more', (regime) => {
    expect(start(regime, direct).decided).toMatchObject(started('2026-12-08'));
    expect(start(regime, direct, 9).decided).toMatchObject(started('2026-12-09'));
    start(regime, direct, 7).refused('standstill.long-enough', { workingDays: 7, asked: 8 }, '/workingDays');
  });

  test('is as long as the route names where that is more', () => {
    const longer = { ...direct, standstillWorkingDays: 10 };
    start('standard', longer, 9).refused('standstill.long-enough', { asked: 10 });
    expect(start('standard', longer).decided).toMatchObject(started('2026-12-10'));
  });

  test('is none where neither route nor law names one', () => {
    start('below-threshold', direct).refused('standstill.long-enough', { asked: 0 });
    start('standard', direct, undefined, unruled).refused('standstill.long-enough', { asked: 0 });
  });
});
